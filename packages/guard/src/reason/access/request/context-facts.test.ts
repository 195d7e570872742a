// What AWS itself puts into a request: IAM User Guide, "AWS global condition context keys"; KMS Developer Guide,
// "Condition keys for AWS KMS". A key that a caller could choose, and AWS derives, would open what it should close.

import { describe, expect, it } from 'vitest';
import { account, alice, anyone, foreign, other, role, service } from '../decide/table-cast.ts';
import { type Fact, factOf } from './context-facts.ts';
import type { Principal } from './principal.ts';
import type { ResourceFacts } from './request.ts';

const fixed = (value: Extract<Fact, { kind: 'fixed' }>['value']): Fact => ({ kind: 'fixed', value });
const absent: Fact = { kind: 'absent' };
const free: Fact = { kind: 'free', always: false };
const always: Fact = { kind: 'free', always: true };
const organization = { id: 'o-1', path: 'o-1/r-1/ou-1/', managementAccount: other };
const plain: ResourceFacts = { account };

describe('a context key', () => {
  it.each<[string, Principal, ResourceFacts, Fact]>([
    ['aws:username', alice, plain, fixed('alice')],
    ['aws:username', role, plain, absent],
    ['aws:userid', anyone, plain, fixed('anonymous')],
    ['aws:userid', { kind: 'root', account }, plain, fixed(account)],
    ['aws:principalarn', role, plain, fixed(role.arn)],
    ['aws:principalarn', anyone, plain, absent],
    ['aws:principaltype', role, plain, fixed('AssumedRole')],
    ['aws:principalaccount', foreign, plain, fixed(other)],
    ['kms:calleraccount', foreign, plain, fixed(other)],
    ['kms:calleraccount', anyone, plain, absent],
    ['aws:sourceaccount', alice, plain, absent],
    ['aws:sourceaccount', service, plain, free],
    ['aws:principalservicenameslist', alice, plain, absent],
    ['aws:principalservicename', service, plain, fixed('cloudtrail.amazonaws.com')],
    ['aws:multifactorauthpresent', anyone, plain, absent],
    ['aws:multifactorauthpresent', alice, plain, free],
    ['aws:resourceaccount', alice, plain, fixed(account)],
    ['aws:resourceorgid', alice, { account, organization: null }, absent],
    ['aws:resourceorgpaths', alice, { account, organization }, fixed(['o-1/r-1/ou-1/'])],
    ['aws:resourceorgpaths', alice, plain, { kind: 'unknown', reason: 'the organisation of the resource' }],
    ['aws:requestedregion', alice, { account, region: 'eu-west-1' }, fixed('eu-west-1')],
    ['aws:requestedregion', alice, plain, always],
    ['aws:resourcetag/team', alice, { account, tags: { Team: 'a' } }, fixed('a')],
    ['iam:resourcetag/team', alice, { account, tags: { Team: 'a' } }, fixed('a')],
    ['aws:resourcetag/team', alice, { account, tags: {} }, absent],
    ['aws:resourcetag/team', alice, { account, tags: 'any' }, free],
    ['aws:resourcetag/team', alice, plain, { kind: 'unknown', reason: 'tags of the resource' }],
    ['s3:prefix', alice, plain, free],
  ])('%s of %j at %j is %j', (key, principal, resource, expected) => {
    expect(factOf(key, principal, resource)).toEqual(expected);
  });
});
