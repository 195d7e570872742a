// Why a statement's truth is only a maybe, in words: the field and what hides it.

import { brief, few } from '../bounded-words.ts';
import type { Leaf } from '../decide/formula.ts';
import { type Binding, bind } from '../policy/bound-pattern.ts';
import type { Pattern } from '../policy/pattern.ts';
import type { Selection, Statement } from '../policy/statement.ts';
import { maybe } from '../truth.ts';
import type { Facts } from './key-facts.ts';

export function reasonsOf(
  { statement, limit }: Leaf,
  facts: Facts,
  lookup: (key: string) => Binding,
): string {
  const reasons = [
    ...(statement.doubt === undefined ? [] : [statement.doubt]),
    ...(limit === maybe && statement.doubt === undefined ? ['its principals'] : []),
    ...doubtsIn('Action', statement.actions, lookup),
    ...(statement.resources ? doubtsIn('Resource', statement.resources, lookup) : []),
    ...conditionDoubts(statement, facts, lookup),
  ];
  const what =
    reasons.length === 0
      ? 'a condition whose documented rules contradict each other'
      : few([...new Set(reasons)])
          .map(brief)
          .join('; ');
  return `${brief(statement.policy)}, statement ${brief(statement.id)}: ${what}`;
}

function doubtsIn(
  element: string,
  selection: Selection,
  lookup: (key: string) => Binding,
): readonly string[] {
  return selection.patterns
    .flatMap((pattern) => doubtOf(pattern, lookup))
    .map((doubt) => `${element}: ${doubt}`);
}

function conditionDoubts(
  { conditions }: Statement,
  facts: Facts,
  lookup: (key: string) => Binding,
): readonly string[] {
  return conditions.flatMap(({ key, values }) => {
    const fact = facts(key);
    const unknown = fact.kind === 'unknown' ? [fact.reason] : [];
    const doubts = values.flatMap((value) => {
      if (value.kind === 'unresolved') return [value.reason];
      return value.kind === 'text' ? doubtOf(value.pattern, lookup) : [];
    });
    return [...unknown, ...doubts].map((doubt) => `Condition on ${key}: ${doubt}`);
  });
}

function doubtOf(pattern: Pattern, lookup: (key: string) => Binding): readonly string[] {
  const doubt = bind(pattern, lookup)?.doubt;
  return doubt === undefined ? [] : [doubt];
}
