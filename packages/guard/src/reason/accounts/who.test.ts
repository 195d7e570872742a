// What a template declares about permissions, and who can do what because of it: one fact of IAM per line.

import { describe, expect, it } from 'vitest';
import { modelOf } from '../../model/model.ts';
import { readWorlds } from '../../read/closed-world.ts';
import { parse } from '../../read/cloudformation/parse.ts';
import { publishedActions } from '../access/actions/action-list.ts';
import { accessModelOf } from './access-model.ts';
import { shownText } from './home.ts';
import { statementPlace } from './policy-values.ts';
import { type PrincipalAnswer, who } from './who.ts';

type Json = Readonly<Record<string, unknown>>;

function modelWith(resources: Json, environment?: string) {
  const text = JSON.stringify({ Resources: resources }, null, 1);
  const source = { file: 't.json', text, root: parse('t.json', text), stackName: 't', environment };
  const [world] = readWorlds([source], {}).worlds;
  if (!world) throw new Error('no world');
  return accessModelOf(modelOf(world).resources);
}

function ask(resources: Json, word = 'Labels', action = 's3:GetObject'): readonly PrincipalAnswer[] {
  const answers = who([action], word, modelWith(resources), publishedActions());
  if (!answers?.[0]) throw new Error(`${word} names nothing`);
  return answers[0].principals;
}

const able = (answers: readonly PrincipalAnswer[], verdict = 'can') =>
  answers
    .filter((answer) => answer.verdict === verdict && answer.principal.kind !== 'root')
    .map(({ place, who: name }) => place?.id ?? shownText(name));
const reasonsOf = (answers: readonly PrincipalAnswer[]) =>
  answers.flatMap((answer) => (answer.verdict === 'unknown' ? answer.reasons : [])).join('; ');

