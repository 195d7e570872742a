// One condition against one state of its key. Source: IAM User Guide, "Condition operators" and "Set operators for
// multivalued context keys". Invariant: absent keys are decided here and nowhere else.

import { parseAddress } from '../../../addresses.ts';
import { type Binding, type BoundPattern, bind, matchText } from '../policy/bound-pattern.ts';
import type { Comparison } from '../policy/operators.ts';
import { readInstant, readNumber } from '../policy/read-conditions.ts';
import type { Condition, ConditionValue } from '../policy/statement.ts';
import type { ContextValue } from '../request/request.ts';
import { every, maybe, no, opposite, some, type Truth, truthOf, yes } from '../truth.ts';

/** A key's value in one request; undefined is absent. */
export type KeyValue = ContextValue | undefined;

/** The condition with its variables bound, ready for many values. */
export function prepareCondition(
  condition: Condition,
  lookup: (key: string) => Binding,
): (value: KeyValue) => Truth {
  const { operator, quantifier, ifExists } = condition;
  if (operator.reads === 'presence') {
    return (value) => some(condition.values, (wanted) => testPresence(wanted, value));
  }
  const tests = condition.values.map((value) => prepareValue(value, condition, lookup));
  const one = (text: string): Truth => {
    const matched = some(tests, (test) => test(text));
    return operator.negated ? opposite(matched) : matched;
  };
  return (value) => {
    if (quantifier === 'one') {
      if (value === undefined) return truthOf(ifExists || operator.negated);
      // A list needs a set operator; without one AWS matches nothing.
      return typeof value === 'string' ? one(value) : no;
    }
    // "…IfExists holds when the key is absent" and "ForAnyValue fails when it is absent" contradict each other.
    if (value === undefined) return quantifier === 'all' ? yes : ifExists ? maybe : no;
    const list = typeof value === 'string' ? [value] : value;
    return quantifier === 'all' ? every(list, one) : some(list, one);
  };
}

function testPresence(wanted: ConditionValue, value: KeyValue): Truth {
  if (wanted.kind !== 'presence') return maybe;
  return truthOf(wanted.absent === (value === undefined));
}

function prepareValue(
  value: ConditionValue,
  { operator }: Condition,
  lookup: (key: string) => Binding,
): (text: string) => Truth {
  switch (value.kind) {
    case 'text': {
      const bound = bind(value.pattern, lookup);
      return bound ? textTest(bound) : () => no;
    }
    case 'number': {
      const read = operator.reads === 'instant' ? readInstant : readNumber;
      return (text) => {
        const number = read(text);
        return truthOf(number !== undefined && compare[operator.comparison](number, value.number));
      };
    }
    case 'addresses':
      return (text) => {
        const address = parseAddress(text);
        return truthOf(address !== undefined && address >= value.first && address <= value.last);
      };
    default:
      return () => maybe;
  }
}

const textTest = (bound: BoundPattern) => (text: string) => matchText(bound, text);

export const compare: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  equals: (a, b) => a === b,
  below: (a, b) => a < b,
  'below-or-equal': (a, b) => a <= b,
  above: (a, b) => a > b,
  'above-or-equal': (a, b) => a >= b,
};
