// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this
import { describe, expect, it } from 'vitest';
import { publishedActions } from '../actions/action-list.ts';
import { readPolicy } from '../policy/read-policy.ts';
import type { Principal } from '../request/principal.ts';
import type { Policies } from '../request/request.ts';
import { canDo, type Question } from './can-do.ts';

const account = '111122223333';
const alice: Principal = {
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/alice`,
  uniqueId: 'AIDAALICE',
  tags: { team: 'ops' },
};

type Statement = Readonly<Record<string, unknown>>;
const identity = (...Statement: Statement[]) => [
  readPolicy({ name: 'p', kind: 'identity', document: { Version: '2012-10-17', Statement } }),
];
const allow = (rest: Statement = {}) => statement('Allow', rest);
const deny = (rest: Statement = {}) => statement('Deny', rest);

function statement(Effect: string, rest: Statement): Statement {
  const action = 'NotAction' in rest ? {} : { Action: 's3:*' };
  const resource = 'NotResource' in rest ? {} : { Resource: '*' };
  return { Effect, ...action, ...resource, ...rest };
}

function ask(statements: Statement[], question: Partial<Question> = {}, policies: Partial<Policies> = {}) {
  return canDo(
    { principal: alice, actions: ['s3:GetObject'], resources: ['arn:aws:s3:::parcels/*'], ...question },
    {
      policies: { identity: identity(...statements), serviceControl: [], resourceControl: [], ...policies },
      resource: { account },
    },
    publishedActions(),
  );
}

describe('an answer of yes', () => {
  it.each<[string, Statement[], Partial<Question>, object]>([
    ['is the shortest request', [allow()], {}, { action: 's3:GetObject', resource: 'arn:aws:s3:::parcels/' }],
    [
      'steps around a deny',
      [allow(), deny({ Resource: 'arn:aws:s3:::parcels/?' }), deny({ Resource: 'arn:aws:s3:::parcels/' })],
      {},
      { resource: 'arn:aws:s3:::parcels/xx' },
    ],
    [
      'finds the hole between two wildcards',
      [allow(), deny({ NotResource: 'arn:aws:s3:::parcels/a*b*c' })],
      {},
      { resource: 'arn:aws:s3:::parcels/abc' },
    ],
    [
      'picks the action that is left',
      [allow({ Action: 's3:Get*Acl' }), deny({ NotAction: 's3:*ObjectAcl' })],
      { actions: ['s3:*'] },
      { action: 's3:GetObjectAcl' },
    ],
    [
      'leaves a key out where a deny asks for it',
      [allow(), deny({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })],
      {},
      { context: {} },
    ],
    [
      'sends the key where absence is denied',
      [allow(), deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } })],
      {},
      { context: { 'aws:multifactorauthpresent': 'true' } },
    ],
    [
      'comes from an address outside the blocks',
      [
        allow({
          Condition: {
            NotIpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1', '::/1'] },
            Null: { 'aws:SourceIp': 'false' },
          },
        }),
      ],
      {},
      { context: { 'aws:sourceip': '8000::' } },
    ],
    [
      'comes between two dates',
      [
        allow({
          Condition: {
            DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' },
            DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:02Z' },
          },
        }),
      ],
      {},
      { context: { 'aws:currenttime': '2026-01-01T00:00:00.001Z' } },
    ],
    [
      'uses the tags of the principal',
      [allow({ Resource: 'arn:aws:s3:::parcels/${aws:PrincipalTag/team}/*' })],
      {},
      { resource: 'arn:aws:s3:::parcels/ops/' },
    ],
    [
      'chooses a value for a variable',
      [allow({ Resource: 'arn:aws:s3:::${aws:SourceVpce}/*' })],
      {},
      { context: { 'aws:sourcevpce': 'parcels' } },
    ],
    [
      'sends a list that pleases all and any',
      [
        allow({
          Condition: {
            'ForAllValues:StringLike': { 'aws:TagKeys': ['a*', 'b'] },
            'ForAnyValue:StringEquals': { 'aws:TagKeys': 'b' },
            'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'b' },
          },
        }),
      ],
      {},
      {},
    ],
  ])('%s', (_name, statements, question, expected) => {
    const answer = ask(statements, question);
    expect(answer).toMatchObject({ verdict: 'can', request: expected });
  });
});

describe('an answer of no', () => {
  it.each<[string, Statement[], Partial<Question>]>([
    [
      'when denies together cover an allow',
      [
        allow(),
        deny({ Resource: 'arn:aws:s3:::parcels/a*' }),
        deny({ NotResource: 'arn:aws:s3:::parcels/a*' }),
      ],
      {},
    ],
    ['when the allow ends short of the objects', [allow({ Resource: 'arn:aws:s3:::parcels' })], {}],
    [
      'when a condition contradicts itself',
      [
        allow({
          Condition: {
            StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
            StringNotEquals: { 'aws:RequestedRegion': 'eu-*', 'aws:UserAgent': 'x' },
            StringLike: { 'aws:RequestedRegion': 'us-*' },
          },
        }),
      ],
      {},
    ],
    [
      'when the key asked for is given otherwise',
      [allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
      { context: { 'aws:SecureTransport': 'false' } },
    ],
    [
      'when a request would need an MFA age without MFA',
      [
        allow({
          Condition: {
            NumericLessThan: { 'aws:MultiFactorAuthAge': '300' },
            Null: { 'aws:MultiFactorAuthPresent': 'true' },
          },
        }),
      ],
      {},
    ],
    [
      'when a service would have to call for somebody and not',
      [
        allow({
          Condition: {
            Bool: { 'aws:ViaAWSService': 'false' },
            'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' },
          },
        }),
      ],
      {},
    ],
    [
      'when an endpoint would have an owner and not be there',
      [
        allow({
          Condition: {
            StringEquals: { 'aws:VpceAccount': '111122223333' },
            Null: { 'aws:SourceVpce': 'true' },
          },
        }),
      ],
      {},
    ],
    [
      'when the variable has no value',
      [allow({ Resource: 'arn:aws:s3:::parcels/${aws:PrincipalTag/none}/*' })],
      {},
    ],
    ['when no action is left', [allow({ NotAction: 's3:*' })], { actions: ['s3:*'] }],
  ])('%s', (_name, statements, question) => {
    expect(ask(statements, question).verdict).toBe('cannot');
  });
});

describe('a key named like a part of the language', () => {
  it.each(['constructor', '__proto__', 'x:toString'])('%s is a key like any other', (key) => {
    const tied = JSON.parse(`{ "StringEquals": { "${key}": "v" } }`);
    const answer = ask([allow({ Condition: tied })]);
    expect(answer.verdict).toBe('can');
    expect(answer.verdict === 'can' && Object.entries(answer.request.context)).toEqual([
      [key.toLowerCase(), 'v'],
    ]);
    expect(ask([allow({ Condition: tied }), deny({ Condition: tied })]).verdict).toBe('cannot');
  });
});

describe('an answer of unknown', () => {
  it('names the field that hides it', () => {
    const answer = ask([allow({ Sid: 'Read', Resource: { unresolved: 'parameter Bucket' } })]);
    expect(answer).toEqual({
      verdict: 'unknown',
      reasons: ['p, statement Read: Resource: parameter Bucket'],
    });
  });

  it('is not given where the rest decides', () => {
    const hole = { unresolved: 'parameter Bucket' };
    expect(ask([allow({ Resource: hole }), deny()]).verdict).toBe('cannot');
    expect(ask([allow({ Resource: hole }), allow()]).verdict).toBe('can');
    expect(
      ask([allow(), deny({ Resource: { unresolved: 'x', around: ['arn:aws:s3:::parcels/a', ''] } })]).verdict,
    ).toBe('can');
  });

  it('ends twelve wildcards in one field', () => {
    const letters = [...'abcdefghijkl'];
    const answer = ask([
      allow(),
      ...letters.map((letter) => deny({ Resource: `arn:aws:s3:::parcels/*${letter}*` })),
      deny({ NotResource: letters.map((letter) => `arn:aws:s3:::parcels/*${letter}*`) }),
    ]);
    expect(['cannot', 'unknown']).toContain(answer.verdict);
  });
});