const allow = (Action: unknown, Resource: unknown = '*', rest: Json = {}): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...rest }],
});
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const role = (more: Json = {}): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust, ...more },
});
const inline = (document: Json): Json => ({ Policies: [{ PolicyName: 'inline', PolicyDocument: document }] });
const notBlocked: Json = { PublicAccessBlockConfiguration: { RestrictPublicBuckets: false } };
const bucket: Json = { Type: 'AWS::S3::Bucket', Properties: notBlocked };
const named: Json = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'labels-prod' } };
const objects = { 'Fn::Sub': `\${Labels.Arn}/*` };
const ref = (Ref: string) => ({ Ref });
const att = (...path: string[]) => ({ 'Fn::GetAtt': path });
const managed = (more: Json = {}): Json => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { PolicyDocument: allow('s3:*'), ...more },
});
const attached = (more: Json, document: Json = allow('s3:*')): Json => ({
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'attached', PolicyDocument: document, ...more },
});
const user = (more: Json = {}): Json => ({ Type: 'AWS::IAM::User', Properties: more });
const adminArn = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('a policy reaches its principal', () => {
  it.each<[string, Json]>([
    ['written into the role', { Api: role(inline(allow('s3:GetObject', objects))) }],
    ['attached by AWS::IAM::Policy', { Api: role(), P: attached({ Roles: [ref('Api')] }) }],
    ['attached to a name', { Api: role({ RoleName: 'api' }), P: attached({ Roles: ['api'] }) }],
    [
      'attached by a policy of one role',
      {
        Api: role(),
        P: {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { RoleName: ref('Api'), PolicyName: 'p', PolicyDocument: allow('s3:*') },
        },
      },
    ],
    ['listed by the role', { Api: role({ ManagedPolicyArns: [ref('P')] }), P: managed() }],
    ['that lists the role', { Api: role(), P: managed({ Roles: [ref('Api')] }) }],
    ['that AWS keeps, where its text is known', { Api: role({ ManagedPolicyArns: [adminArn] }) }],
    [
      'through a group the user names',
      {
        Api: user({ Groups: [ref('G')] }),
        G: { Type: 'AWS::IAM::Group', Properties: inline(allow('s3:*')) },
      },
    ],
    [
      'through a group the user is added to',
      {
        Api: user(),
        G: { Type: 'AWS::IAM::Group', Properties: inline(allow('s3:*')) },
        Add: {
          Type: 'AWS::IAM::UserToGroupAddition',
          Properties: { GroupName: ref('G'), Users: [ref('Api')] },
        },
      },
    ],
    [
      'within its boundary',
      { Api: role({ ...inline(allow('*')), PermissionsBoundary: ref('P') }), P: managed() },
    ],
    [
      'within a policy of the bucket',
      {
        Api: role(),
        P: {
          Type: 'AWS::S3::BucketPolicy',
          Properties: {
            Bucket: ref('Labels'),
            PolicyDocument: allow('s3:GetObject', objects, { Principal: { AWS: att('Api', 'Arn') } }),
          },
        },
      },
    ],
  ])('%s', (_name, resources) => {
    expect(able(ask({ Labels: bucket, ...resources }))).toEqual(['Api']);
  });

  it.each<[string, Json]>([
    [
      'stops at its boundary',
      {
        Api: role({ ...inline(allow('*')), PermissionsBoundary: ref('P') }),
        P: managed({ PolicyDocument: allow('sqs:*') }),
      },
    ],
    ['speaks of another bucket', { Api: role(inline(allow('s3:*', att('Other', 'Arn')))), Other: bucket }],
    [
      'speaks of the bucket and not of what lies in it',
      { Api: role(inline(allow('s3:GetObject', att('Labels', 'Arn')))) },
    ],
    [
      'is attached to another role',
      { Api: role(), Other: role({ RoleName: 'other' }), P: attached({ Roles: ['another'] }) },
    ],
  ])('which %s, does not', (_name, resources) => {
    expect(able(ask({ Labels: bucket, ...resources }))).toEqual([]);
    expect(able(ask({ Labels: bucket, ...resources }), 'cannot')).toContain('Api');
  });

  it('and a deny of the bucket beats it', () => {
    const deny = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
    };
    const resources = {
      Labels: bucket,
      Api: role(inline(allow('*'))),
      P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: ref('Labels'), PolicyDocument: deny } },
    };
    const [api] = ask(resources);
    expect(api).toMatchObject({ verdict: 'cannot', decision: { outcome: 'explicitDeny' } });
  });
});

describe('what is not known is not absent', () => {
  it.each<[string, Json, RegExp]>([
    [
      'a policy of AWS known by name alone',
      { Api: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }) },
      /ReadOnlyAccess is not in the input/,
    ],
    [
      'a managed policy of the account',
      { Api: role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/x'] }) },
      /policy\/x is not in the input/,
    ],
    [
      'a document decided elsewhere',
      { Api: role(inline({ 'Fn::ImportValue': 'doc' })) },
      /none of the given templates exports it/,
    ],
    [
      'a list of holders decided elsewhere',
      { Api: role(), P: attached({ Roles: { 'Fn::ImportValue': 'roles' } }) },
      /none of the given templates exports it/,
    ],
    ['an action decided elsewhere', { Api: role(inline(allow({ 'Fn::ImportValue': 'a' }))) }, /Action/],
    [
      'a boundary decided elsewhere',
      { Api: role({ ...inline(allow('*')), PermissionsBoundary: { 'Fn::ImportValue': 'b' } }) },
      /boundary of Api/,
    ],
    [
      'a document that AWS would refuse',
      {
        Api: role(
          inline({ Version: '2012-10-17', Statement: [{ Effect: 'allow', Action: '*', Resource: '*' }] }),
        ),
      },
      /allowed: "Allow" or "Deny"/,
    ],
    [
      'a group that nothing declares',
      { Api: user({ Groups: ['admins'] }) },
      /group admins is not in the input/,
    ],
    [
      'a pattern that may cover a name AWS makes up',
      { Api: role(inline(allow('s3:*', 'arn:aws:s3:::cool-*'))) },
      /makes up the name/,
    ],
    [
      'what a custom resource answers',
      {
        Api: role(inline(allow('s3:*', att('Custom', 'BucketArn')))),
        Custom: { Type: 'Custom::Thing', Properties: {} },
      },
      /known only at deployment/,
    ],
  ])('%s', (_name, resources, reason) => {
    const answers = ask({ Labels: bucket, ...resources });
    expect(able(answers, 'unknown')).toEqual(['Api']);
    expect(reasonsOf(answers)).toMatch(reason);
  });

  it('a role that a policy names and nothing declares', () => {
    const answers = ask({ Labels: bucket, P: attached({ Roles: ['somebody'] }) });
    expect(able(answers, 'unknown')).toEqual(['P']);
    expect(reasonsOf(answers)).toContain('role somebody is not declared in the input');
  });

  it('a pattern is certain about a name that the template chooses', () => {
    const resources = { Labels: named, Api: role(inline(allow('s3:*', 'arn:aws:s3:::labels-*'))) };
    expect(able(ask(resources))).toEqual(['Api']);
    expect(able(ask({ ...resources, Api: role(inline(allow('s3:*', 'arn:aws:s3:::other-*'))) }))).toEqual([]);
  });

  it('the policy of a resource that the input does not declare', () => {
    const answers = ask({ Api: role(inline(allow('*'))) }, 'arn:aws:s3:::elsewhere/*');
    expect(able(answers, 'unknown')).toContain('Api');
  });
});

