// What principal and resource say about context keys, before any request is made.
// Invariant: a key is `fixed` or `absent` only when AWS derives it; what the caller may choose stays `free`, and what
// nobody told stays `unknown`. Source: IAM User Guide, "AWS global condition context keys".

import { inAccount, lastPart, type Organization, type Principal, principalArn } from './principal.ts';
import type { ContextValue, ResourceFacts } from './request.ts';

export type Fact =
  | { readonly kind: 'fixed'; readonly value: ContextValue }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The caller's choice. `always`: AWS puts it into every request. */
  | { readonly kind: 'free'; readonly always: boolean };

const fixed = (value: ContextValue): Fact => ({ kind: 'fixed', value });
const absent: Fact = { kind: 'absent' };
const free: Fact = { kind: 'free', always: false };
const always: Fact = { kind: 'free', always: true };
const unknown = (reason: string): Fact => ({ kind: 'unknown', reason });
const fixedOrAbsent = (value: ContextValue | undefined): Fact =>
  value === undefined ? absent : fixed(value);

/** The fact about a key (in lower case). Of no resource in particular, everything about it is free. */
export function factOf(key: string, principal: Principal, resource: ResourceFacts | undefined): Fact {
  const ofPrincipal = principalDerivations.get(key);
  if (ofPrincipal) return ofPrincipal(principal);
  const ofResource = resourceDerivations.get(key);
  if (ofResource) return resource ? ofResource(resource) : always;
  if (key.startsWith('aws:principaltag/'))
    return tagFact(key, principalTags(principal), 'tags of the principal');
  // Services spell the global key in their own name too: `iam:ResourceTag/…`, `ec2:ResourceTag/…`.
  if (/^[a-z0-9-]+:resourcetag\//.test(key) && resource && resource.tags !== 'any')
    return tagFact(key, resource.tags, 'tags of the resource');
  return free;
}

type Derivation = (principal: Principal) => Fact;

const bySigned: Derivation = (principal) => (principal.kind === 'anonymous' ? absent : free);

/** Keys that say on whose behalf a service calls; only a service's own call carries them. */
const byService: Derivation = (principal) => (principal.kind === 'service' ? free : absent);

// A map: a key may be called `constructor`.
const principalDerivations: ReadonlyMap<string, Derivation> = new Map(
  Object.entries<Derivation>({
    'aws:principalarn': (principal) => fixedOrAbsent(principalArn(principal)),
    'aws:principalaccount': (principal) => fixedOrAbsent(inAccount(principal)),
    'aws:principaltype': (principal) => fixedOrAbsent(principalTypes[principal.kind]),
    'aws:username': (principal) => (principal.kind === 'user' ? fixed(lastPart(principal.arn)) : absent),
    'aws:userid': userId,
    'aws:principalisawsservice': (principal) => fixed(principal.kind === 'service' ? 'true' : 'false'),
    'aws:principalservicename': (principal) =>
      principal.kind === 'service' ? fixed(principal.name) : absent,
    'aws:principalservicenameslist': byService,
    'aws:principalorgid': (principal) => organizationFact(principal, ({ id }) => id),
    'aws:principalorgpaths': (principal) =>
      organizationFact(principal, ({ path }) => (path === undefined ? undefined : [path])),
    'aws:sourcearn': byService,
    'aws:sourceaccount': byService,
    'aws:sourceorgid': byService,
    'aws:sourceorgpaths': byService,
    'aws:multifactorauthpresent': bySigned,
    'aws:multifactorauthage': bySigned,
    'aws:tokenissuetime': (principal) => (principal.kind === 'role' ? always : bySigned(principal)),
    'kms:calleraccount': (principal) =>
      principal.kind === 'service' ? free : fixedOrAbsent(inAccount(principal)),
    'aws:securetransport': () => always,
    'aws:currenttime': () => always,
    'aws:epochtime': () => always,
  }),
);

const resourceDerivations: ReadonlyMap<string, (resource: ResourceFacts) => Fact> = new Map(
  Object.entries<(resource: ResourceFacts) => Fact>({
    'aws:resourceaccount': ({ account }) => fixed(account),
    's3:resourceaccount': ({ account }) => fixed(account),
    'aws:resourceorgid': (resource) => ofOrganization(resource, ({ id }) => id),
    'aws:resourceorgpaths': (resource) =>
      ofOrganization(resource, ({ path }) => (path === undefined ? undefined : [path])),
    'aws:requestedregion': ({ region }) => (region === undefined ? always : fixed(region)),
  }),
);

const principalTypes: Readonly<Record<Principal['kind'], string | undefined>> = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  anonymous: 'Anonymous',
  federated: undefined,
  service: undefined,
};

function userId(principal: Principal): Fact {
  if (principal.kind === 'anonymous') return fixed('anonymous');
  if (principal.kind === 'root') return fixed(principal.account);
  if (principal.kind !== 'user' && principal.kind !== 'role') return absent;
  if (principal.uniqueId === undefined) return unknown(`the unique id of ${principal.arn}`);
  return fixed(principal.kind === 'user' ? principal.uniqueId : `${principal.uniqueId}:${principal.session}`);
}

function ofOrganization(
  { organization }: ResourceFacts,
  read: (organization: Organization) => ContextValue | undefined,
): Fact {
  if (organization === undefined) return unknown('the organisation of the resource');
  if (organization === null) return absent;
  const value = read(organization);
  return value === undefined ? unknown('the organisation path of the resource') : fixed(value);
}

function organizationFact(
  principal: Principal,
  read: (organization: Organization) => ContextValue | undefined,
): Fact {
  if (!('account' in principal)) return absent;
  if (principal.organization === undefined)
    return unknown(`the organisation of account ${principal.account}`);
  if (principal.organization === null) return absent;
  const value = read(principal.organization);
  return value === undefined
    ? unknown(`the organisation path of account ${principal.account}`)
    : fixed(value);
}

function principalTags(principal: Principal): Readonly<Record<string, string>> | undefined {
  return principal.kind === 'user' || principal.kind === 'role' ? principal.tags : {};
}

/** Tag keys are compared without regard to case, as in condition keys. */
function tagFact(key: string, tags: Readonly<Record<string, string>> | undefined, what: string): Fact {
  if (!tags) return unknown(what);
  const wanted = key.slice(key.indexOf('/') + 1);
  const found = Object.entries(tags).find(([name]) => name.toLowerCase() === wanted);
  return fixedOrAbsent(found?.[1]);
}
