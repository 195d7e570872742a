// The findings we live with, all tools in one table. An entry that no finding needs, or whose day has passed, fails
// the gate as loudly as a finding nobody decided about. cdk-nag's are acknowledged on their constructs instead.

import type { Tool } from './finding.ts';

export interface Accepted {
  readonly tool: Tool;
  readonly check: string;
  readonly stack: string;
  /** Logical id, `*` for any run of characters: the hash CDK appends need not stand here. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** ISO date; after it someone decides anew. */
  readonly expires: string;
}

const owner = 'platform-team';

const customResources = [
  ['network', 'DefaultGroupClosingHandler*'],
  ['data', 'ApiKeysMakingHandler*'],
  ['data', 'AccessGrantHandler*'],
  ['data', 'AccessOwnerSecretHandler*'],
  ['front', 'DoorServiceGroupHandler*'],
] as const;

const watchers = [
  ['observe', 'BansWatchHandler*'],
  ['observe', 'OutsideCheckHandler*'],
] as const;

const aboutWatchers = [
  [
    'CKV_AWS_116',
    'It runs every few minutes and works from what is there then: a lost run is made up by the next',
  ],
  ['CKV_AWS_117', 'It asks the firewall and the public door, and the network has no way out to either'],
  ['CKV_AWS_173', 'Its variables hold names and addresses that stand in the template too, and no secret'],
] as const;

const aboutCustomResources = [
  ['CKV_AWS_115', 'CloudFormation calls it once in a deployment: there is no concurrency to limit'],
  [
    'CKV_AWS_116',
    'CloudFormation waits for its answer and rolls back without it: nothing is lost in silence',
  ],
  ['CKV_AWS_117', 'It asks public AWS endpoints during a deployment, and the network has no way out to them'],
] as const;

export const accepted: readonly Accepted[] = [
  ...watchers.flatMap(([stack, resource]) =>
    aboutWatchers.map(([check, reason]) => ({
      tool: 'checkov' as const,
      check,
      stack,
      resource,
      reason,
      owner,
      expires: '2027-11-30',
    })),
  ),
  ...customResources.flatMap(([stack, resource]) =>
    aboutCustomResources.map(([check, reason]) => ({
      tool: 'checkov' as const,
      check,
      stack,
      resource,
      reason,
      owner,
      expires: '2027-11-30',
    })),
  ),
  {
    tool: 'checkov',
    check: 'CKV_AWS_111',
    stack: 'api',
    resource: 'HostRoleDefaultPolicy*',
    reason:
      'Metrics and session channels have no resource to name; a condition or the endpoint policy narrows each',
    owner,
    expires: '2027-11-30',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_111',
    stack: 'data',
    resource: 'AccessRoleDefaultPolicy*',
    reason:
      'Lambda makes the interfaces of a function and names them itself; the function is denied the same calls',
    owner,
    expires: '2027-11-30',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_116',
    stack: 'data',
    resource: 'AccessTask*',
    reason:
      'Who calls it waits for its answer: a deployment rolls back without it, a rotation is tried again',
    owner,
    expires: '2027-11-30',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_173',
    stack: 'data',
    resource: 'AccessTask*',
    reason:
      'Its variables hold names of the cluster and of secrets, which stand in the template too, and no secret',
    owner,
    expires: '2027-11-30',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_18',
    stack: 'logs',
    resource: 'Bucket*',
    reason: 'It is the bucket the access logs go to; logging into itself would never end',
    owner,
    expires: '2027-11-30',
  },
  {
    tool: 'checkov',
    check: 'CKV_AWS_86',
    stack: 'front',
    resource: 'PublicDistribution*',
    reason: 'Access logs go out as log deliveries (v2), which this check does not look for',
    owner,
    expires: '2027-11-30',
  },
  {
    tool: 'cfn-lint',
    check: 'W3010',
    stack: 'network',
    resource: 'Tiers*',
    reason: 'The zones are written down on purpose: a look-up would make two syntheses differ',
    owner,
    expires: '2027-11-30',
  },
  ...[...customResources, ...watchers, ['observe', 'Trail*'] as const, ['data', 'AccessTask*'] as const].map(
    ([stack, resource]) => ({
      tool: 'cfn-lint' as const,
      check: 'W3005',
      stack,
      resource,
      reason: 'CDK adds the dependency on the role with the one on its policy; the second one is needed',
      owner,
      expires: '2027-11-30',
    }),
  ),
  {
    tool: 'cfn-lint',
    check: 'E3030',
    stack: 'data',
    resource: 'DatabaseCluster*',
    reason: 'Its list of engines ends at 8.0.1; 8.0.2 is the first that takes retryable writes',
    owner,
    expires: '2027-05-31',
  },
  {
    tool: 'cfn-lint',
    check: 'E3620',
    stack: 'data',
    resource: 'DatabaseInstance*',
    reason:
      'Its list of classes is that of us-east-1 and has no db.serverless, which 8.0 offers since May 2026',
    owner,
    expires: '2027-05-31',
  },
];