describe('strangers', () => {
  const open = (rest: Json = {}): Json => ({
    P: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Labels'),
        PolicyDocument: allow('s3:GetObject', objects, { Principal: '*', ...rest }),
      },
    },
  });

  it('are let in by a public policy', () => {
    expect(able(ask({ Labels: bucket, ...open() }))).toContain('anyone, without signing in');
  });

  it('are kept out where public buckets are restricted', () => {
    const restricted = {
      Type: 'AWS::S3::Bucket',
      Properties: { PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } },
    };
    expect(able(ask({ Labels: restricted, ...open() }))).toEqual([]);
  });

  it('may be kept out where nobody knows whether they are', () => {
    const hidden = {
      Type: 'AWS::S3::Bucket',
      Properties: { PublicAccessBlockConfiguration: { 'Fn::ImportValue': 'x' } },
    };
    expect(able(ask({ Labels: hidden, ...open() }), 'unknown')).toContain('anyone, without signing in');
  });

  it('may list a bucket by its ACL, and not read it', () => {
    const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' }] };
    const properties = { ...notBlocked, AccessControl: 'PublicRead', OwnershipControls };
    const readable = { Type: 'AWS::S3::Bucket', Properties: properties };
    expect(able(ask({ Labels: readable }, 'Labels', 's3:ListBucket'))).toContain(
      'anyone, without signing in',
    );
    expect(able(ask({ Labels: readable }))).toEqual([]);
    const Block = {
      Type: 'AWS::S3::RecordedAccountBlock',
      Properties: { PublicAccessBlockConfiguration: { IgnorePublicAcls: true } },
    };
    expect(able(ask({ Labels: readable, Block }, 'Labels', 's3:ListBucket'))).toEqual([]);
  });

  it('may stand in the policy of what the input does not declare', () => {
    const identity = 'arn:aws:ses:eu-west-1:111122223333:identity/cool.example';
    const reader = role(inline(allow('ses:SendEmail')));
    const answers = ask({ Reader: reader }, identity, 'ses:SendEmail');
    expect(reasonsOf(answers)).toContain('the policy that stands at it is not known');
    expect(able(answers, 'unknown')).toContain('anyone, without signing in');
  });

  it('are services that call a function', () => {
    const permission = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: att('Work', 'Arn'),
        Action: 'lambda:InvokeFunction',
        Principal: 'sns.amazonaws.com',
      },
    };
    const work = { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/x' } };
    expect(able(ask({ Work: work, P: permission }, 'Work', 'lambda:InvokeFunction'))).toEqual([
      'sns.amazonaws.com',
    ]);
  });
});

