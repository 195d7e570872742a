// CloudWatch alarms over data points: period, statistic, evaluation periods, datapoints to alarm, missing data; then
// composite rules. After "Using Amazon CloudWatch alarms" of the user guide, without what our alarms do not use
// (anomaly bands, percentiles over few samples) and without the longer range CloudWatch reaches back over for late data.

import { type AlarmRule, parseAlarmRule } from './alarm-rule.ts';
import { type DataPoint, dimensionKey } from './data-points.ts';
import type { Alarm, Composite, MetricRead } from './definitions.ts';
import { evaluateMath } from './metric-math.ts';

const minuteMs = 60_000;

type Series = ReadonlyMap<string, readonly DataPoint[]>;

const seriesKey = ({ namespace, name, dimensions }: Pick<DataPoint, 'namespace' | 'name' | 'dimensions'>) =>
  `${namespace} ${name} ${dimensions}`;

function seriesOf(points: readonly DataPoint[]): Series {
  const series = new Map<string, DataPoint[]>();
  for (const point of points) {
    const known = series.get(seriesKey(point));
    if (known === undefined) series.set(seriesKey(point), [point]);
    else known.push(point);
  }
  return series;
}

/** The alarms that were in ALARM at the end of at least one minute of the time given. */
export function alarmsRaised(
  alarms: readonly Alarm[],
  composites: readonly Composite[],
  points: readonly DataPoint[],
  fromMs: number,
  toMs: number,
): readonly string[] {
  const raised = new Set<string>();
  const series = seriesOf(points);
  const rules = composites.map(({ name, rule }) => ({ name, holds: parseAlarmRule(rule) }));
  for (let nowMs = fromMs; nowMs <= toMs; nowMs += minuteMs) {
    const speaking = new Set(alarms.filter((alarm) => speaks(alarm, series, nowMs)).map(({ name }) => name));
    for (const name of [...speaking, ...compositesSpeaking(rules, speaking)]) raised.add(name);
  }
  return [...raised].sort();
}

const compositesSpeaking = (
  rules: readonly { readonly name: string; readonly holds: AlarmRule }[],
  speaking: ReadonlySet<string>,
) => rules.filter(({ holds }) => holds(speaking)).map(({ name }) => name);

function speaks(alarm: Alarm, series: Series, nowMs: number): boolean {
  const periodMs = alarm.periodS * 1_000;
  const lastEndMs = Math.floor(nowMs / periodMs) * periodMs; // a period counts when it is over
  const breaching = Array.from({ length: alarm.evaluationPeriods }, (_, back) => {
    const endMs = lastEndMs - back * periodMs;
    return isBreaching(alarm, readingOf(alarm, series, endMs - periodMs, endMs));
  });
  return breaching.filter(Boolean).length >= alarm.datapointsToAlarm;
}

function isBreaching({ comparison, threshold, missing }: Alarm, value: number | undefined): boolean {
  if (value === undefined) return missing === 'breaching';
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    default:
      throw new Error(`Alarm comparison: given ${comparison}, understood are >, >= and <.`);
  }
}

function readingOf(alarm: Alarm, series: Series, fromMs: number, toMs: number): number | undefined {
  const values = Object.entries(alarm.reads).map(
    ([id, read]) => [id, statistic(read, series, fromMs, toMs)] as const,
  );
  if (alarm.expression === undefined) return values[0]?.[1];
  const known = values.filter((each): each is readonly [string, number] => each[1] !== undefined);
  return evaluateMath(alarm.expression, Object.fromEntries(known));
}

function statistic(
  { namespace, name, dimensions, statistic: kind }: MetricRead,
  series: Series,
  fromMs: number,
  toMs: number,
): number | undefined {
  const values = (series.get(seriesKey({ namespace, name, dimensions: dimensionKey(dimensions) })) ?? [])
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .map(({ value }) => value);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (kind) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / values.length;
    case 'Minimum':
      return Math.min(...values);
    case 'Maximum':
      return Math.max(...values);
    default:
      throw new Error(`Statistic: given ${kind}, understood are Sum, Average, Minimum and Maximum.`);
  }
}
