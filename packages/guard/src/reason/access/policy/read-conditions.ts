// `Condition`: operator → key → values, each value read the way its operator compares it.
// A value that its operator can never compare is a problem: AWS refuses such a policy, and so do we.

import { parseCidr } from '../../../addresses.ts';
import { operatorNames, type ReadOperator, readOperator } from './operators.ts';
import { type PolicyText, readPattern } from './pattern.ts';
import { shown } from './policy-problem.ts';
import { isUnresolved, textsOf } from './read-json.ts';
import type { Condition, ConditionValue } from './statement.ts';

type Report = (at: string, message: string) => void;

export function readConditions(
  written: unknown,
  at: string,
  variables: boolean,
  report: Report,
): readonly Condition[] {
  if (written === undefined) return [];
  return entriesOf(written, at, report).flatMap(([name, keys]) => {
    const read = readOperator(name);
    if (!read) {
      report(
        at,
        `has an operator ${shown(name)}; allowed: ${operatorNames.join(', ')}, with ForAllValues:, ForAnyValue: or IfExists`,
      );
      return [];
    }
    return entriesOf(keys, `${at}.${name}`, report).map(([key, values]): Condition => {
      const place = `${at}.${name}.${key}`;
      const texts = textsOf(values, place, report);
      return {
        key: key.toLowerCase(),
        ...read,
        values: texts.flatMap((text) => readValue(text, read, variables, place, report)),
      };
    });
  });
}

function entriesOf(value: unknown, at: string, report: Report): readonly [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isUnresolved(value)) {
    report(at, `given ${shown(value)}; allowed: an object`);
    return [];
  }
  return Object.entries(value);
}

function readValue(
  text: PolicyText,
  { operator }: ReadOperator,
  variables: boolean,
  at: string,
  report: Report,
): readonly ConditionValue[] {
  if (operator.reads === 'text') {
    return [{ kind: 'text', pattern: readPattern(text, { ...operator, variables }) }];
  }
  if (typeof text !== 'string') return [{ kind: 'unresolved', reason: text.unresolved }];
  const value = otherReaders[operator.reads](text);
  if (value) return [value];
  report(at, `given ${shown(text)}; ${operator.name} compares ${allowed[operator.reads]}`);
  return [];
}

const allowed = {
  number: 'whole or decimal numbers',
  instant: 'dates such as 2026-01-31T00:00:00Z, or seconds since 1970',
  address: 'addresses and CIDR blocks, such as 203.0.113.0/24',
  presence: '"true" (the key is absent) or "false" (it is present)',
};

const otherReaders = {
  number: (text: string): ConditionValue | undefined => {
    const number = readNumber(text);
    return number === undefined ? undefined : { kind: 'number', number };
  },
  instant: (text: string): ConditionValue | undefined => {
    const number = readInstant(text);
    return number === undefined ? undefined : { kind: 'number', number };
  },
  address: (text: string): ConditionValue | undefined => {
    const block = parseCidr(text);
    return block && { kind: 'addresses', first: block.first, last: block.last };
  },
  presence: (text: string): ConditionValue | undefined => {
    const lower = text.toLowerCase();
    return lower === 'true' || lower === 'false' ? { kind: 'presence', absent: lower === 'true' } : undefined;
  },
};

export function readNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

/** Milliseconds since 1970: ISO 8601, or seconds as AWS writes `aws:EpochTime`. */
export function readInstant(text: string): number | undefined {
  const seconds = readNumber(text);
  if (seconds !== undefined && !/^\d{4}$/.test(text)) return seconds * 1000;
  if (!/^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(text))
    return undefined;
  // Without a zone it is UTC for AWS, and local time for the language.
  const milliseconds = Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
