// Condition operators and the states of a key: re-expressed from the IAM User Guide, "Condition operators" and
// "Set operators for multivalued context keys".

import { describe, expect, it } from 'vitest';
import { readPolicy } from '../policy/read-policy.ts';
import { maybe, no, type Truth, yes } from '../truth.ts';
import { type KeyValue, prepareCondition } from './test-condition.ts';

function test(operator: string, wanted: unknown, value: KeyValue): Truth {
  const Condition = { [operator]: { 'aws:Key': wanted } };
  const document = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition },
  };
  const [condition] = readPolicy({ name: 'p', kind: 'identity', document }).statements[0]?.conditions ?? [];
  if (!condition) throw new Error('no condition was read');
  return prepareCondition(condition, () => ({ absent: true }))(value);
}

const absent = undefined;

describe('a condition', () => {
  it.each<[string, unknown, KeyValue, Truth]>([
    ['StringEquals', 'a', 'a', yes],
    ['StringEquals', ['a', 'b'], 'b', yes],
    ['StringEquals', 'a*', 'ab', no],
    ['StringEquals', 'a', 'A', no],
    ['StringEqualsIgnoreCase', 'a', 'A', yes],
    ['StringNotEquals', ['a', 'b'], 'b', no],
    ['StringNotEquals', ['a', 'b'], 'c', yes],
    ['StringLike', 'a*', 'ab', yes],
    ['StringNotLike', 'a*', 'ab', no],
    ['NumericLessThan', '10', '9.5', yes],
    ['NumericLessThanEquals', '10', '10', yes],
    ['NumericGreaterThan', '10', '10', no],
    ['NumericEquals', '10', 'ten', no],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', yes],
    ['DateLessThan', '1767225600', '2025-12-31T23:59:59Z', yes],
    // Without a zone it is UTC, wherever the judge runs.
    ['DateEquals', '2026-07-01T12:00:00', '2026-07-01T12:00:00Z', yes],
    ['Bool', 'true', 'TRUE', yes],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', yes],
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', yes],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', yes],
    ['IpAddress', '203.0.113.0/24', '2001:db8::1', no],
    ['NotIpAddress', '203.0.113.0/24', '2001:db8::1', yes],
    ['ArnLike', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::1:role/ab', yes],
    ['ArnEquals', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::1:role/ab', yes],
    ['ArnNotLike', 'arn:aws:iam::*:role/a*', 'arn:aws:iam::1:user/ab', yes],
    ['ArnLike', '*', 'arn:aws:iam::1:role/ab', maybe],
  ])('%s %j of %j is %i', (operator, wanted, value, expected) => {
    expect(test(operator, wanted, value)).toBe(expected);
  });

  it.each<[string, unknown, Truth]>([
    ['StringEquals', 'a', no],
    ['StringEqualsIfExists', 'a', yes],
    ['StringNotEquals', 'a', yes],
    ['NotIpAddress', '10.0.0.0/8', yes],
    ['Bool', 'false', no],
    ['BoolIfExists', 'true', yes],
    ['Null', 'true', yes],
    ['Null', 'false', no],
    ['ForAllValues:StringEquals', 'a', yes],
    ['ForAnyValue:StringEquals', 'a', no],
    ['ForAnyValue:StringNotEquals', 'a', no],
    ['ForAnyValue:StringEqualsIfExists', 'a', maybe],
  ])('%s %j on an absent key is %i', (operator, wanted, expected) => {
    expect(test(operator, wanted, absent)).toBe(expected);
  });

  it.each<[string, unknown, readonly string[], Truth]>([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], yes],
    ['ForAllValues:StringEquals', ['a'], ['a', 'b'], no],
    ['ForAllValues:StringEquals', ['a'], [], yes],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'c'], yes],
    ['ForAllValues:StringNotEquals', ['a'], ['a', 'c'], no],
    ['ForAnyValue:StringEquals', ['a'], ['a', 'b'], yes],
    ['ForAnyValue:StringEquals', ['a'], [], no],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], yes],
    ['StringEquals', 'a', ['a'], no],
    ['StringNotEquals', 'a', ['b'], no],
  ])('%s %j of the list %j is %i', (operator, wanted, value, expected) => {
    expect(test(operator, wanted, value)).toBe(expected);
  });
});
