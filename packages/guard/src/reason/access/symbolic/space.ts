// From statements to a finite space: the actions, resources and key states that the statements can tell apart, and for
// each statement a truth per point. Invariant: only statements that can apply at all contribute dimensions.

import type { Leaf } from '../decide/formula.ts';
import { matchSelection } from '../decide/match-statement.ts';
import { type KeyValue, prepareCondition } from '../decide/test-condition.ts';
import { type Binding, type BoundPattern, bind } from '../policy/bound-pattern.ts';
import type { Condition, Selection } from '../policy/statement.ts';
import { both, every, maybe, no, type Truth } from '../truth.ts';
import { dimensionKey, type Facts, natureOf } from './key-facts.ts';
import { keyValues } from './key-values.ts';
import { mayMeet } from './prefix.ts';
import { reasonsOf } from './reasons.ts';
import type { CompiledLeaf, Constraint } from './search.ts';
import { textClasses } from './text-classes.ts';

export interface Ground {
  readonly actions: readonly string[];
  /** The resources asked about. */
  readonly resources: readonly BoundPattern[];
  readonly facts: Facts;
  readonly lookup: (key: string) => Binding;
  readonly multivaluedKeys: ReadonlySet<string>;
  readonly spend: () => void;
}

export type Dimension =
  | { readonly kind: 'action' | 'resource'; readonly values: readonly string[] }
  | { readonly kind: 'key'; readonly key: string; readonly values: readonly KeyValue[] };

export interface Space {
  readonly dimensions: readonly Dimension[];
  readonly leaves: ReadonlyMap<Leaf, CompiledLeaf>;
  /** Keys whose states are not covered: a "cannot" over them is not certain. */
  readonly incomplete: readonly string[];
}

interface Draft {
  readonly leaf: Leaf;
  limit: Truth;
  readonly constraints: Constraint[];
}

export function spaceOf(leaves: readonly Leaf[], ground: Ground): Space {
  const dimensions: Dimension[] = [];
  const drafts = leaves.map((leaf): Draft => ({ leaf, limit: leaf.limit, constraints: [] }));
  const alive = () => drafts.filter((draft) => draft.limit !== no);
  const add = (dimension: Dimension, truthsOf: (draft: Draft) => readonly Truth[] | undefined) => {
    const index = dimensions.length;
    const columns = alive().flatMap((draft) => {
      const truths = truthsOf(draft);
      return truths ? [{ draft, truths }] : [];
    });
    const kept = distinctPoints(
      dimension.values.length,
      columns.map(({ truths }) => truths),
    );
    for (const { draft, truths } of columns)
      constrain(
        draft,
        index,
        kept.map((point) => truths[point] ?? no),
      );
    dimensions.push(keepPoints(dimension, kept));
  };

  add({ kind: 'action', values: ground.actions }, ({ leaf }) =>
    selectionTruths(leaf.statement.actions, ground.actions, ground.lookup),
  );
  const resources = resourceValues(
    alive().map(({ leaf }) => leaf.statement.resources),
    ground,
  );
  add(
    { kind: 'resource', values: resources },
    ({ leaf }) =>
      leaf.statement.resources && selectionTruths(leaf.statement.resources, resources, ground.lookup),
  );
  for (const draft of alive()) settleKnownKeys(draft, ground);

  const incomplete: string[] = [];
  for (const key of freeKeys(alive(), ground.facts)) {
    const conditionsOn = ({ statement }: Leaf) =>
      statement.conditions.filter((condition) => dimensionKey(condition.key) === key);
    const fact = ground.facts(key);
    const nature = natureOf(key, fact.kind === 'free' && fact.always, ground.multivaluedKeys);
    const { values, complete } = keyValues(
      nature,
      alive().flatMap(({ leaf }) => conditionsOn(leaf)),
      ground.lookup,
      ground.spend,
    );
    if (!complete) incomplete.push(key);
    const chosen = chosenValues(key, values, ground.lookup);
    add({ kind: 'key', key, values: chosen }, ({ leaf }) => {
      const conditions = conditionsOn(leaf);
      return conditions.length === 0 ? undefined : keyTruths(conditions, chosen, ground.lookup);
    });
  }
  const compiled = drafts.map(({ leaf, limit, constraints }): [Leaf, CompiledLeaf] => [
    leaf,
    { limit, constraints, reason: () => reasonsOf(leaf, ground.facts, ground.lookup) },
  ]);
  return { dimensions, leaves: new Map(compiled), incomplete };
}

