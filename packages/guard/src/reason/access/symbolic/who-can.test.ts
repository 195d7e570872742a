import { describe, expect, it } from 'vitest';
import { publishedActions } from '../actions/action-list.ts';
import { type PolicySource, readPolicy } from '../policy/read-policy.ts';
import type { Principal } from '../request/principal.ts';
import { compare } from './compare.ts';
import { type Member, type Target, whoCan } from './who-can.ts';

const account = '111122223333';
const organization = { id: 'o-1', managementAccount: '999900001111' };
type Statement = Readonly<Record<string, unknown>>;
const policy = (kind: PolicySource['kind'], ...Statement: Statement[]) => [
  readPolicy({ name: kind, kind, document: { Version: '2012-10-17', Statement } }),
];
const reads = (rest: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: '*',
  ...rest,
});
const role = (name: string): Principal => ({
  kind: 'role',
  account,
  organization,
  arn: `arn:aws:iam::${account}:role/${name}`,
  session: 'any',
});
const member = (name: string, ...statements: Statement[]): Member => ({
  principal: role(name),
  identity: policy('identity', ...statements),
  serviceControl: [],
});

const ask = (members: readonly Member[], target: Partial<Target> = {}) =>
  whoCan(
    { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::labels/*'] },
    { members, target: { facts: { account, organization }, resourceControl: [], ...target } },
    publishedActions(),
  );
const able = (answers: ReturnType<typeof ask>) =>
  answers.filter(({ answer }) => answer.verdict === 'can').map(({ who }) => who);

describe('who can', () => {
  it('names those with a request, and nobody else', () => {
    expect(
      able(ask([member('api', reads()), member('other', reads({ Resource: 'arn:aws:s3:::other/*' }))])),
    ).toEqual([`arn:aws:sts::${account}:assumed-role/api/any`]);
  });

  it('finds the public', () => {
    expect(able(ask([], { resource: policy('resource', reads({ Principal: '*' })) }))).toContain(
      'anyone, without signing in',
    );
  });

  it('finds a foreign role by its name', () => {
    const foreign = 'arn:aws:iam::444455556666:role/partner';
    expect(able(ask([], { resource: policy('resource', reads({ Principal: { AWS: foreign } })) }))).toEqual([
      'arn:aws:sts::444455556666:assumed-role/partner/anyone',
      'arn:aws:sts::444455556666:assumed-role/partner/anyone',
    ]);
  });

  it('finds the members of an organisation, and not those outside', () => {
    const inside = policy(
      'resource',
      reads({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
    );
    const found = ask([], { resource: inside }).filter(({ answer }) => answer.verdict === 'can');
    expect(found.map(({ principal }) => 'account' in principal && principal.organization?.id)).toEqual([
      'o-1',
    ]);
  });

  it('finds a session that the policy names, behind the boundary of its role', () => {
    const session = `arn:aws:sts::${account}:assumed-role/api/night`;
    const bound = { ...member('api'), boundary: policy('identity', reads({ Action: 'sqs:*' })) };
    expect(
      able(ask([bound], { resource: policy('resource', reads({ Principal: { AWS: session } })) })),
    ).toHaveLength(1);
  });

  it('finds the service that is let in', () => {
    const service = 'delivery.logs.amazonaws.com';
    expect(
      able(ask([], { resource: policy('resource', reads({ Principal: { Service: service } })) })),
    ).toEqual([service]);
  });
});

describe('comparing two policies', () => {
  const of = (a: Statement[], b: Statement[], kind: PolicySource['kind'] = 'identity') =>
    compare(policy(kind, ...a), policy(kind, ...b), publishedActions());

  it.each<[string, Statement[], Statement[], string]>([
    ['the same policy allows no more', [reads()], [reads()], 'no more'],
    [
      'a narrower resource allows no more',
      [reads({ Resource: 'arn:aws:s3:::a/*' })],
      [reads({ Resource: 'arn:aws:s3:::*' })],
      'no more',
    ],
    ['a wider action allows more', [reads({ Action: 's3:Get*' })], [reads()], 'more'],
    [
      'a condition less allows more',
      [reads()],
      [reads({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      'more',
    ],
    [
      'a condition more allows no more',
      [reads({ Condition: { IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } } })],
      [reads({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
      'no more',
    ],
    [
      'two halves are a whole',
      [reads()],
      [
        reads({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
        reads({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ],
      'no more',
    ],
    [
      'a deny in the other allows more',
      [reads()],
      [reads(), reads({ Effect: 'Deny', Resource: 'arn:aws:s3:::secret/*' })],
      'more',
    ],
  ])('%s', (_name, a, b, verdict) => {
    expect(of(a, b).verdict).toBe(verdict);
  });

  const own = reads({ Resource: `arn:aws:s3:::home/\${aws:username}/*` });
  const mine = reads({ Condition: { StringEquals: { 'aws:ResourceTag/owner': `\${aws:username}` } } });

  it.each<[string, Statement[], Statement[], string]>([
    ['a policy allows no more than itself', [own, mine], [own, mine], 'no more'],
    ['an own folder is less than everything', [own], [reads()], 'no more'],
    ['everything is more than an own folder', [reads()], [own], 'more'],
    ['two own folders are more than one', [own, mine], [own], 'more'],
  ])('whatever the variables are: %s', (_name, a, b, verdict) => {
    expect(of(a, b).verdict).toBe(verdict);
  });

  it.each<[string, Statement]>([
    ['the tags of the one who asks', { StringEquals: { 'aws:PrincipalTag/team': 'a' } }],
    ['the account of the resource', { StringEquals: { 'aws:ResourceAccount': '111122223333' } }],
    ['the region that is asked', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }],
    ['the tags of the resource', { StringEquals: { 'aws:ResourceTag/team': 'a' } }],
  ])('leaves %s open on both sides', (_name, Condition) => {
    const bound = reads({ Principal: { AWS: '*' }, Condition });
    const open = reads({ Principal: { AWS: '*' } });
    expect(of([bound], [bound], 'resource').verdict).toBe('no more');
    expect(of([open], [bound], 'resource').verdict).toBe('more');
    expect(of([bound], [reads({ Principal: { Service: 'x.amazonaws.com' } })], 'resource').verdict).toBe(
      'more',
    );
  });

  it('names the statements that make the difference, and shows a resource that could exist', () => {
    const secret = reads({ Effect: 'Deny', Sid: 'Secret', Resource: 'arn:aws:s3:::secret/*' });
    const denied = of([reads({ Sid: 'All' })], [reads(), secret]);
    const unsaid = of([reads({ Sid: 'All' })], [reads({ Action: 's3:PutObject' })]);
    const ids = (leaves: readonly { readonly statement: { readonly id: string } }[]) =>
      leaves.map(({ statement }) => statement.id);
    if (denied.verdict !== 'more' || unsaid.verdict !== 'more') throw new Error('no difference');
    expect([ids(denied.allowedBy), ids(denied.deniedBy)]).toEqual([['All'], ['Secret']]);
    expect([ids(unsaid.allowedBy), ids(unsaid.deniedBy)]).toEqual([['All'], []]);
    expect(unsaid.request.resource).toBe('arn:aws:s3:::example/example');
  });

  it('shows the request that makes the difference', () => {
    expect(
      of([reads()], [reads(), reads({ Effect: 'Deny', Resource: 'arn:aws:s3:::secret/*' })]),
    ).toMatchObject({
      request: { action: 's3:GetObject', resource: 'arn:aws:s3:::secret/' },
    });
  });

  it('looks at every kind of principal that resource policies name', () => {
    const some = reads({ Principal: { AWS: '444455556666' } });
    expect(of([some], [reads({ Principal: '*' })], 'resource').verdict).toBe('no more');
    expect(of([reads({ Principal: '*' })], [some], 'resource')).toMatchObject({
      verdict: 'more',
      request: { principal: { kind: 'anonymous' } },
    });
  });
});
