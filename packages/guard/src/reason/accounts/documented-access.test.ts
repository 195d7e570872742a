// What AWS documents about who may do what, one sentence and one template each; what no template decides has to be
// unknown. A page stands above the rules that are read from it. The tables of decide/ speak of policies alone, these of
// the resources that hold them.

import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model/model.ts';
import { readWorlds } from '../../read/closed-world.ts';
import { parse } from '../../read/cloudformation/parse.ts';
import { publishedActions } from '../access/actions/action-list.ts';
import { accessModelOf } from './access-model.ts';
import { shownText } from './home.ts';
import { who } from './who.ts';

type Json = Readonly<Record<string, unknown>>;
type Expected = 'can' | 'cannot' | 'unknown';
/** Sentence, answer, who, action, resource, template. */
type Rule = readonly [string, Expected, string, string, string, Json];

const account = '111122223333';
const other = '444455556666';

function answered([, , name, action, on, given]: Rule) {
  const text = JSON.stringify({ Resources: given }, null, 1);
  const environment = `aws://${account}/eu-west-1`;
  const source = { file: 't.json', text, root: parse('t.json', text), stackName: 't', environment };
  const [world] = readWorlds([source], {}).worlds;
  if (!world) throw new Error('no world');
  const model = accessModelOf(modelOf(world).resources);
  const answers = (who([action], on, model, publishedActions()) ?? []).flatMap(
    ({ principals }) => principals,
  );
  const named = answers.map((it) => ({ name: it.place?.id ?? shownText(it.who), verdict: it.verdict }));
  const verdicts = named.filter((it) => it.name.includes(name)).map(({ verdict }) => verdict);
  return {
    strongest: (['can', 'unknown', 'cannot'] as const).find((one) => verdicts.includes(one)),
    told: JSON.stringify(named),
  };
}

const ref = (Ref: string) => ({ Ref });
const att = (...path: string[]) => ({ 'Fn::GetAtt': path });
const doc = (...Statement: Json[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown = '*', rest: Json = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
});
const deny = (Action: unknown, Resource: unknown = '*', rest: Json = {}): Json => ({
  ...allow(Action, Resource, rest),
  Effect: 'Deny',
});
const when = (Condition: Json, rest: Json = {}): Json => ({ ...rest, Condition });
const by = (AWS: unknown): Json => ({ Principal: { AWS } });
const trusting = (Principal: unknown, rest: Json = {}) =>
  doc({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...rest });
const role = (statements: Json[] = [], more: Json = {}): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'api',
    AssumeRolePolicyDocument: trusting({ Service: 'ec2.amazonaws.com' }),
    ...(statements.length > 0 && { Policies: [{ PolicyName: 'p', PolicyDocument: doc(...statements) }] }),
    ...more,
  },
});
const user = (...statements: Json[]): Json => ({
  Type: 'AWS::IAM::User',
  Properties: { UserName: 'ops', Policies: [{ PolicyName: 'p', PolicyDocument: doc(...statements) }] },
});
const boundary = (...statements: Json[]): Json => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: doc(...statements) },
});
const partner = `arn:aws:iam::${other}:role/partner`;
const everyone = { Principal: '*' };
const unsigned = 'anyone, without';

const whole = 'arn:aws:s3:::labels-prod';
const objects = `${whole}/*`;
const bucket = (more: Json = {}): Json => ({
  Type: 'AWS::S3::Bucket',
  Properties: {
    BucketName: 'labels-prod',
    PublicAccessBlockConfiguration: { RestrictPublicBuckets: false },
    ...more,
  },
});
const bucketWith = (...statements: Json[]): Json => ({
  Labels: bucket(),
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: { Bucket: ref('Labels'), PolicyDocument: doc(...statements) },
  },
});
const read = 's3:GetObject';

