// What must not happen to an account without somebody asking why, as filters over CloudTrail's events (after the CIS
// AWS Foundations Benchmark 3.0, section 4). Changes that CloudFormation makes came through review and are left out:
// an alarm at each deployment would be an alarm nobody reads.

import type { Signal } from './log-signals.ts';

const anyOf = (names: readonly string[]) =>
  `(${names.map((name) => `$.eventName = "${name}"`).join(' || ')})`;
const byHand = '$.sourceIPAddress != "cloudformation.amazonaws.com"';
const change = (...names: readonly string[]) => `{ ${anyOf(names)} && ${byHand} }`;

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
    ),
  },
  {
    metric: 'PolicyChanges',
    pattern: change(
      'AttachRolePolicy',
      'AttachUserPolicy',
      'AttachGroupPolicy',
      'PutRolePolicy',
      'PutUserPolicy',
      'PutGroupPolicy',
      'CreatePolicyVersion',
      'UpdateAssumeRolePolicy',
      '*PermissionsBoundary',
      'CreateUser',
      'CreateAccessKey',
      'CreateLoginProfile',
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
      'PutAccountPublicAccessBlock',
      'DeleteAccountPublicAccessBlock',
    ),
  },
  // Whoever made it: a key scheduled for deletion is data scheduled for deletion, and a silent trail sees nothing more.
  { metric: 'KeyDeletions', pattern: `{ ${anyOf(['ScheduleKeyDeletion', 'DisableKey'])} }` },
  {
    metric: 'TrailChanges',
    pattern: `{ ${anyOf(['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'DeleteLogGroup'])} }`,
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
