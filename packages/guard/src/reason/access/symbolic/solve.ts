// One formula over statements, solved: a point where it holds, a cover that shows it never does, or why nobody knows.

import { few } from '../bounded-words.ts';
import type { Formula, Leaf } from '../decide/formula.ts';
import { variablesOf } from '../policy/bound-pattern.ts';
import type { AccessRequest, ContextValue } from '../request/request.ts';
import { no } from '../truth.ts';
import { type Budget, BudgetSpent, counter } from './budget.ts';
import { guessesFor } from './guesses.ts';
import { impossibleFor } from './impossible.ts';
import { bindingsFor, type Facts, type Guess } from './key-facts.ts';
import { type Cover, type Node, search } from './search.ts';
import { type Dimension, type Ground, type Space, spaceOf } from './space.ts';

/** Formulas as evaluated, with negation: what `compare` asks is not monotone. */
export type Query =
  | { readonly kind: 'formula'; readonly formula: Formula }
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Query[] };

export interface Asked {
  readonly actions: readonly string[];
  readonly resources: Ground['resources'];
  readonly facts: Facts;
  readonly multivaluedKeys: ReadonlySet<string>;
  readonly budget: Budget;
}

export type Solved =
  | {
      readonly kind: 'point';
      readonly dimensions: readonly Dimension[];
      readonly point: readonly number[];
      /** Values that stand in for policy variables. */
      readonly guess: Guess;
    }
  | { readonly kind: 'nothing'; readonly dimensions: readonly Dimension[]; readonly cover: Cover }
  | { readonly kind: 'doubt'; readonly reasons: readonly string[] };

/** Within the budget; a question that costs more ends in doubt. */
export function solve(query: Query, asked: Asked): Solved {
  try {
    return solveWithin(query, asked);
  } catch (error) {
    if (error instanceof BudgetSpent) return { kind: 'doubt', reasons: [error.message] };
    throw error;
  }
}

function solveWithin(query: Query, asked: Asked): Solved {
  const stated = leavesOfQuery(query);
  const variables = freeVariables(stated, asked.facts);
  const laws = impossibleFor(stated, variables);
  const possible: Query = {
    kind: 'all',
    parts: [query, ...laws.map((leaf): Query => ({ kind: 'not', part: { kind: 'leaf', leaf } }))],
  };
  const leaves = [...new Set([...stated, ...laws])];
  const spendState = counter(asked.budget.textStates, 'texts');
  const spendBranch = counter(asked.budget.branches, 'combinations');
  const attempt = (guess: Guess): Solved & { readonly space: Space } => {
    const ground: Ground = { ...asked, lookup: bindingsFor(asked.facts, guess), spend: spendState };
    const space = spaceOf(leaves, ground);
    const box = space.dimensions.map(({ values }) => values.map((_, index) => index));
    const found = search(compile(possible, space), box, spendBranch);
    const { dimensions, incomplete } = space;
    if (found.kind === 'nothing' && incomplete.length > 0) {
      return { kind: 'doubt', reasons: incomplete.map(incompleteReason), space };
    }
    if (found.kind === 'doubt') return { ...found, reasons: few(found.reasons), space };
    return found.kind === 'point' ? { ...found, dimensions, guess, space } : { ...found, dimensions, space };
  };

  const first = attempt(new Map());
  if (first.kind !== 'doubt' || variables.length === 0) return first;
  // With a variable that the caller chooses the first attempt knows only bounds; now with values for it.
  for (const guess of guessesFor(variables, leaves, first.space, asked.facts, asked.budget.guesses)) {
    const tried = attempt(guess);
    if (tried.kind === 'point') return tried;
  }
  return first;
}

const incompleteReason = (key: string): string =>
  `Condition on ${key}: it is compared as a text and as a number or address`;

export function leavesOfQuery(query: Query): readonly Leaf[] {
  if (query.kind === 'leaf') return [query.leaf];
  if (query.kind === 'not') return leavesOfQuery(query.part);
  if (query.kind === 'formula') return leavesOfFormula(query.formula);
  return query.parts.flatMap(leavesOfQuery);
}

function leavesOfFormula(formula: Formula): readonly Leaf[] {
  if (formula.kind === 'leaf') return [formula.leaf];
  return formula.kind === 'fixed' ? [] : formula.parts.flatMap(leavesOfFormula);
}

function freeVariables(leaves: readonly Leaf[], facts: Facts): readonly string[] {
  const mentioned = leaves.flatMap(({ statement }) => [
    ...(statement.resources?.patterns ?? []).flatMap(variablesOf),
    ...statement.conditions.flatMap(({ values }) =>
      values.flatMap((value) => (value.kind === 'text' ? variablesOf(value.pattern) : [])),
    ),
  ]);
  return [...new Set(mentioned)].filter((key) => facts(key).kind === 'free').sort();
}

function compile(query: Query, space: Space): Node {
  switch (query.kind) {
    case 'not':
      return { kind: 'not', part: compile(query.part, space) };
    case 'leaf':
      return compileLeaf(query.leaf, space);
    case 'formula':
      return compileFormula(query.formula, space);
    default:
      return { kind: query.kind, parts: query.parts.map((part) => compile(part, space)) };
  }
}

function compileFormula(formula: Formula, space: Space): Node {
  if (formula.kind === 'leaf') return compileLeaf(formula.leaf, space);
  if (formula.kind === 'fixed') return formula;
  return { kind: formula.kind, parts: formula.parts.map((part) => compileFormula(part, space)) };
}

function compileLeaf(leaf: Leaf, space: Space): Node {
  const compiled = space.leaves.get(leaf);
  if (!compiled || compiled.limit === no) return { kind: 'fixed', truth: no, reason: '' };
  return { kind: 'leaf', leaf: compiled };
}

/** The request that a point stands for. */
export function witnessOf(
  { dimensions, point, guess }: Extract<Solved, { kind: 'point' }>,
  given: Readonly<Record<string, ContextValue>>,
): Omit<AccessRequest, 'principal'> {
  const context = new Map(Object.entries(given));
  for (const [key, value] of guess) if (value !== null) context.set(key, value);
  let action = '';
  let resource = '';
  dimensions.forEach((dimension, index) => {
    const value = dimension.values[point[index] ?? 0];
    if (dimension.kind === 'key') {
      if (value !== undefined) context.set(dimension.key, value);
    } else if (typeof value === 'string') {
      if (dimension.kind === 'action') action = value;
      else resource = value;
    }
  });
  return { action, resource, context: Object.fromEntries(context) };
}
