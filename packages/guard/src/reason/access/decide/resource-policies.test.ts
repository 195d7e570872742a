// Each table re-expresses a page of AWS's documentation; its title stands in the name of the table.

import { describe, expect, it } from 'vitest';
import type { Principal } from '../request/principal.ts';
import {
  account,
  alice,
  allow,
  anyone,
  type Case,
  deny,
  foreign,
  identity,
  named,
  other,
  outcome,
  policy,
  resource,
  role,
  type Statement,
  service,
} from './table-cast.ts';

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
      'the root user assumes no role, whoever is trusted',
      { ...assume, who: { kind: 'root', account }, policies: { resource: trusts('*') } },
      'implicitDeny',
    ],
    [
      'nobody assumes a role without signing in',
      { ...assume, who: anyone, policies: { resource: trusts('*') } },
      'implicitDeny',
    ],
    [
      'a tag that must be passed is missing',
      {
        ...assume,
        policies: {
          resource: trusts(
            { AWS: alice.arn },
            { Condition: { StringEquals: { 'aws:RequestTag/team': 'a' } } },
          ),
        },
      },
      'implicitDeny',
    ],
    [
      'tags are passed only where the trust policy says so',
      { ...assume, action: 'sts:TagSession', policies: { resource: trusts({ AWS: alice.arn }) } },
      'implicitDeny',
    ],
    [
      'and are when it does',
      {
        ...assume,
        action: 'sts:TagSession',
        policies: {
          resource: trusts({ AWS: alice.arn }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }),
        },
      },
      'allow',
    ],
    [
      'a SAML sign-in is bound to its audience',
      {
        ...assume,
        who: { kind: 'federated', provider: `arn:aws:iam::${account}:saml-provider/idp` },
        action: 'sts:AssumeRoleWithSAML',
        context: { 'SAML:aud': 'https://elsewhere.example/saml' },
        policies: {
          resource: trusts(
            { Federated: `arn:aws:iam::${account}:saml-provider/idp` },
            {
              Action: 'sts:AssumeRoleWithSAML',
              Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
            },
          ),
        },
      },
      'implicitDeny',
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
  const key = (principal: unknown, rest: Statement = {}) =>
    resource({ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*', ...rest });
  const callerIn = (number: string) =>
    key('*', { Condition: { StringEquals: { 'kms:CallerAccount': number } } });
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
      'a key that names everyone is used by nobody without signing in',
      { ...decrypt, who: anyone, policies: { resource: key('*') } },
      'implicitDeny',
    ],
    [
      'the account of the caller is what AWS says, not what the caller says',
      {
        ...decrypt,
        who: foreign,
        context: { 'kms:CallerAccount': account },
        policies: { identity: may, resource: callerIn(account) },
      },
      'implicitDeny',
    ],
    [
      'and a caller of the account is one',
      { ...decrypt, policies: { resource: callerIn(account) } },
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
      'the account of the bucket ties nobody',
      {
        who: anyone,
        policies: {
          resource: resource(named('*', { Condition: { StringEquals: { 'aws:ResourceAccount': account } } })),
          restrictPublicBuckets: true,
        },
      },
      'implicitDeny',
    ],
    [
      'whether an open allow beside a deny of everybody else is public, S3 does not say',
      {
        who: { ...foreign, organization: { id: 'o-1', managementAccount: account } } as Principal,
        policies: {
          identity: identity(allow()),
          resource: resource(named('*'), {
            ...deny(),
            Principal: '*',
            Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
          }),
          restrictPublicBuckets: true,
        },
      },
      'unknown',
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
