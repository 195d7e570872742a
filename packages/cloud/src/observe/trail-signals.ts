// What must not happen to an account without somebody asking why, as filters over CloudTrail's events (after the CIS
// AWS Foundations Benchmark 3.0, section 4). Changes that CloudFormation makes came through review and are left out:
// an alarm at each deployment would be an alarm nobody reads.

import type { Signal } from './log-signals.ts';

const anyOf = (names: readonly string[]) =>
  `(${names.map((name) => `$.eventName = "${name}"`).join(' || ')})`;
const byHand = '$.sourceIPAddress != "cloudformation.amazonaws.com"';
/** Target tracking makes and deletes alarms of its own. */
const byPerson = '$.sourceIPAddress != "*.amazonaws.com"';
const change = (...names: readonly string[]) => `{ ${anyOf(names)} && ${byHand} }`;

/** What CloudWatch takes as one pattern. */
export const longestPattern = 1_024;

export const trailSignals = [
  {
    metric: 'SecurityGroupChanges',
    pattern: change(
      'AuthorizeSecurityGroupIngress',
      'AuthorizeSecurityGroupEgress',
      'RevokeSecurityGroupIngress',
      'RevokeSecurityGroupEgress',
      'ModifySecurityGroupRules',
      'CreateSecurityGroup',
      'DeleteSecurityGroup',
    ),
  },
  {
    metric: 'NetworkChanges',
    pattern: change(
      'CreateNetworkAcl*',
      'DeleteNetworkAcl*',
      'ReplaceNetworkAcl*',
      '*Route',
      '*RouteTable',
      '*InternetGateway',
      'CreateNatGateway',
      '*VpcPeeringConnection',
      'ModifyVpcBlockPublicAccess*',
      '*VpcBlockPublicAccessExclusion',
      '*VpcEndpoint', // its policy is a wall
      'DeleteVpcEndpoints',
      '*FirewallRule',
      'DisassociateFirewallRuleGroup',
      'UpdateFirewallDomains',
      'UpdateFirewallConfig',
      'UpdateWebACL',
      'DisassociateWebACL',
    ),
  },
  {
    metric: 'PolicyChanges',
    pattern: change(
      'AttachRolePolicy',
      'AttachUserPolicy',
      'AttachGroupPolicy',
      'DetachRolePolicy', // what is taken away may have been a refusal
      'DeleteRolePolicy',
      'PutRolePolicy',
      'PutUserPolicy',
      'PutGroupPolicy',
      'CreatePolicyVersion',
      'SetDefaultPolicyVersion',
      'AddUserToGroup',
      'UpdateAssumeRolePolicy',
      '*PermissionsBoundary',
      'CreateUser',
      'CreateAccessKey',
      'CreateLoginProfile',
      'UpdateLoginProfile',
      'PutKeyPolicy',
    ),
  },
  {
    metric: 'BucketAccessChanges',
    pattern: change(
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketAcl',
      'PutBucketPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'PutBucketReplication', // a copy to somewhere else
      'PutBucketOwnershipControls',
      'PutAccountPublicAccessBlock',
      'DeleteAccountPublicAccessBlock',
    ),
  },
  // Whoever made it: a key scheduled for deletion is data scheduled for deletion, and a silent trail sees nothing more.
  { metric: 'KeyDeletions', pattern: `{ ${anyOf(['ScheduleKeyDeletion', 'DisableKey'])} }` },
  {
    metric: 'TrailChanges',
    // The trail itself whoever changed it; what listens to it and to the others when it was by hand.
    pattern: `{ ${anyOf(['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteLogGroup'])} || (${anyOf(
      [
        'DeleteAlarms',
        'DisableAlarmActions',
        'DeleteMetricFilter',
        'DeleteSubscriptionFilter',
        'DeleteFlowLogs',
        'DeleteTopic',
        'Unsubscribe',
        'PutRetentionPolicy',
      ],
    )} && ${byPerson}) }`,
  },
  {
    metric: 'RootUses',
    pattern:
      '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  },
  // People come through Identity Center; a password of an IAM user should not exist.
  { metric: 'UserSignIns', pattern: '{ $.eventName = "ConsoleLogin" && $.userIdentity.type = "IAMUser" }' },
  {
    metric: 'BreakGlassUses',
    pattern: '{ $.eventName = "AssumeRole*" && $.requestParameters.roleArn = "*break-glass*" }',
  },
  {
    metric: 'RefusedCalls',
    pattern: '{ $.errorCode = "*UnauthorizedOperation" || $.errorCode = "AccessDenied*" }',
  },
] as const satisfies readonly Signal[];
