import { describe, expect, it, test } from 'vitest';
import { alarmsRaised } from './alarm-evaluator.ts';
import { parseAlarmRule } from './alarm-rule.ts';
import type { DataPoint } from './data-points.ts';
import type { Alarm } from './definitions.ts';
import { evaluateMath } from './metric-math.ts';

const read = { namespace: 'N', name: 'M', dimensions: {}, statistic: 'Sum' };
const alarm: Alarm = {
  name: 'a',
  reads: { value: read },
  expression: undefined,
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 5,
  periodS: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  missing: 'notBreaching',
  actions: [],
};
const points = (values: readonly (number | null)[]): readonly DataPoint[] =>
  values.flatMap((value, minute) =>
    value === null ? [] : [{ namespace: 'N', name: 'M', dimensions: '', value, atMs: minute * 60_000 + 1 }],
  );
const speaks = (more: Partial<Alarm>, values: readonly (number | null)[]) =>
  alarmsRaised([{ ...alarm, ...more }], [], points(values), 3 * 60_000, values.length * 60_000).length === 1;

describe('an alarm', () => {
  it.each<readonly [string, Partial<Alarm>, readonly (number | null)[], boolean]>([
    ['needs as many breaching datapoints as it says', {}, [0, 5, 0, 0, 0], false],
    ['does not need them in a row', {}, [0, 5, 0, 5, 0], true],
    ['forgets what is older than its evaluation periods', {}, [5, 0, 0, 5, 0], false],
    ['takes the threshold itself as breaching when it says so', {}, [0, 5, 5, 0], true],
    ['and not when it does not', { comparison: 'GreaterThanThreshold' }, [0, 5, 5, 0], false],
    ['takes silence as well', {}, [5, null, null, null, null], false],
    ['or as a breach, as it says', { missing: 'breaching' }, [0, 0, null, null, null], true],
    ['looks below', { comparison: 'LessThanThreshold', threshold: 1 }, [1, 1, 0, 0, 1], true],
  ])('%s', (_name, more, values, expected) => {
    expect(speaks(more, values)).toBe(expected);
  });

  it('sums what lies in one period and asks no other metric', () => {
    const many = [...points([0, 3, 3]), ...points([0, 3, 3])];
    const other = points([9, 9, 9]).map((point) => ({ ...point, dimensions: 'Host=1' }));
    expect(alarmsRaised([alarm], [], many, 180_000, 180_000)).toEqual(['a']);
    expect(alarmsRaised([alarm], [], [...points([0, 3, 3]), ...other], 180_000, 180_000)).toEqual([]);
  });

  it('waits for a long period to be over', () => {
    const long = { ...alarm, periodS: 300, evaluationPeriods: 1, datapointsToAlarm: 1 };
    expect(alarmsRaised([long], [], points([5]), 60_000, 240_000)).toEqual([]);
    expect(alarmsRaised([long], [], points([5]), 300_000, 300_000)).toEqual(['a']);
  });

  it('throws on a statistic or comparison it does not know', () => {
    const odd = { ...alarm, reads: { value: { ...read, statistic: 'p99.9' } } };
    expect(() => alarmsRaised([odd], [], points([1, 1, 1]), 180_000, 180_000)).toThrow(/Statistic/);
  });

  it('in a composite speaks by its rule', () => {
    const composite = { name: 'c', rule: 'ALARM("a") AND NOT ALARM("b")', actions: [] };
    const b = { ...alarm, name: 'b', missing: 'breaching', reads: { value: { ...read, name: 'Other' } } };
    expect(alarmsRaised([alarm], [composite], points([0, 5, 5]), 180_000, 180_000)).toEqual(['a', 'c']);
    expect(alarmsRaised([alarm, b], [composite], points([0, 5, 5]), 180_000, 180_000)).toEqual(['a', 'b']);
  });
});

test.each<readonly [string, number | undefined]>([
  ['a + b', 12],
  ['a - b * 2', 6],
  ['100 * b / a', 20],
  ['IF(a >= 20, 1, 0)', 0],
  ['IF(a >= 10, 100 * b / a, 0)', 20],
  ['(a + b) * 2', 24],
  ['a / 0', undefined],
  ['a + absent', undefined],
])('metric math: %s', (expression, value) => {
  expect(evaluateMath(expression, { a: 10, b: 2 })).toBe(value);
});

test.each(['SEARCH("x")', 'a ** b', 'IF(a, b)', 'a b'])(
  'metric math it does not understand throws: %s',
  (expression) => {
    expect(() => evaluateMath(expression, { a: 10, b: 2 })).toThrow(/Metric math/);
  },
);

test.each<readonly [string, readonly string[], boolean]>([
  ['(ALARM("a") OR ALARM("b")) AND NOT ALARM("c")', ['b'], true],
  ['(ALARM("a") OR ALARM("b")) AND NOT ALARM("c")', ['b', 'c'], false],
  ['ALARM("a") OR ALARM("b") AND ALARM("c")', ['a'], true],
  ['NOT (ALARM("a") OR ALARM("b"))', [], true],
])('%s with %j', (rule, speaking, expected) => {
  expect(parseAlarmRule(rule)(new Set(speaking))).toBe(expected);
});

test.each(['OK("a")', 'ALARM(a)', '(ALARM("a")', 'ALARM("a") ALARM("b")'])(
  'a rule it does not understand throws: %s',
  (rule) => {
    expect(() => parseAlarmRule(rule)).toThrow(/Alarm rule/);
  },
);
