// The things that permissions are about: declared resources with the policies that stand at them.
// Invariant: a policy that AWS writes where none is declared (a key's default) is read as AWS documents it, and one
// that may exist without being seen makes its resource's answers unknown.

import { type Place, placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { flag, unknownReason } from '../../read/cloudformation/value.ts';
import { readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import { aclPolicy } from './bucket-acl.ts';
import { functionPermissions } from './function-permissions.ts';
import { homeOf } from './home.ts';
import { hiddenPolicy, policyOf } from './policy-values.ts';
import type { Spelling } from './spelling.ts';

export interface GuardedResource {
  readonly id: string;
  readonly key: string;
  readonly type: string;
  readonly place: Place;
  readonly arn: string;
  readonly account: string;
  /** Undefined: the service knows no policy at this resource. */
  readonly policies: readonly Policy[] | undefined;
  /** S3's RestrictPublicBuckets; undefined: not known. */
  readonly restrictsPublic: boolean | undefined;
  readonly resource: Resource;
}

/** Type of the policy, the property that names what it stands at, the property of the document. */
const policyTypes: Readonly<Record<string, readonly (readonly [string, string, string])[]>> = {
  'AWS::S3::Bucket': [['AWS::S3::BucketPolicy', 'Bucket', 'PolicyDocument']],
  'AWS::SQS::Queue': [
    ['AWS::SQS::QueuePolicy', 'Queues', 'PolicyDocument'],
    ['AWS::SQS::QueueInlinePolicy', 'Queue', 'PolicyDocument'],
  ],
  'AWS::SNS::Topic': [
    ['AWS::SNS::TopicPolicy', 'Topics', 'PolicyDocument'],
    ['AWS::SNS::TopicInlinePolicy', 'TopicArn', 'PolicyDocument'],
  ],
  'AWS::SecretsManager::Secret': [['AWS::SecretsManager::ResourcePolicy', 'SecretId', 'ResourcePolicy']],
};
/** Types that carry their own policy. */
const ownPolicies: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::DynamoDB::Table': 'ResourcePolicy.PolicyDocument',
  'AWS::Backup::BackupVault': 'AccessPolicy',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
};
const withoutPolicy = ['AWS::SSM::Parameter', 'AWS::EC2::Instance', 'AWS::IAM::User'];

export const guardedTypes: readonly string[] = [
  ...Object.keys(policyTypes),
  ...Object.keys(ownPolicies),
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  ...withoutPolicy,
];

export function guardedResources(resources: Resources, spelling: Spelling): readonly GuardedResource[] {
  return resources.ofType(...guardedTypes).flatMap((resource): GuardedResource[] => {
    const arn = spelling.arnOf(resource);
    if (arn === undefined) return [];
    const { account } = homeOf(resource);
    return [
      {
        id: resource.id,
        key: resource.key,
        type: resource.type,
        place: placeOf(resource),
        arn: arn.replace(/:\*$/, ''),
        account,
        policies: policiesAt(resource, arn, resources, spelling),
        restrictsPublic:
          resource.type === 'AWS::S3::Bucket' ? restricts(resource, account, resources) : false,
        resource,
      },
    ];
  });
}

function policiesAt(
  resource: Resource,
  arn: string,
  resources: Resources,
  spelling: Spelling,
): readonly Policy[] | undefined {
  const { type } = resource;
  if (withoutPolicy.includes(type)) return undefined;
  if (type === 'AWS::Lambda::Function') return functionPermissions(resource, arn, resources, spelling);
  if (type === 'AWS::Logs::LogGroup') return logPolicies(resource, resources, spelling);
  const own = ownPolicies[type];
  if (own !== undefined) return ownPolicy(resource, own, spelling);
  const recorded = property(resource, 'Policy');
  return [
    ...(recorded
      ? [policyOf({ name: `policy of ${resource.id}`, kind: 'resource', resource, path: 'Policy' }, spelling)]
      : []),
    ...(policyTypes[type] ?? []).flatMap(([policyType, holder, document]) =>
      resources
        .ofType(policyType)
        .flatMap((policy) =>
          standsAt(policy, holder, resource, arn, spelling)
            ? [
                hiddenIn(policy, holder) === undefined
                  ? policyOf(
                      { name: policy.id, kind: 'resource', resource: policy, path: document },
                      spelling,
                    )
                  : hiddenPolicy(policy.id, `what ${policy.id} is attached to is not known`, placeOf(policy)),
              ]
            : [],
        ),
    ),
    ...(type === 'AWS::S3::Bucket' && !accountBlocks(homeOf(resource).account, 'IgnorePublicAcls', resources)
      ? aclPolicy(resource, arn)
      : []),
  ];
}

function standsAt(
  policy: Resource,
  path: string,
  target: Resource,
  arn: string,
  spelling: Spelling,
): boolean {
  const named = texts(property(policy, path));
  if (named.uncertain !== undefined) return homeOf(policy).account === homeOf(target).account;
  return named.values.some(
    (name) => name === target.key || [arn, spelling.nameOf(target)].includes(spelling.known(name) ?? ''),
  );
}

function ownPolicy(resource: Resource, path: string, spelling: Spelling): readonly Policy[] {
  const kind = resource.type === 'AWS::IAM::Role' ? 'trust' : 'resource';
  if (property(resource, path) !== undefined || hiddenIn(resource, path) !== undefined)
    return [
      policyOf(
        { name: `${kind === 'trust' ? 'trust ' : ''}policy of ${resource.id}`, kind, resource, path },
        spelling,
      ),
    ];
  return resource.type === 'AWS::KMS::Key' ? [defaultKeyPolicy(resource)] : [];
}

/** Policies of CloudWatch Logs stand at no log group but at the account's logs in a region; each names what it is about. */
function logPolicies(group: Resource, resources: Resources, spelling: Spelling): readonly Policy[] {
  return resources
    .ofType('AWS::Logs::ResourcePolicy')
    .filter((it) => it.environment === group.environment)
    .map((it) => policyOf({ name: it.id, kind: 'resource', resource: it, path: 'PolicyDocument' }, spelling));
}

/** A key without a policy gets one that hands every decision to its account. */
function defaultKeyPolicy(key: Resource): Policy {
  const root = `arn:aws:iam::${homeOf(key).account}:root`;
  return readPolicy({
    name: `default policy of ${key.id}`,
    kind: 'resource',
    document: {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' },
    },
    placeOf: () => placeOf(key),
  });
}

/** S3 applies the stricter of what the bucket and what its account says. */
const accountBlocks = (
  account: string,
  setting: 'IgnorePublicAcls' | 'RestrictPublicBuckets',
  resources: Resources,
): boolean =>
  resources
    .ofType('AWS::S3::RecordedAccountBlock')
    .some(
      (it) =>
        homeOf(it).account === account &&
        flag(property(it, `PublicAccessBlockConfiguration.${setting}`)) === true,
    );

/** RestrictPublicBuckets of the bucket or of its account. */
function restricts(bucket: Resource, account: string, resources: Resources): boolean | undefined {
  const block = property(bucket, 'PublicAccessBlockConfiguration');
  const isOn = (setting: string) =>
    flag(property(bucket, `PublicAccessBlockConfiguration.${setting}`)) === true;
  if (isOn('RestrictPublicBuckets') || accountBlocks(account, 'RestrictPublicBuckets', resources))
    return true;
  // S3 blocks public access to a new bucket that says nothing about it, and not to one made before April 2023. With
  // BlockPublicPolicy it refuses a public policy, and leaves one that stands already.
  const isOpen = block !== undefined && unknownReason(block) === undefined && !isOn('BlockPublicPolicy');
  return isOpen ? false : undefined;
}

export const bucketNameOf = (bucket: Resource): string => propertyText(bucket, 'BucketName') ?? bucket.key;
