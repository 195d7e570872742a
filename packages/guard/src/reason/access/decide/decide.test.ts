import { describe, expect, it } from 'vitest';
import { type PolicySource, readPolicy } from '../policy/read-policy.ts';
import type { Policy } from '../policy/statement.ts';
import type { Principal } from '../request/principal.ts';
import type { Context, Policies, ResourceFacts } from '../request/request.ts';
import { decide } from './decide.ts';

// Each table re-expresses a page of AWS's documentation; its title stands in the name of the table.

const account = '111122223333';
const other = '444455556666';
const bucket = 'arn:aws:s3:::parcels/labels/1.pdf';
const alice: Principal = {
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/alice`,
  uniqueId: 'AIDAALICE',
  tags: {},
};
const role: Principal = {
  kind: 'role',
  account,
  arn: `arn:aws:iam::${account}:role/api`,
  session: 'i-1',
  uniqueId: 'AROAAPI',
  tags: {},
};
const foreign: Principal = { ...alice, account: other, arn: `arn:aws:iam::${other}:user/eve`, kind: 'user' };
const service: Principal = { kind: 'service', name: 'cloudtrail.amazonaws.com' };
const anyone: Principal = { kind: 'anonymous' };

type Statement = Readonly<Record<string, unknown>>;
const policy = (kind: PolicySource['kind'], ...Statement: Statement[]): readonly Policy[] => [
  readPolicy({ name: kind, kind, document: { Version: '2012-10-17', Statement } }),
];
const allow = (rest: Statement = {}) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...rest });
const deny = (rest: Statement = {}) => ({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*', ...rest });
const identity = (...statements: Statement[]) => policy('identity', ...statements);
const resource = (...statements: Statement[]) => policy('resource', ...statements);
const named = (principal: unknown, rest: Statement = {}) => allow({ Principal: principal, ...rest });

interface Case {
  readonly who?: Principal;
  readonly policies?: Partial<Policies>;
  readonly facts?: Partial<ResourceFacts>;
  readonly context?: Context;
  readonly action?: string;
  readonly on?: string;
}

const ask = ({
  who = alice,
  policies = {},
  facts = {},
  context = {},
  action = 's3:GetObject',
  on = bucket,
}: Case) =>
  decide(
    { principal: who, action, resource: on, context },
    {
      policies: { identity: [], serviceControl: [], resourceControl: [], ...policies },
      resource: { account, ...facts },
      resourceControlledServices: new Set(['s3', 'sts', 'kms']),
    },
  );
const outcome = (given: Case) => ask(given).outcome;

describe('Policy evaluation logic: one account', () => {
  it.each<[string, Case, string]>([
    ['nothing is allowed by default', {}, 'implicitDeny'],
    ['an identity policy alone grants', { policies: { identity: identity(allow()) } }, 'allow'],
    ['explicit deny beats any allow', { policies: { identity: identity(allow(), deny()) } }, 'explicitDeny'],
    [
      'a resource policy naming the user grants alone',
      { policies: { resource: resource(named({ AWS: alice.arn })) } },
      'allow',
    ],
    [
      'a resource policy naming the account only delegates',
      { policies: { resource: resource(named({ AWS: account })) } },
      'implicitDeny',
    ],
    ['the root user needs no policy', { who: { kind: 'root', account } }, 'allow'],
    [
      'but a resource policy denies it too',
      { who: { kind: 'root', account }, policies: { resource: resource({ ...deny(), Principal: '*' }) } },
      'explicitDeny',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  it('the deciding statements are named', () => {
    const decision = ask({
      policies: { identity: identity(allow({ Sid: 'Read' }), deny({ Sid: 'Never' })) },
    });
    expect(decision.deciding.map(({ statement, layer }) => `${layer} ${statement.id}`)).toEqual([
      'identity Never',
    ]);
  });

  it('the layer that did not allow is named', () => {
    expect(
      ask({ policies: { identity: identity(allow()), boundary: identity(allow({ Action: 'sqs:*' })) } })
        .missing,
    ).toEqual(['boundary']);
  });
});

describe('Permissions boundaries for IAM entities', () => {
  const boundary = identity(allow({ Action: 'sqs:*' }));
  it.each<[string, Case, string]>([
    [
      'a boundary limits the identity policy',
      { policies: { identity: identity(allow()), boundary } },
      'implicitDeny',
    ],
    ['a boundary grants nothing', { policies: { boundary: identity(allow()) } }, 'implicitDeny'],
    [
      'it does not limit a resource policy that names the user',
      { policies: { boundary, resource: resource(named({ AWS: alice.arn })) } },
      'allow',
    ],
    [
      'it limits a resource policy that names the role',
      { who: role, policies: { boundary, resource: resource(named({ AWS: role.arn })) } },
      'implicitDeny',
    ],
    [
      'it does not limit one that names the session',
      {
        who: role,
        policies: {
          boundary,
          resource: resource(named({ AWS: `arn:aws:sts::${account}:assumed-role/api/i-1` })),
        },
      },
      'allow',
    ],
    [
      'its explicit deny always holds',
      { policies: { boundary: identity(deny()), resource: resource(named({ AWS: alice.arn })) } },
      'explicitDeny',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('Session policies', () => {
  const session = identity(allow({ Action: 'sqs:*' }));
  it.each<[string, Case, string]>([
    [
      'a session policy limits the role',
      { who: role, policies: { identity: identity(allow()), session } },
      'implicitDeny',
    ],
    [
      'and a resource policy that names the role',
      { who: role, policies: { session, resource: resource(named({ AWS: role.arn })) } },
      'implicitDeny',
    ],
    [
      'but not one that names the session',
      {
        who: role,
        policies: {
          session,
          resource: resource(named({ AWS: `arn:aws:sts::${account}:assumed-role/api/i-1` })),
        },
      },
      'allow',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('Cross-account policy evaluation logic', () => {
  const everything = identity(allow());
  it.each<[string, Case, string]>([
    [
      'an identity policy alone is not enough',
      { who: foreign, policies: { identity: everything } },
      'implicitDeny',
    ],
    [
      'a resource policy alone is not enough',
      { who: foreign, policies: { resource: resource(named({ AWS: foreign.arn })) } },
      'implicitDeny',
    ],
    [
      'both together are',
      { who: foreign, policies: { identity: everything, resource: resource(named({ AWS: foreign.arn })) } },
      'allow',
    ],
    [
      'naming the account is enough for the resource side',
      { who: foreign, policies: { identity: everything, resource: resource(named({ AWS: other })) } },
      'allow',
    ],
    [
      'everyone includes other accounts',
      { who: foreign, policies: { identity: everything, resource: resource(named('*')) } },
      'allow',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('Service control policies', () => {
  const inOrganization: Principal = {
    ...alice,
    kind: 'user',
    organization: { id: 'o-1', managementAccount: other },
  } as Principal;
  const full = identity(allow({ Action: '*' }));
  const some = identity(allow({ Action: 'sqs:*' }));
  const granted = { identity: full };
  it.each<[string, Case, string]>([
    [
      'every level must allow',
      { who: inOrganization, policies: { ...granted, serviceControl: [full, full] } },
      'allow',
    ],
    [
      'one level that does not allow is enough to stop',
      { who: inOrganization, policies: { ...granted, serviceControl: [full, some, full] } },
      'implicitDeny',
    ],
    [
      'a level with no policy at all stops everything',
      { who: inOrganization, policies: { ...granted, serviceControl: [full, []] } },
      'implicitDeny',
    ],
    [
      'they do not bind the management account',
      {
        who: { ...inOrganization, organization: { id: 'o-1', managementAccount: account } } as Principal,
        policies: { ...granted, serviceControl: [some] },
      },
      'allow',
    ],
    [
      'nor service-linked roles',
      {
        who: { ...role, serviceLinked: true } as Principal,
        policies: { ...granted, serviceControl: [some] },
      },
      'allow',
    ],
    [
      'they bind the root user of a member',
      {
        who: { kind: 'root', account, organization: { id: 'o-1', managementAccount: other } },
        policies: { serviceControl: [some] },
      },
      'implicitDeny',
    ],
    [
      'they do not bind AWS services',
      {
        who: service,
        policies: {
          resource: resource(named({ Service: 'cloudtrail.amazonaws.com' })),
          serviceControl: [some],
        },
      },
      'allow',
    ],
    ['they grant nothing', { who: inOrganization, policies: { serviceControl: [full] } }, 'implicitDeny'],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('Resource control policies', () => {
  const open = resource(named('*'));
  const full = resource(named('*', { Action: '*' }));
  const denyOutside = resource({
    ...deny({ Action: '*' }),
    Principal: '*',
    Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } },
  });
  const outsider: Principal = { ...foreign, organization: null } as Principal;
  it.each<[string, Case, string]>([
    [
      'they stop strangers that the resource policy lets in',
      {
        who: outsider,
        policies: {
          identity: identity(allow()),
          resource: open,
          resourceControl: [[...full, ...denyOutside]],
        },
      },
      'explicitDeny',
    ],
    [
      'anonymous requests too',
      {
        who: anyone,
        policies: { resource: open, resourceControl: [resource({ ...deny(), Principal: '*' })] },
      },
      'explicitDeny',
    ],
    [
      'not in the management account',
      {
        who: anyone,
        facts: { organization: { id: 'o-1', managementAccount: account } },
        policies: { resource: open, resourceControl: [resource({ ...deny(), Principal: '*' })] },
      },
      'allow',
    ],
    [
      'not for services they do not support',
      {
        action: 'ec2:StopInstances',
        on: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
        policies: {
          identity: identity(allow({ Action: 'ec2:*' })),
          resourceControl: [resource({ ...deny({ Action: '*' }), Principal: '*' })],
        },
      },
      'allow',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('VPC endpoint policies', () => {
  it.each<[string, Case, string]>([
    [
      'an endpoint must allow too',
      { policies: { identity: identity(allow()), endpoint: resource(named('*', { Action: 'sqs:*' })) } },
      'implicitDeny',
    ],
    [
      'an endpoint that allows changes nothing',
      { policies: { identity: identity(allow()), endpoint: resource(named('*', { Action: '*' })) } },
      'allow',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('Role trust policies', () => {
  const on = `arn:aws:iam::${account}:role/deploy`;
  const assume = { action: 'sts:AssumeRole', on };
  const trust = (...statements: Statement[]) => policy('trust', ...statements);
  const trusts = (principal: unknown, rest: Statement = {}) =>
    trust({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...rest });
  const may = identity({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
  it.each<[string, Case, string]>([
    [
      'an identity policy alone assumes nothing',
      { ...assume, policies: { identity: may, resource: trusts({ Service: 'ec2.amazonaws.com' }) } },
      'implicitDeny',
    ],
    [
      'trust in the account needs the identity policy',
      { ...assume, policies: { resource: trusts({ AWS: account }) } },
      'implicitDeny',
    ],
    [
      'and with it suffices',
      { ...assume, policies: { identity: may, resource: trusts({ AWS: account }) } },
      'allow',
    ],
    [
      'trust in the user suffices alone',
      { ...assume, policies: { resource: trusts({ AWS: alice.arn }) } },
      'allow',
    ],
    [
      'a service is trusted by name',
      {
        ...assume,
        who: { kind: 'service', name: 'ec2.amazonaws.com' },
        policies: { resource: trusts({ Service: 'ec2.amazonaws.com' }) },
      },
      'allow',
    ],
    [
      'an external id must be sent',
      {
        ...assume,
        who: foreign,
        policies: {
          identity: may,
          resource: trusts({ AWS: other }, { Condition: { StringEquals: { 'sts:ExternalId': 'k' } } }),
        },
      },
      'implicitDeny',
    ],
    [
      'and opens when it is',
      {
        ...assume,
        who: foreign,
        context: { 'sts:ExternalId': 'k' },
        policies: {
          identity: may,
          resource: trusts({ AWS: other }, { Condition: { StringEquals: { 'sts:ExternalId': 'k' } } }),
        },
      },
      'allow',
    ],
    [
      'a trust policy that was not given decides nothing',
      { ...assume, policies: { identity: may } },
      'unknown',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  it('a web identity is bound to its subject', () => {
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const sub = 'token.actions.githubusercontent.com:sub';
    const bound = trusts(
      { Federated: provider },
      {
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { [sub]: 'repo:cool/delivery:environment:prod' } },
      },
    );
    const from = (subject: string) =>
      outcome({
        who: { kind: 'federated', provider },
        action: 'sts:AssumeRoleWithWebIdentity',
        on,
        context: { [sub]: subject },
        policies: { resource: bound },
      });
    expect([from('repo:cool/delivery:environment:prod'), from('repo:cool/delivery:environment:dev')]).toEqual(
      ['allow', 'implicitDeny'],
    );
  });
});

describe('Key policies in AWS KMS', () => {
  const on = `arn:aws:kms:eu-west-1:${account}:key/1`;
  const decrypt = { action: 'kms:Decrypt', on };
  const may = identity({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' });
  const key = (principal: unknown) =>
    resource({ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' });
  it.each<[string, Case, string]>([
    [
      'identity policies count only when the key policy enables them',
      { ...decrypt, policies: { identity: may, resource: key({ AWS: `arn:aws:iam::${account}:user/bob` }) } },
      'implicitDeny',
    ],
    [
      'naming the account enables them',
      { ...decrypt, policies: { identity: may, resource: key({ AWS: account }) } },
      'allow',
    ],
    [
      'naming the account alone grants nothing',
      { ...decrypt, policies: { resource: key({ AWS: account }) } },
      'implicitDeny',
    ],
    [
      'naming the user grants alone',
      { ...decrypt, policies: { resource: key({ AWS: alice.arn }) } },
      'allow',
    ],
    [
      'a key policy that was not given decides nothing',
      { ...decrypt, policies: { identity: may } },
      'unknown',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('Blocking public access to Amazon S3 storage', () => {
  const open = resource(named('*'));
  it.each<[string, Case, string]>([
    ['a public policy lets anyone in', { who: anyone, policies: { resource: open } }, 'allow'],
    [
      'unless public buckets are restricted',
      { who: anyone, policies: { resource: open, restrictPublicBuckets: true } },
      'implicitDeny',
    ],
    [
      'other accounts are shut out too',
      {
        who: foreign,
        policies: { identity: identity(allow()), resource: open, restrictPublicBuckets: true },
      },
      'implicitDeny',
    ],
    [
      'the own account stays in',
      { who: alice, policies: { resource: open, restrictPublicBuckets: true } },
      'allow',
    ],
    [
      'services stay in',
      { who: service, policies: { resource: open, restrictPublicBuckets: true } },
      'allow',
    ],
    [
      'a policy tied to fixed addresses is not public',
      {
        who: anyone,
        context: { 'aws:SourceIp': '203.0.113.9' },
        policies: {
          resource: resource(named('*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })),
          restrictPublicBuckets: true,
        },
      },
      'allow',
    ],
    [
      'one tied to half the internet is',
      {
        who: anyone,
        context: { 'aws:SourceIp': '3.0.113.9' },
        policies: {
          resource: resource(named('*', { Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } } })),
          restrictPublicBuckets: true,
        },
      },
      'implicitDeny',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('NotPrincipal with Deny', () => {
  const sparing = (...names: string[]) => resource(named('*'), { ...deny(), NotPrincipal: { AWS: names } });
  const session = `arn:aws:sts::${account}:assumed-role/api/i-1`;
  it.each<[string, Case, string]>([
    [
      'denies all it does not name',
      { policies: { resource: sparing(`arn:aws:iam::${other}:root`) } },
      'explicitDeny',
    ],
    [
      'spares a user named with its account',
      { policies: { resource: sparing(alice.arn, `arn:aws:iam::${account}:root`) } },
      'allow',
    ],
    [
      'spares a session named with role and account',
      { who: role, policies: { resource: sparing(session, role.arn, account) } },
      'allow',
    ],
    [
      'leaves a session named in part to nobody knows',
      { who: role, policies: { resource: sparing(role.arn) } },
      'unknown',
    ],
    [
      'always denies a principal with a boundary',
      { policies: { boundary: identity(allow()), resource: sparing(alice.arn, account) } },
      'explicitDeny',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});

describe('values a template leaves unresolved', () => {
  const hole = { unresolved: 'parameter Bucket', around: ['arn:aws:s3:::', '/*'] };
  it.each<[string, Case, string]>([
    [
      'a resource that may be this one',
      { policies: { identity: identity(allow({ Resource: hole })) } },
      'unknown',
    ],
    [
      'a resource that cannot be',
      { on: 'arn:aws:s3:::parcels', policies: { identity: identity(allow({ Resource: hole })) } },
      'implicitDeny',
    ],
    [
      'a deny that may hold',
      { policies: { identity: identity(allow(), deny({ Resource: hole })) } },
      'unknown',
    ],
    [
      'an effect nobody knows',
      { policies: { identity: identity({ ...allow(), Effect: { unresolved: 'parameter Effect' } }) } },
      'unknown',
    ],
    [
      'a certain deny beside it',
      { policies: { identity: identity(allow({ Resource: hole }), deny()) } },
      'explicitDeny',
    ],
  ])('%s', (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });
});