const rootOf = (number: string) => `arn:aws:iam::${number}:root`;
const keyWith = (...statements: Json[]): Json => ({
  Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: doc(...statements) } },
});
const shared = keyWith(allow('kms:*', '*', by(rootOf(account))), allow('kms:*', '*', by(partner)));

const queue: Json = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } };
const queueWith = (...statements: Json[]): Json => ({
  Orders: queue,
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [ref('Orders')], PolicyDocument: doc(...statements) },
  },
});
const inline = (...statements: Json[]): Json => ({
  Orders: queue,
  Policy: {
    Type: 'AWS::SQS::QueueInlinePolicy',
    Properties: { Queue: ref('Orders'), PolicyDocument: doc(...statements) },
  },
});

const work = `arn:aws:lambda:eu-west-1:${account}:function:work`;
const permitted = (more: Json): Json => ({
  Work: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'work', Role: 'r' } },
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: ref('Work'), Action: 'lambda:InvokeFunction', ...more },
  },
});
const invoke = 'lambda:InvokeFunction';

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
const keys: readonly Rule[] = [
  [
    'another account deletes no key, whatever the key policy grants',
    'cannot',
    'partner',
    'kms:ScheduleKeyDeletion',
    'Key',
    shared,
  ],
  ['nor rewrites its policy', 'cannot', 'partner', 'kms:PutKeyPolicy', 'Key', shared],
  ['nor reads it', 'cannot', 'partner', 'kms:GetKeyPolicy', 'Key', shared],
  ['it decrypts', 'can', 'partner', 'kms:Decrypt', 'Key', shared],
  ['and makes grants', 'can', 'partner', 'kms:CreateGrant', 'Key', shared],
  [
    'a policy that names no account shuts out the identity policies',
    'cannot',
    'Ops',
    'kms:Decrypt',
    'Key',
    { ...keyWith(allow('kms:*', '*', by(`arn:aws:iam::${account}:role/api`))), Ops: user(allow('kms:*')) },
  ],
  [
    'and the root user',
    'cannot',
    ':root',
    'kms:Decrypt',
    'Key',
    { ...keyWith(allow('kms:*', '*', by(`arn:aws:iam::${account}:role/api`))), Api: role() },
  ],
  [
    'an alias in an identity policy is no key',
    'cannot',
    'Api',
    'kms:Decrypt',
    'Key',
    {
      ...keyWith(allow('kms:*', '*', by(rootOf(account)))),
      Api: role([allow('kms:Decrypt', `arn:aws:kms:eu-west-1:${account}:alias/x`)]),
    },
  ],
];

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-limitations-of-custom-policies.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queueinlinepolicy.html
const queues: readonly Rule[] = [
  [
    'another account changes no queue',
    'cannot',
    'partner',
    'sqs:SetQueueAttributes',
    'Orders',
    queueWith(allow('sqs:*', '*', by(partner))),
  ],
  [
    'nor deletes it',
    'cannot',
    'partner',
    'sqs:DeleteQueue',
    'Orders',
    queueWith(allow('sqs:*', '*', by(partner))),
  ],
  [
    'it sends messages',
    'can',
    'partner',
    'sqs:SendMessage',
    'Orders',
    queueWith(allow('sqs:*', '*', by(partner))),
  ],
  [
    'a policy of one queue allows',
    'can',
    'partner',
    'sqs:SendMessage',
    'Orders',
    inline(allow('sqs:*', '*', by(partner))),
  ],
  [
    'and denies',
    'cannot',
    'Api',
    'sqs:SendMessage',
    'Orders',
    { ...inline(deny('sqs:*', '*', everyone)), Api: role([allow('*')]) },
  ],
  [
    'a policy of one topic does',
    'cannot',
    'Api',
    'sns:Publish',
    'Alerts',
    {
      Alerts: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alerts' } },
      Policy: {
        Type: 'AWS::SNS::TopicInlinePolicy',
        Properties: { TopicArn: ref('Alerts'), PolicyDocument: doc(deny('sns:*', '*', everyone)) },
      },
      Api: role([allow('*')]),
    },
  ],
];

