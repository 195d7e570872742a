// The states of one context key that a set of conditions can tell apart, absence among them.
// Invariant: every state a request can have behaves like one of these in every condition, unless `complete` says no.

import { type KeyValue, prepareCondition } from '../decide/test-condition.ts';
import type { Binding, BoundPattern } from '../policy/bound-pattern.ts';
import { bind } from '../policy/bound-pattern.ts';
import type { Condition } from '../policy/statement.ts';
import { closedValues } from '../request/closed-values.ts';
import { both, either, type Truth } from '../truth.ts';
import { addressClasses, numberClasses } from './line-classes.ts';
import { textClasses } from './text-classes.ts';

export interface KeyValues {
  readonly values: readonly KeyValue[];
  /** No: the key is compared in ways that these values do not cover together. */
  readonly complete: boolean;
}

export interface KeyNature {
  readonly key: string;
  /** AWS puts it into every request. */
  readonly always: boolean;
  /** Its value is a list, a single text, or nobody knows. */
  readonly plural: boolean | undefined;
}

export const instantKey = 'aws:currenttime';

export function keyValues(
  nature: KeyNature,
  conditions: readonly Condition[],
  lookup: (key: string) => Binding,
  spend: () => void,
): KeyValues {
  const texts = closedValues.get(nature.key) ?? singleValues(nature.key, conditions, lookup, spend);
  const sets = conditions.filter(
    ({ quantifier, operator }) => quantifier !== 'one' && operator.reads !== 'presence',
  );
  const lists = nature.plural === true || (nature.plural === undefined && sets.length > 0);
  const values: KeyValue[] = [
    ...(nature.always ? [] : [undefined]),
    ...(nature.plural === true ? [] : texts),
    ...(lists ? [[], ...listValues(texts, sets, lookup, spend)] : []),
  ];
  return { values, complete: waysOfReading(nature.key, conditions) <= 1 };
}

const instantWays: Readonly<Record<string, string>> = {
  number: 'line',
  instant: 'line',
  address: 'address',
  text: 'text',
};

function waysOfReading(key: string, conditions: readonly Condition[]): number {
  const reads = conditions.map(({ operator }) => operator.reads).filter((read) => read !== 'presence');
  return new Set(key === instantKey ? reads.map((read) => instantWays[read]) : reads).size;
}

function singleValues(
  key: string,
  conditions: readonly Condition[],
  lookup: (key: string) => Binding,
  spend: () => void,
): readonly string[] {
  const values = conditions.flatMap((condition) => condition.values.map((value) => ({ value, condition })));
  const patterns: BoundPattern[] = [];
  const numbers: number[] = [];
  const instants: number[] = [];
  const blocks: { first: bigint; last: bigint }[] = [];
  for (const { value, condition } of values) {
    if (value.kind === 'addresses') blocks.push(value);
    if (value.kind === 'number') {
      if (condition.operator.reads === 'instant') instants.push(value.number);
      // Only `aws:EpochTime` joins the instants' line with numbers: seconds.
      else if (key === instantKey) instants.push(value.number * 1000);
      else numbers.push(value.number);
    }
    if (value.kind === 'text') {
      const bound = bind(value.pattern, lookup);
      if (bound) patterns.push(bound);
    }
  }
  const texts = [
    ...(numbers.length > 0 ? numberClasses(numbers, false).map(String) : []),
    ...(instants.length > 0 || key === instantKey ? numberClasses(instants, true).map(isoText) : []),
    ...(blocks.length > 0 ? addressClasses(blocks) : []),
  ];
  return patterns.length > 0 || texts.length === 0 ? [...texts, ...textClasses(patterns, [], spend)] : texts;
}

const isoText = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Lists, one for each combination of answers that the set conditions can give: "all" narrows, "any" widens. */
function listValues(
  texts: readonly string[],
  conditions: readonly Condition[],
  lookup: (key: string) => Binding,
  spend: () => void,
): readonly (readonly string[])[] {
  const tests = conditions.map((condition) => ({
    all: condition.quantifier === 'all',
    test: prepareCondition(condition, lookup),
  }));
  interface Found {
    readonly list: readonly string[];
    readonly answers: readonly Truth[];
  }
  const found = new Map<string, Found>();
  const fresh: Found[] = [];
  const add = (list: readonly string[], answers: readonly Truth[]) => {
    if (found.has(answers.join())) return;
    found.set(answers.join(), { list, answers });
    fresh.push({ list, answers });
  };
  for (const text of texts)
    add(
      [text],
      tests.map(({ test }) => test([text])),
    );
  const singles = [...found.values()];
  for (let next = fresh.pop(); next; next = fresh.pop()) {
    for (const single of singles) {
      spend();
      const { list, answers } = next;
      add(
        [...list, ...single.list],
        tests.map(({ all }, index) => (all ? both : either)(answers[index] ?? 0, single.answers[index] ?? 0)),
      );
    }
  }
  return [...found.values()].map(({ list }) => list);
}