describe('a resource of which the templates do not say where it stands', () => {
  const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'orders' } };
  const all = role(
    inline(allow('*', { 'Fn::Sub': `arn:aws:sqs:\${AWS::Region}:\${AWS::AccountId}:orders` })),
  );

  it('stands where the question says', () => {
    const word = 'arn:aws:sqs:eu-west-1:111122223333:orders';
    expect(able(ask({ Orders: queue, Api: all }, word, 'sqs:SendMessage'))).toEqual(['Api']);
    const machines = role(
      inline(allow('ec2:*', { 'Fn::Sub': `arn:aws:ec2:\${AWS::Region}:\${AWS::AccountId}:instance/*` })),
    );
    const instance = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1';
    expect(able(ask({ Api: machines }, instance, 'ec2:TerminateInstances'))).toEqual(['Api']);
  });
});

describe('log groups', () => {
  it('are reached through the policies that CloudWatch Logs keeps for the account', () => {
    const document = JSON.stringify(
      allow('logs:PutLogEvents', '*', { Principal: { Service: 'delivery.logs.amazonaws.com' } }),
    );
    const policy = {
      Type: 'AWS::Logs::ResourcePolicy',
      Properties: { PolicyName: 'p', PolicyDocument: document },
    };
    const logs = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/app' } };
    expect(able(ask({ Logs: logs, P: policy }, 'Logs', 'logs:PutLogEvents'))).toEqual([
      'delivery.logs.amazonaws.com',
    ]);
    expect(able(ask({ Logs: logs }, 'Logs', 'logs:PutLogEvents'))).toEqual([]);
  });
});

describe('what makes principals elsewhere', () => {
  it('is named, because nobody read it', () => {
    const model = modelWith({ Admins: { Type: 'AWS::SSO::PermissionSet', Properties: {} } });
    expect(model.outOfSight).toEqual([
      expect.stringMatching(/^Admins \(AWS::SSO::PermissionSet, t\.json:\d+\) makes roles/),
    ]);
  });
});

describe('a statement that decides', () => {
  it('carries file, line, logical id and property path', () => {
    const [api] = ask({ Labels: bucket, Api: role(), P: attached({ Roles: [ref('Api')] }) });
    if (api?.verdict !== 'can') throw new Error('expected can');
    const [leaf] = api.decision.deciding;
    const place = leaf && statementPlace(leaf.statement);
    expect(place).toMatchObject({ file: 't.json', id: 'P', path: 'PolicyDocument.Statement.0' });
    expect(place?.line).toBeGreaterThan(1);
  });

  it('in a policy written into a role points into the role', () => {
    const [api] = ask({ Labels: bucket, Api: role(inline(allow('s3:*'))) });
    if (api?.verdict !== 'can') throw new Error('expected can');
    const place = api.decision.deciding.map(({ statement }) => statementPlace(statement))[0];
    expect(place).toMatchObject({ id: 'Api', path: 'Policies.0.PolicyDocument.Statement.0' });
  });

  it('keys hand decisions to their account only where their policy says so', () => {
    const key = (Action: string): Json => ({
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: allow(Action, '*', {
          Principal: { AWS: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:root` } },
        }),
      },
    });
    const resources = { Api: role(inline(allow('kms:*'))) };
    expect(able(ask({ ...resources, Key: key('kms:*') }, 'Key', 'kms:Decrypt'))).toEqual(['Api']);
    expect(able(ask({ ...resources, Key: key('kms:Put*') }, 'Key', 'kms:Decrypt'))).toEqual([]);
    expect(
      able(ask({ ...resources, Key: { Type: 'AWS::KMS::Key', Properties: {} } }, 'Key', 'kms:Decrypt')),
    ).toEqual(['Api']);
  });
});
