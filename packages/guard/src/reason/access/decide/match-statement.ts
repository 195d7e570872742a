// One statement against one request, element by element.

import { type Binding, bind, matchText } from '../policy/bound-pattern.ts';
import { readInstant } from '../policy/read-conditions.ts';
import type { Selection, Statement } from '../policy/statement.ts';
import { type Fact, factOf } from '../request/context-facts.ts';
import type { Principal } from '../request/principal.ts';
import type { AccessRequest, Context, ContextValue, ResourceFacts } from '../request/request.ts';
import { both, every, maybe, no, opposite, some, type Truth } from '../truth.ts';
import type { Leaf } from './formula.ts';
import { prepareCondition } from './test-condition.ts';

/** A key in one request: its value, nothing, or nobody knows. */
export type KeyReading = { readonly value: ContextValue | undefined } | { readonly unknown: string };

export function matchLeaf(leaf: Leaf, request: Asked, read: (key: string) => KeyReading): Truth {
  return both(leaf.limit, matchStatement(leaf.statement, request, read));
}

/** What statements are matched against; who asks is matched before. */
type Asked = Pick<AccessRequest, 'action' | 'resource'>;

function matchStatement(statement: Statement, request: Asked, read: (key: string) => KeyReading): Truth {
  const lookup = bindingsOf(read);
  const target = matchSelection(statement.actions, request.action, lookup);
  if (target === no) return no;
  const reached = statement.resources
    ? matchSelection(statement.resources, request.resource, lookup)
    : target;
  const meant = both(target, reached);
  if (meant === no) return no;
  return both(
    meant,
    every(statement.conditions, (condition) => {
      const reading = read(condition.key);
      return 'unknown' in reading ? maybe : prepareCondition(condition, lookup)(reading.value);
    }),
  );
}

export function matchSelection(
  { negated, patterns }: Selection,
  value: string,
  lookup: (key: string) => Binding,
): Truth {
  let valueless = false;
  const matched = some(patterns, (pattern) => {
    const bound = bind(pattern, lookup);
    valueless ||= bound === undefined;
    return bound ? matchText(bound, value) : no;
  });
  if (!negated) return matched;
  // A variable without a value "might" make the statement invalid: then NotResource does not reach everything else.
  return valueless ? both(opposite(matched), maybe) : opposite(matched);
}

/** Variables take single values only. */
export function bindingsOf(read: (key: string) => KeyReading): (key: string) => Binding {
  return (key) => {
    const reading = read(key);
    if ('unknown' in reading) return reading;
    return typeof reading.value === 'string' ? { value: reading.value } : { absent: true };
  };
}

/** Reads keys of a concrete request: what AWS derives comes first, then what the request carries. */
export function readerOf(
  principal: Principal,
  resource: ResourceFacts,
  context: Context,
): (key: string) => KeyReading {
  return readerFrom((key) => factOf(key, principal, resource), context);
}

/** As `readerOf`, where more is known, or less, than principal and resource say. */
export function readerFrom(facts: (key: string) => Fact, context: Context): (key: string) => KeyReading {
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return (key) => {
    const fact = facts(key);
    if (fact.kind === 'fixed') return { value: fact.value };
    if (fact.kind === 'absent') return { value: undefined };
    const value = given.get(key);
    if (fact.kind === 'unknown' && value === undefined) return { unknown: fact.reason };
    return { value: value ?? sameInstant(key, given) };
  };
}

/** `aws:CurrentTime` and `aws:EpochTime` are one instant in two spellings. */
function sameInstant(key: string, given: ReadonlyMap<string, ContextValue>): ContextValue | undefined {
  if (key === 'aws:epochtime') {
    const time = given.get('aws:currenttime');
    const instant = typeof time === 'string' ? readInstant(time) : undefined;
    return instant === undefined ? undefined : String(instant / 1000);
  }
  if (key === 'aws:currenttime') {
    const seconds = given.get('aws:epochtime');
    return typeof seconds === 'string' ? new Date(Number(seconds) * 1000).toISOString() : undefined;
  }
  return undefined;
}
