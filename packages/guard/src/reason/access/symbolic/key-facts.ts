// What a question says about context keys: AWS's derivations first, then what the question fixes, then the caller's
// free choice.

import type { Binding } from '../policy/bound-pattern.ts';
import { type Fact, factOf } from '../request/context-facts.ts';
import type { Principal } from '../request/principal.ts';
import type { ContextValue, ResourceFacts } from '../request/request.ts';
import { instantKey, type KeyNature } from './key-values.ts';

/** A value, or null for a key that the request does not carry. */
export type GivenContext = Readonly<Record<string, ContextValue | null>>;

export type Facts = (key: string) => Fact;

export function factsOf(principal: Principal, resource: ResourceFacts, context: GivenContext): Facts {
  const given = givenFacts(context);
  return (key) => {
    const derived = factOf(key, principal, resource);
    return derived.kind === 'fixed' || derived.kind === 'absent' ? derived : (given.get(key) ?? derived);
  };
}

/** Of a policy on its own, nothing about the one who asks is known: every key is free. */
export function factsOfAnyone(context: GivenContext): Facts {
  const given = givenFacts(context);
  return (key) => given.get(key) ?? { kind: 'free', always: alwaysThere.has(key) };
}

/**
 * Of a policy on its own that names principals, asked by one that it can tell apart. What nobody told about the one
 * who asks, and all about the resource, may be anything: the question is whether some request exists.
 */
export function factsOfSomeone(principal: Principal): Facts {
  return (key) => {
    const derived = factOf(key, principal, undefined);
    return derived.kind === 'unknown' ? { kind: 'free', always: false } : derived;
  };
}

const alwaysThere = new Set([
  'aws:securetransport',
  'aws:currenttime',
  'aws:epochtime',
  'aws:requestedregion',
]);

function givenFacts(context: GivenContext): ReadonlyMap<string, Fact> {
  return new Map(
    Object.entries(context).map(([key, value]): [string, Fact] => [
      key.toLowerCase(),
      value === null ? { kind: 'absent' } : { kind: 'fixed', value },
    ]),
  );
}

/** Values chosen for variables that are the caller's choice; null is absent. */
export type Guess = ReadonlyMap<string, string | null>;

export function bindingsFor(facts: Facts, guess: Guess): (key: string) => Binding {
  return (key) => {
    const fact = facts(key);
    if (fact.kind === 'fixed')
      return typeof fact.value === 'string' ? { value: fact.value } : { absent: true };
    if (fact.kind === 'absent') return { absent: true };
    if (fact.kind === 'unknown') return { unknown: fact.reason };
    const guessed = guess.get(key);
    if (guessed === undefined) return { unknown: `\${${key}}, which the caller chooses` };
    return guessed === null ? { absent: true } : { value: guessed };
  };
}

const globalLists = new Set([
  'aws:tagkeys',
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:principalservicenameslist',
]);

export function natureOf(key: string, always: boolean, multivalued: ReadonlySet<string>): KeyNature {
  const list = globalLists.has(key) || multivalued.has(key);
  return { key, always, plural: list || (key.startsWith('aws:') ? false : undefined) };
}

/** `aws:EpochTime` is `aws:CurrentTime` in seconds: one dimension for both. */
export const dimensionKey = (key: string): string => (key === 'aws:epochtime' ? instantKey : key);