/** A constraint that is the same everywhere is folded into the limit. */
function constrain(draft: Draft, dimension: number, truths: readonly Truth[]): void {
  const first = truths[0] ?? no;
  if (truths.every((truth) => truth === first)) draft.limit = both(draft.limit, first);
  else draft.constraints.push({ dimension, truths: Uint8Array.from(truths) });
}

/** Points that no statement tells apart are one point. */
function distinctPoints(count: number, columns: readonly (readonly Truth[])[]): readonly number[] {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let point = 0; point < count; point += 1) {
    const signature = columns.map((truths) => truths[point] ?? no).join('');
    if (seen.has(signature)) continue;
    seen.add(signature);
    kept.push(point);
  }
  return kept;
}

function keepPoints(dimension: Dimension, kept: readonly number[]): Dimension {
  if (dimension.kind === 'key') return { ...dimension, values: kept.map((point) => dimension.values[point]) };
  return { ...dimension, values: kept.map((point) => dimension.values[point] ?? '') };
}

function selectionTruths(
  selection: Selection,
  values: readonly string[],
  lookup: (key: string) => Binding,
): readonly Truth[] {
  return values.map((value) => matchSelection(selection, value, lookup));
}

function resourceValues(
  selections: readonly (Selection | undefined)[],
  { resources, lookup, spend }: Ground,
): readonly string[] {
  const bound = selections
    .flatMap((selection) => selection?.patterns ?? [])
    .flatMap((pattern) => bind(pattern, lookup) ?? [])
    .filter((pattern) => resources.some((asked) => mayMeet(asked, pattern)));
  // Where a statement tells them not apart, a real ARN is the better witness than the lone star.
  const classes = textClasses(bound, resources, spend);
  return [...classes.filter((text) => text !== '*'), ...classes.filter((text) => text === '*')];
}

/** Conditions on keys that are not the caller's choice are decided here, once. */
function settleKnownKeys(draft: Draft, { facts, lookup }: Ground): void {
  for (const condition of draft.leaf.statement.conditions) {
    const fact = facts(condition.key);
    if (fact.kind === 'free') continue;
    const test = prepareCondition(condition, lookup);
    const value = fact.kind === 'fixed' ? fact.value : undefined;
    draft.limit = both(draft.limit, fact.kind === 'unknown' ? maybe : test(value));
  }
}

function freeKeys(drafts: readonly Draft[], facts: Facts): readonly string[] {
  const mentioned = drafts.flatMap(({ leaf }) => leaf.statement.conditions.map(({ key }) => key));
  const free = mentioned.filter((key) => facts(key).kind === 'free').map(dimensionKey);
  return [...new Set(free)].sort();
}

/** A key that was guessed for a variable has that value and no other. */
function chosenValues(
  key: string,
  values: readonly KeyValue[],
  lookup: (key: string) => Binding,
): readonly KeyValue[] {
  const binding = lookup(key);
  if ('unknown' in binding) return values;
  return ['absent' in binding ? undefined : binding.value];
}

function keyTruths(
  conditions: readonly Condition[],
  values: readonly KeyValue[],
  lookup: (key: string) => Binding,
): readonly Truth[] {
  const tests = conditions.map((condition) => ({
    seconds: condition.key === 'aws:epochtime',
    test: prepareCondition(condition, lookup),
  }));
  return values.map((value) => every(tests, ({ seconds, test }) => test(seconds ? inSeconds(value) : value)));
}

const inSeconds = (value: KeyValue): KeyValue =>
  typeof value === 'string' ? String(Date.parse(value) / 1000) : value;
