// Source: Service Authorization Reference, "The actions table": an action without resource types is checked against `*`
// alone; the keys of an action stand in its row and in the rows of its resource types. S3: `s3:prefix` belongs to
// ListBucket and ListBucketVersions. EC2: DescribeInstances takes no resource.

import { describe, expect, it } from 'vitest';
import { publishedActions } from '../actions/action-list.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { canDo, type Question } from './can-do.ts';
import { compare } from './compare.ts';

const account = '111122223333';
const organization = null;
const alice = {
  kind: 'user',
  account,
  organization,
  arn: `arn:aws:iam::${account}:user/alice`,
  uniqueId: 'AIDAALICE',
  tags: {},
} as const;

type Statement = Readonly<Record<string, unknown>>;
const policy = (...Statement: readonly Statement[]) =>
  readPolicy({ name: 'p', kind: 'identity', document: { Version: '2012-10-17', Statement } });
const statement = (Effect: string, Action: string, rest: Statement = {}) => ({
  ...{ Effect, Action, Resource: '*' },
  ...rest,
});
const allow = (action: string, rest?: Statement) => statement('Allow', action, rest);
const deny = (action: string, rest?: Statement) => statement('Deny', action, rest);
const ask = (statements: readonly Statement[], question: Omit<Question, 'principal'>) =>
  canDo(
    { principal: alice, ...question },
    {
      policies: { identity: [policy(...statements)], serviceControl: [], resourceControl: [] },
      resource: { account, organization },
    },
    publishedActions(),
  );

const withPrefix = { Condition: { StringEquals: { 's3:prefix': 'a' } } };
const object = ['arn:aws:s3:::parcels/a'];
const bucket = ['arn:aws:s3:::parcels'];
const instance = [`arn:aws:ec2:eu-west-1:${account}:instance/i-1`];
const onInstance = { Resource: instance };

describe('what works', () => {
  it.each<[string, readonly Statement[], Omit<Question, 'principal'>, object]>([
    [
      'carries a key that AWS publishes for the action',
      [allow('s3:*', withPrefix)],
      { actions: ['s3:ListBucket'], resources: bucket },
      { context: { 's3:prefix': 'a' } },
    ],
    [
      'is the action that carries the key, of several',
      [allow('s3:*', withPrefix)],
      { actions: ['s3:GetObject', 's3:ListBucket'], resources: ['*'] },
      { action: 's3:ListBucket' },
    ],
    [
      'leaves out a key that the action does not carry',
      [allow('s3:*'), deny('s3:*', withPrefix)],
      { actions: ['s3:GetObject'], resources: object },
      { context: {} },
    ],
    [
      'carries what the question says that it carries',
      [allow('s3:*', withPrefix)],
      { actions: ['s3:GetObject'], resources: object, context: { 's3:prefix': 'a' } },
      { context: { 's3:prefix': 'a' } },
    ],
    [
      'carries a key of another service, of which nothing is known',
      [allow('s3:*', { Condition: { StringEquals: { 'ec2:SourceInstanceARN': 'x' } } })],
      { actions: ['s3:GetObject'], resources: object },
      { context: { 'ec2:sourceinstancearn': 'x' } },
    ],
    [
      'is checked against * where the action takes no resource',
      [allow('ec2:DescribeInstances')],
      { actions: ['ec2:DescribeInstances'], resources: ['*'] },
      { resource: '*' },
    ],
    [
      'is, at a resource, an action that takes one',
      [allow('ec2:*', onInstance)],
      { actions: ['ec2:DescribeInstances', 'ec2:StartInstances'], resources: instance },
      { action: 'ec2:StartInstances' },
    ],
  ])('%s', (_name, statements, question, expected) => {
    expect(ask(statements, question)).toMatchObject({ verdict: 'can', request: expected });
  });
});

describe('what works in a form alone that AWS does not publish is unknown', () => {
  const foreign = /s3:prefix, a key that AWS does not publish for s3:GetObject/;
  const alone = /AWS publishes no resource for ec2:DescribeInstances, which is checked against \* alone/;
  it.each<[string, readonly Statement[], Omit<Question, 'principal'>, RegExp]>([
    [
      'a key that only other actions carry',
      [allow('s3:GetObject', withPrefix)],
      { actions: ['s3:GetObject'], resources: object },
      foreign,
    ],
    [
      'such a key, whose absence is denied',
      [allow('s3:GetObject'), deny('s3:*', { Condition: { StringNotEquals: { 's3:prefix': 'a' } } })],
      { actions: ['s3:GetObject'], resources: object },
      foreign,
    ],
    [
      'a resource of an action that takes none',
      [allow('ec2:DescribeInstances')],
      { actions: ['ec2:DescribeInstances'], resources: instance },
      alone,
    ],
    [
      'a statement that names a resource for such an action',
      [allow('ec2:DescribeInstances', onInstance)],
      { actions: ['ec2:DescribeInstances'], resources: ['*'] },
      alone,
    ],
  ])('%s', (_name, statements, question, reason) => {
    const answer = ask(statements, question);
    expect(answer.verdict).toBe('unknown');
    expect(answer.verdict === 'unknown' && answer.reasons.join('; ')).toMatch(reason);
  });

  it('and what works in no form at all is still certain', () => {
    const statements = [allow('s3:GetObject', withPrefix), deny('*')];
    expect(ask(statements, { actions: ['s3:GetObject'], resources: object }).verdict).toBe('cannot');
    expect(ask([allow('s3:*')], { actions: ['ec2:DescribeInstances'], resources: instance }).verdict).toBe(
      'cannot',
    );
  });
});

describe('of two policies', () => {
  const onlyWithPrefix = (action: string) => [policy(allow(action, withPrefix))];
  const differ = (action: string) => compare(onlyWithPrefix(action), [policy()], publishedActions());
  it('one allows more where the request has a form that AWS publishes', () => {
    expect(differ('s3:ListBucket')).toMatchObject({
      verdict: 'more',
      request: { context: { 's3:prefix': 'a' } },
    });
    expect(differ('s3:GetObject')).toMatchObject({ verdict: 'unknown' });
    const describing = compare([policy(allow('ec2:DescribeInstances'))], [policy()], publishedActions());
    expect(describing).toMatchObject({ verdict: 'more', request: { resource: '*' } });
  });
});