const readable = { AccessControl: 'PublicRead' };
const owned = (ObjectOwnership: string) => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } });
const openPolicy = (more: Json) => ({ ...bucketWith(allow(read, objects, everyone)), Labels: bucket(more) });
const tagged = { Tags: [{ Key: 'team', Value: 'a' }] };
const ofTeam = role([allow(read, objects, when({ StringEquals: { 'aws:ResourceTag/team': 'a' } }))]);
const buckets: readonly Rule[] = [
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
  [
    'another account writes no bucket policy',
    'cannot',
    'partner',
    's3:PutBucketPolicy',
    'Labels',
    bucketWith(allow('s3:*', [whole, objects], by(partner))),
  ],
  [
    'nor reads one',
    'cannot',
    'partner',
    's3:GetBucketPolicy',
    'Labels',
    bucketWith(allow('s3:*', [whole, objects], by(partner))),
  ],
  [
    'the root user mends a policy that shuts everybody out',
    'can',
    ':root',
    's3:PutBucketPolicy',
    'Labels',
    bucketWith(deny('s3:*', [whole, objects], everyone)),
  ],
  [
    'or takes it away',
    'can',
    ':root',
    's3:DeleteBucketPolicy',
    'Labels',
    bucketWith(deny('s3:*', [whole, objects], everyone)),
  ],
  [
    'and reads no object before that',
    'cannot',
    ':root',
    read,
    'Labels',
    bucketWith(deny('s3:*', [whole, objects], everyone)),
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
  [
    'an ACL counts where objects have owners',
    'can',
    unsigned,
    's3:ListBucket',
    'Labels',
    { Labels: bucket({ ...readable, ...owned('ObjectWriter') }) },
  ],
  [
    'and not where the bucket owns all',
    'cannot',
    unsigned,
    's3:ListBucket',
    'Labels',
    { Labels: bucket({ ...readable, ...owned('BucketOwnerEnforced') }) },
  ],
  [
    'a bucket that does not say is new or old',
    'unknown',
    unsigned,
    's3:ListBucket',
    'Labels',
    { Labels: bucket(readable) },
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
  [
    'new buckets block public access, old ones do not',
    'unknown',
    unsigned,
    read,
    'Labels',
    openPolicy({ PublicAccessBlockConfiguration: undefined }),
  ],
  [
    'what refuses public policies leaves the one that stands',
    'unknown',
    unsigned,
    read,
    'Labels',
    openPolicy({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }),
  ],
  [
    'what restricts public buckets restricts this one',
    'cannot',
    unsigned,
    read,
    'Labels',
    openPolicy({ PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } }),
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
  [
    'tags of a bucket decide nothing by default',
    'cannot',
    'Api',
    read,
    'Labels',
    { Labels: bucket(tagged), Api: ofTeam },
  ],
  [
    'and do where the bucket says so',
    'can',
    'Api',
    read,
    'Labels',
    { Labels: bucket({ ...tagged, AbacStatus: 'Enabled' }), Api: ofTeam },
  ],
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
  [
    'who may list what lies in a bucket lists no bucket',
    'cannot',
    'Api',
    's3:ListBucket',
    'Labels',
    { Labels: bucket(), Api: role([allow('s3:ListBucket', objects)]) },
  ],
  [
    'names of buckets are compared letter by letter',
    'cannot',
    'Api',
    read,
    'Labels',
    { Labels: bucket(), Api: role([allow(read, 'arn:aws:s3:::Labels-prod/*')]) },
  ],
];

// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
const functions: readonly Rule[] = [
  [
    'a role is permitted by its ARN',
    'can',
    'Api',
    invoke,
    'Work',
    { ...permitted({ Principal: att('Api', 'Arn') }), Api: role() },
  ],
  [
    'also with a dot in its name',
    'can',
    'Api',
    invoke,
    'Work',
    {
      ...permitted({ Principal: `arn:aws:iam::${account}:role/my.api` }),
      Api: role([], { RoleName: 'my.api' }),
    },
  ],
  ['an account is permitted by its number', 'can', other, invoke, 'Work', permitted({ Principal: other })],
  [
    'a function may be named in part',
    'can',
    'partner',
    invoke,
    'Work',
    permitted({ FunctionName: `${account}:function:work`, Principal: partner }),
  ],
  [
    'who may call an alias calls it',
    'can',
    'partner',
    invoke,
    `${work}:prod`,
    permitted({ FunctionName: `${work}:prod`, Principal: partner }),
  ],
  [
    'and no other',
    'cannot',
    'partner',
    invoke,
    `${work}:dev`,
    permitted({ FunctionName: `${work}:prod`, Principal: partner }),
  ],
  [
    'nobody calls a function without signing',
    'cannot',
    unsigned,
    invoke,
    'Work',
    permitted({ Principal: '*' }),
  ],
];

const inherited = (Content: Json): Json => ({
  Labels: bucket(),
  Api: role([allow('*')]),
  Guard: {
    Type: 'AWS::Organizations::Policy',
    Properties: { Name: 'guard', Type: 'SERVICE_CONTROL_POLICY', TargetIds: [account], Content },
  },
});
const arnOfApi = `arn:aws:iam::${account}:role/api`;
const inOrganization = { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } };
const given = (statement: Json, more: Json = {}): Json => ({
  Labels: bucket(),
  Api: role([statement]),
  ...more,
});
const conditions: readonly Rule[] = [
  // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
  [
    'a control policy denies, whoever declares its organisation',
    'cannot',
    'Api',
    read,
    'Labels',
    inherited(doc(deny('s3:*'))),
  ],
  ['what the units above say is not known', 'unknown', 'Api', read, 'Labels', inherited(doc(allow('*')))],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
  [
    'a boundary of everything but one service leaves the others',
    'can',
    'Api',
    read,
    'Labels',
    {
      Labels: bucket(),
      Limit: boundary({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      Api: role([allow('*')], { PermissionsBoundary: ref('Limit') }),
    },
  ],
  [
    'a boundary does not limit what everyone is granted under the ARN of a role',
    'can',
    'Api',
    read,
    'Labels',
    {
      ...bucketWith(allow(read, objects, when({ ArnEquals: { 'aws:PrincipalArn': arnOfApi } }, everyone))),
      Limit: boundary(allow('sqs:*')),
      Api: role([], { PermissionsBoundary: ref('Limit') }),
    },
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
  [
    '"for all values" holds where there are none',
    'can',
    unsigned,
    read,
    'Labels',
    bucketWith(
      allow(
        read,
        objects,
        when({ 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': ['o-1/*'] } }, everyone),
      ),
    ),
  ],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
  [
    'a deny of requests in the clear leaves the others',
    'can',
    'Api',
    read,
    'Labels',
    {
      ...bucketWith(
        deny('s3:*', [whole, objects], when({ Bool: { 'aws:SecureTransport': 'false' } }, everyone)),
      ),
      Api: role([allow('s3:*')]),
    },
  ],
  [
    'a deny of those outside an organisation stops whoever does not sign',
    'cannot',
    unsigned,
    read,
    'Labels',
    bucketWith(
      allow(read, objects, everyone),
      deny('s3:*', [whole, objects], when(inOrganization, everyone)),
    ),
  ],
  [
    'and the services of AWS',
    'cannot',
    'logging',
    's3:PutObject',
    'Labels',
    bucketWith(
      allow('s3:PutObject', objects, { Principal: { Service: 'logging.s3.amazonaws.com' } }),
      deny('s3:*', [whole, objects], when(inOrganization, everyone)),
    ),
  ],
  [
    'a service says for which account it calls',
    'can',
    'logging',
    's3:PutObject',
    'Labels',
    bucketWith(
      allow(
        's3:PutObject',
        objects,
        when(
          { StringEquals: { 'aws:SourceAccount': account } },
          { Principal: { Service: 'logging.s3.amazonaws.com' } },
        ),
      ),
    ),
  ],
  [
    'and nobody else does',
    'cannot',
    unsigned,
    's3:PutObject',
    'Labels',
    bucketWith(
      allow('s3:PutObject', objects, when({ StringEquals: { 'aws:SourceAccount': account } }, everyone)),
    ),
  ],
  [
    'a request through an endpoint has no public address',
    'cannot',
    'Api',
    read,
    'Labels',
    given(
      allow(
        read,
        '*',
        when({
          StringEquals: { 'aws:SourceVpce': 'vpce-1' },
          IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
        }),
      ),
    ),
  ],
  [
    'who signs in has an ARN',
    'cannot',
    'Api',
    read,
    'Labels',
    given(allow(read, '*', when({ Null: { 'aws:PrincipalArn': 'true' } }))),
  ],
  [
    'every request says whether it is encrypted',
    'cannot',
    'Api',
    read,
    'Labels',
    given(allow(read, '*', when({ Null: { 'aws:SecureTransport': 'true' } }))),
  ],
  [
    'a role has no user name',
    'cannot',
    'Api',
    read,
    'Labels',
    given(allow(read, `${whole}/\${aws:username}/*`)),
  ],
  [
    'which differs from any',
    'can',
    'Api',
    read,
    'Labels',
    given(allow(read, '*', when({ StringNotEquals: { 'aws:username': 'bob' } }))),
  ],
  [
    'a second factor opens what a deny without one closes',
    'can',
    'Ops',
    read,
    'Labels',
    {
      Labels: bucket(),
      Ops: user(
        allow('s3:*'),
        deny('s3:*', '*', when({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
      ),
    },
  ],
];

const target = (trust: Json, more: Json = {}) =>
  role([], { RoleName: 'target', AssumeRolePolicyDocument: trust, ...more });
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
const roles: readonly Rule[] = [
  [
    'trust in an account asks for the identity policy',
    'cannot',
    'Api',
    'sts:AssumeRole',
    'Target',
    { Target: target(trusting({ AWS: account })), Api: role() },
  ],
  [
    'a role is not trusted by itself',
    'cannot',
    'Target',
    'sts:AssumeRole',
    'Target',
    { Target: role([allow('sts:AssumeRole')], { RoleName: 'target' }) },
  ],
  [
    'tags are passed where the trust policy says so',
    'cannot',
    'Api',
    'sts:TagSession',
    'Target',
    { Target: target(trusting({ AWS: arnOfApi })), Api: role([allow('sts:*')]) },
  ],
  [
    'an external id is sent by whoever knows it',
    'can',
    other,
    'sts:AssumeRole',
    'Target',
    { Target: target(trusting({ AWS: other }, when({ StringEquals: { 'sts:ExternalId': 'k' } }))) },
  ],
  [
    'a role is passed to the service that is named',
    'can',
    'Api',
    'iam:PassRole',
    'Target',
    {
      Target: role([], { RoleName: 'target' }),
      Api: role([
        allow(
          'iam:PassRole',
          `arn:aws:iam::${account}:role/target`,
          when({ StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
        ),
      ]),
    },
  ],
  [
    'the path of a role is part of its ARN',
    'cannot',
    'Api',
    'iam:PassRole',
    'Target',
    {
      Target: role([], { RoleName: 'target', Path: '/team/' }),
      Api: role([allow('iam:PassRole', `arn:aws:iam::${account}:role/target`)]),
    },
  ],
];

describe('AWS documents that', () => {
  it.each(
    [...keys, ...queues, ...buckets, ...functions, ...conditions, ...roles].map(
      (rule) => [rule[0], rule] as const,
    ),
  )('%s', (_, rule) => {
    const { strongest, told } = answered(rule);
    expect(strongest, told).toBe(rule[1]);
  });
});
