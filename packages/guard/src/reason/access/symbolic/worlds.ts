// Patterns that only may match, decided both ways. At one request a pattern matches or does not, wherever it stands:
// a policy compared with itself allows no more, whatever its variables are.

import type { Leaf } from '../decide/formula.ts';
import { type Binding, bind } from '../policy/bound-pattern.ts';
import { anyText, type Pattern } from '../policy/pattern.ts';
import type { Condition, ConditionValue, Selection, Statement } from '../policy/statement.ts';
import { bindingsFor } from './key-facts.ts';
import type { Asked, Query, Solved } from './solve.ts';

const mostPatterns = 6;

/** The answers of all worlds; undefined when there is nothing to decide, or too much. */
export function solveInWorlds<T extends Asked>(
  query: Query,
  asked: T,
  solve: (query: Query, asked: T) => Solved,
): readonly Solved[] | undefined {
  const lookup = bindingsFor(asked.facts, new Map());
  const doubtful = [...new Set(leavesOf(query).flatMap(({ statement }) => doubtfulIn(statement, lookup)))];
  if (doubtful.length === 0 || doubtful.length > mostPatterns) return undefined;
  return Array.from({ length: 2 ** doubtful.length }, (_, world) => {
    const holds = new Map(doubtful.map((name, bit) => [name, ((world >> bit) & 1) === 1]));
    return solve(inWorld(query, holds), asked);
  });
}

type Lookup = (key: string) => Binding;

/** One pattern compared with one thing: the same name, the same answer. */
const nameOf = (subject: string, pattern: Pattern): string => `${subject} ${pattern.fold} ${pattern.source}`;
const subjectOf = ({ key, operator }: Condition): string => `${key} ${operator.dialect}`;

function doubtfulIn({ resources, conditions }: Statement, lookup: Lookup): readonly string[] {
  const isDoubtful = (pattern: Pattern) => bind(pattern, lookup)?.doubt !== undefined;
  const named = (subject: string, patterns: readonly Pattern[]) =>
    patterns.filter(isDoubtful).map((pattern) => nameOf(subject, pattern));
  return [
    ...named('resource', resources?.patterns ?? []),
    ...conditions.flatMap((condition) => named(subjectOf(condition), textsOf(condition))),
  ];
}

const textsOf = ({ values }: Condition): readonly Pattern[] =>
  values.flatMap((value) => (value.kind === 'text' ? [value.pattern] : []));

function leavesOf(query: Query): readonly Leaf[] {
  if (query.kind === 'leaf') return [query.leaf];
  if (query.kind === 'not') return leavesOf(query.part);
  // Only comparisons come here, and they are made of leaves.
  return query.kind === 'formula' ? [] : query.parts.flatMap(leavesOf);
}

function inWorld(query: Query, holds: ReadonlyMap<string, boolean>): Query {
  if (query.kind === 'leaf') {
    return { kind: 'leaf', leaf: { ...query.leaf, statement: settle(query.leaf.statement, holds) } };
  }
  if (query.kind === 'not') return { kind: 'not', part: inWorld(query.part, holds) };
  if (query.kind === 'formula') return query;
  return { kind: query.kind, parts: query.parts.map((part) => inWorld(part, holds)) };
}

function settle(statement: Statement, holds: ReadonlyMap<string, boolean>): Statement {
  const settled = (subject: string, pattern: Pattern): readonly Pattern[] => {
    const decided = holds.get(nameOf(subject, pattern));
    if (decided === undefined) return [pattern];
    return decided ? [asWideAsPossible(pattern)] : [];
  };
  const resources: Selection | undefined = statement.resources && {
    ...statement.resources,
    patterns: statement.resources.patterns.flatMap((pattern) => settled('resource', pattern)),
  };
  const conditions = statement.conditions.map((condition) => ({
    ...condition,
    values: condition.values.flatMap((value): ConditionValue[] =>
      value.kind === 'text'
        ? settled(subjectOf(condition), value.pattern).map((pattern) => ({ ...value, pattern }))
        : [value],
    ),
  }));
  return { ...statement, resources, conditions };
}

function asWideAsPossible(pattern: Pattern): Pattern {
  const tokens = pattern.tokens.map((token) => (typeof token === 'number' ? token : anyText));
  return { ...pattern, tokens, doubt: undefined };
}
