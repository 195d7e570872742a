// Each table re-expresses a page of AWS's documentation; its title stands in the name of the table.

import { describe, expect, it } from 'vitest';
import {
  account,
  alice,
  allow,
  ask,
  type Case,
  deny,
  foreign,
  identity,
  named,
  other,
  outcome,
  resource,
} from './table-cast.ts';

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
