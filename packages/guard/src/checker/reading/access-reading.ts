// What the documents of a question say, one statement at a time: the second reading that certificates of the access
// engine are held against. Imports nothing from the engine.

import { authorize, regimeOf, statementsOf } from './access-authorization.ts';
import { type Known, knownValue } from './access-context.ts';
import { dimensionKey, keyKinds, laws, published, publishedNames, resourceKinds } from './access-kinds.ts';
import type { CheckedDimension, CheckedQuestion, CheckedRequest } from './access-question.ts';
import { type Condition, conditionsOf, holds, type Json, selects, type Value } from './access-statements.ts';
import { least, matches, readPattern, type Truth } from './access-texts.ts';

export type Decide = (
  grants: (statement: Json) => Truth,
  denies: (statement: Json) => Truth,
) => { readonly granted: Truth; readonly denied: Truth };

export interface Reading {
  /** What can count at all. */
  readonly statements: readonly Json[];
  /** Requests that cannot be, written as statements. */
  readonly laws: readonly Json[];
  readonly decide: Decide;
  /** How far a statement holds by what is known beforehand. */
  settled(statement: Json): Truth;
  /** What a statement says to one value of one dimension. */
  on(statement: Json, dimension: CheckedDimension, value: Value): Truth;
  /** A value for each way in which these statements can tell the values of a dimension apart. */
  kinds(dimension: CheckedDimension, statements: readonly Json[]): readonly Value[];
  /** The keys a statement asks about. */
  keysOf(statement: Json): readonly { readonly key: string; readonly isFree: boolean }[];
}

export const regimeFor = (question: CheckedQuestion, action: string) =>
  regimeOf(question, action, published.resourceControlled);

/** The actions a question names: published ones for a pattern. */
export const actionsOf = ({ actions }: CheckedQuestion): readonly string[] =>
  actions.flatMap((action) => {
    if (!/[*?]/.test(action)) return [action];
    const pattern = readPattern(action, 'glob', true, () => null);
    return publishedNames.filter((name) => matches(pattern, name) > 0);
  });

export function readingOf(question: CheckedQuestion, regime: string): Reading {
  const know = (key: string) => knownValue(question, key);
  const lookup = lookupOf(know);
  const counting = statementsOf(question, regime);
  const conditions = new Map([...counting, ...laws].map((one) => [one, conditionsOf(one)]));
  const of = (statement: Json) => conditions.get(statement) ?? [];
  const settled = (statement: Json) =>
    least(of(statement).map((condition) => fixedTruth(condition, know, lookup)));
  return {
    statements: counting.filter((statement) => settled(statement) > 0),
    laws,
    decide: (grants, denies) => authorize(question, regime, grants, denies),
    settled,
    on(statement, { kind, key }, value) {
      if (kind !== 'key')
        return selects(statement, kind === 'action' ? 'Action' : 'Resource', String(value), lookup);
      const own = of(statement).filter((condition) => dimensionKey(condition.key) === key);
      const seconds = (text: string) => String(Date.parse(text) / 1000);
      const as = (name: string) =>
        name === 'aws:epochtime' && typeof value === 'string' ? seconds(value) : value;
      return least(own.map((condition) => holds(condition, as(condition.key), lookup)));
    },
    kinds: ({ kind, key = '' }, statements) =>
      kind === 'resource'
        ? resourceKinds(question, statements, lookup)
        : keyKinds(key, statements.flatMap(of), know, lookup),
    keysOf: (statement) =>
      of(statement).map(({ key }) => ({ key: dimensionKey(key), isFree: know(key).free })),
  };
}

/** What AWS decides about one request. */
export function decisionOn(question: CheckedQuestion, { action, resource, context }: CheckedRequest) {
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const know = (key: string): Known => {
    const known = knownValue(question, key);
    return known.free ? { free: false, value: given.get(key) ?? null } : known;
  };
  const lookup = lookupOf(know);
  const truth = (statement: Json) =>
    least([
      selects(statement, 'Action', action, lookup),
      selects(statement, 'Resource', resource, lookup),
      ...conditionsOf(statement).map((condition) => fixedTruth(condition, know, lookup)),
    ]);
  return authorize(question, regimeFor(question, action), truth, truth);
}

const lookupOf = (know: (key: string) => Known) => (key: string) => {
  const { free, value } = know(key);
  return free || value === undefined ? undefined : typeof value === 'string' ? value : null;
};

const fixedTruth = (
  condition: Condition,
  know: (key: string) => Known,
  lookup: (key: string) => string | null | undefined,
): Truth => {
  const { free, value } = know(condition.key);
  return free ? 2 : value === undefined ? 1 : holds(condition, value ?? undefined, lookup);
};
