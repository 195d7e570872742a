// Recorded principals, and resources with policies, in the words of CloudFormation.

import { at, items, listValue, mapValue, scalarValue, text, type Value } from '../cloudformation/value.ts';
import type { Rewritten } from './rewritten.ts';

type Entries = Readonly<Record<string, Value | undefined>>;

const entriesOf = (item: Value): Record<string, Value> =>
  item.kind === 'map' ? Object.fromEntries(item.entries) : {};

function rewritten(type: string, id: string | undefined, item: Value, more: Entries): Rewritten {
  const all = Object.entries({ ...entriesOf(item), ...more });
  const present = all.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return { type, id, properties: new Map(present), line: item.line };
}

const listOf = (value: Value | undefined, near: Value, read: (item: Value) => Value | undefined): Value =>
  listValue(
    items(value).flatMap((item) => read(item) ?? []),
    value?.line ?? near.line,
  );

/** `PermissionsBoundary` names its policy one level deeper than a template does. */
const boundaryOf = (item: Value): Value | undefined => at(item, 'PermissionsBoundary.PermissionsBoundaryArn');

const inlineOf = (list: Value | undefined, near: Value): Value =>
  listOf(list, near, (policy) => (policy.kind === 'map' ? mapValue(policy.entries, policy.line) : undefined));

const principal = (type: string, name: string, item: Value, inline: string, more: Entries = {}): Rewritten =>
  rewritten(type, text(at(item, name)), item, {
    Policies: inlineOf(at(item, inline), item),
    ManagedPolicyArns: listOf(at(item, 'AttachedManagedPolicies'), item, (it) => at(it, 'PolicyArn')),
    PermissionsBoundary: boundaryOf(item),
    ...more,
  });

const profile = (item: Value): Rewritten =>
  rewritten('AWS::IAM::InstanceProfile', text(at(item, 'InstanceProfileName')), item, {
    Roles: listOf(at(item, 'Roles'), item, (role) => at(role, 'RoleName')),
  });

/** One call tells all users, groups, roles and the managed policies in use. */
function authorizationDetails(page: Value): readonly Rewritten[] {
  const roles = items(at(page, 'RoleDetailList'));
  return [
    { type: 'AWS::IAM::RecordedDetails', id: undefined, properties: new Map(), line: page.line },
    ...items(at(page, 'UserDetailList')).map((user) =>
      principal('AWS::IAM::User', 'UserName', user, 'UserPolicyList', {
        Groups: listOf(at(user, 'GroupList'), user, (it) => it),
      }),
    ),
    ...items(at(page, 'GroupDetailList')).map((it) =>
      principal('AWS::IAM::Group', 'GroupName', it, 'GroupPolicyList'),
    ),
    ...roles.map((it) => principal('AWS::IAM::Role', 'RoleName', it, 'RolePolicyList')),
    ...roles.flatMap((role) => items(at(role, 'InstanceProfileList')).map(profile)),
    ...items(at(page, 'Policies')).map((policy) => {
      const inForce = items(at(policy, 'PolicyVersionList')).find(
        (it) => text(at(it, 'IsDefaultVersion')) === 'true',
      );
      return rewritten('AWS::IAM::ManagedPolicy', text(at(policy, 'PolicyName')), policy, {
        PolicyDocument: at(inForce, 'Document'),
      });
    }),
  ];
}

const withArn =
  (name: string, more: (item: Value) => Entries = () => ({})) =>
  (item: Value, id: string | undefined, type: string): readonly Rewritten[] => [
    rewritten(type, id, item, { Arn: at(item, name), ...more(item) }),
  ];

export const identityRewrites: Readonly<
  Record<string, (item: Value, id: string | undefined, type: string) => readonly Rewritten[]>
> = {
  'AWS::IAM::RecordedDetails': authorizationDetails,
  'AWS::IAM::InstanceProfile': (item) => [profile(item)],
  'AWS::KMS::Key': withArn('KeyArn'),
  'AWS::Lambda::Function': withArn('FunctionArn'),
  'AWS::Logs::LogGroup': withArn('arn', (item) => ({ LogGroupName: at(item, 'logGroupName') })),
  'AWS::SQS::Queue': withArn('QueueArn'),
  'AWS::SNS::Topic': withArn('TopicArn'),
  'AWS::SecretsManager::Secret': withArn('ARN'),
  'AWS::ECR::Repository': withArn('repositoryArn', (item) => ({
    RepositoryName: at(item, 'repositoryName'),
  })),
  'AWS::Organizations::Policy': (item, _id, type) => [
    rewritten(type, text(at(item, 'PolicySummary.Id')), item, {
      Id: at(item, 'PolicySummary.Id'),
      Name: at(item, 'PolicySummary.Name') ?? scalarValue('control policy', item.line),
      Type: at(item, 'PolicySummary.Type'),
    }),
  ],
};
