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
  resource,
  role,
  service,
} from './table-cast.ts';

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
      'not for retiring a grant of a key',
      {
        action: 'kms:RetireGrant',
        on: `arn:aws:kms:eu-west-1:${account}:key/1`,
        policies: {
          resource: resource(named({ AWS: alice.arn }, { Action: 'kms:*' })),
          resourceControl: [[...full, ...resource({ ...deny({ Action: 'kms:*' }), Principal: '*' })]],
        },
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
