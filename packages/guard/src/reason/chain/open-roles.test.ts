// Roles at which a chain begins, because strangers take them.

import { describe, expect, it } from 'vitest';
import { allow, att, type Json, nothing, ref, role, trusts, type Verdict, verdictFor } from './examples.ts';

describe('a role that strangers take', () => {
  const everyone = (Condition?: Json, Principal: unknown = '*') =>
    allow({ Principal, Action: 'sts:AssumeRole', ...(Condition && { Condition }) });
  const host = 'token.actions.githubusercontent.com';
  const token = (Condition?: Json, Federated: unknown = `arn:aws:iam::111122223333:oidc-provider/${host}`) =>
    allow({
      Principal: { Federated },
      Action: 'sts:AssumeRoleWithWebIdentity',
      ...(Condition && { Condition }),
    });
  const claim = (name: string, value: unknown, operator = 'StringLike') => ({
    [operator]: { [`${host}:${name}`]: value },
  });
  it.each<[string, Json, Verdict]>([
    ['everyone', everyone(), 'open'],
    [
      'an identity pool, which may take guests',
      token(undefined, 'cognito-identity.amazonaws.com'),
      'unknown',
    ],
    [
      'an identity pool that asks for an address of ours',
      token({ IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }, 'cognito-identity.amazonaws.com'),
      'closed',
    ],
    ['every account', everyone(undefined, { AWS: '*' }), 'open'],
    ['one account', everyone(undefined, { AWS: '111122223333' }), 'no start'],
    [
      'everyone of an organisation',
      everyone({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }),
      'closed',
    ],
    [
      'everyone of an account',
      everyone({ StringEquals: { 'aws:PrincipalAccount': '111122223333' } }),
      'closed',
    ],
    ['everyone at some addresses', everyone({ IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }), 'closed'],
    ['everyone at any address', everyone({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), 'open'],
    ['everyone behind an endpoint', everyone({ StringEquals: { 'aws:SourceVpce': 'vpce-0123' } }), 'closed'],
    ['everyone who knows a word', everyone({ StringEquals: { 'sts:ExternalId': 'word' } }), 'unknown'],
    [
      'everyone with a second factor, their own',
      everyone({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      'open',
    ],
    ['a service', trusts('ec2.amazonaws.com'), 'no start'],
    ['every token of GitHub', token(), 'open'],
    [
      'every token of GitHub with its audience',
      token(claim('aud', 'sts.amazonaws.com', 'StringEquals')),
      'open',
    ],
    ['every repository', token(claim('sub', 'repo:*')), 'open'],
    ['every repository of that name', token(claim('sub', 'repo:*/cool:*')), 'open'],
    ['owners that begin alike', token(claim('sub', 'repo:example*')), 'open'],
    ['the repositories of one owner', token(claim('sub', 'repo:example-org/*')), 'closed'],
    [
      'one branch',
      token(claim('sub', 'repo:example-org/cool:ref:refs/heads/main', 'StringEquals')),
      'closed',
    ],
    ['one owner by its own claim', token(claim('repository_owner', 'example-org', 'StringEquals')), 'closed'],
    ['a branch of whichever repository', token(claim('ref', 'refs/heads/main', 'StringEquals')), 'open'],
    [
      'tokens of a provider of our own',
      token(undefined, 'arn:aws:iam::111122223333:oidc-provider/id.example.com'),
      'no start',
    ],
    ['whom is decided elsewhere', { 'Fn::ImportValue': 'trust' }, 'unknown'],
  ])('trusts %s', (_name, trust, verdict) => {
    expect(verdictFor({ Open: role(trust) })).toBe(verdict);
  });

  it('is one that the input declares', () => {
    const Attached = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'p',
        Roles: ['elsewhere'],
        PolicyDocument: allow({ Action: 's3:*', Resource: '*' }),
      },
    };
    expect(verdictFor({ Attached })).toBe('no start');
  });

  it('trusts a provider that the template declares', () => {
    const GitHub = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://${host}` } };
    expect(verdictFor({ GitHub, Open: role(token(undefined, ref('GitHub'))) })).toBe('open');
    expect(verdictFor({ GitHub, Open: role(token(claim('sub', 'repo:example-org/*'), ref('GitHub'))) })).toBe(
      'closed',
    );
  });

  it('is unknown while the provider is', () => {
    const GitHub = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: nothing } };
    expect(verdictFor({ GitHub, Open: role(token(undefined, ref('GitHub'))) })).toBe('unknown');
  });

  it('goes on through what the role can become', () => {
    const Open = role(everyone(), [
      {
        PolicyName: 'own',
        PolicyDocument: allow({ Action: 'sts:AssumeRole', Resource: att('Reader', 'Arn') }),
      },
    ]);
    const Reader = role(everyone(undefined, { AWS: { 'Fn::Sub': `\${AWS::AccountId}` } }));
    expect(verdictFor({ Open, Reader })).toBe('open');
  });
});
