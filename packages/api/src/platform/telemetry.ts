// What this process has to say about itself, every ten seconds, as one line of its log: counts since the last line and
// readings of the moment. Counting is adding to a number; nothing here can fail a request.

import { setTimeout as delay } from 'node:timers/promises';
import {
  type MetricName,
  type MetricOfKind,
  type MetricValues,
  metricIntervalMs,
  metricReport,
  metrics,
} from '@cool/contract/telemetry';
import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import { type Periodic, startPeriodic } from './periodic.ts';

export type CountName = MetricOfKind<'count'>;
export type GaugeName = MetricOfKind<'gauge'>;

/** Taken at each report; what throws is left out of it. */
export type Gauges = Readonly<Partial<Record<GaugeName, () => number | Promise<number>>>>;

export interface Telemetry {
  count(name: CountName): void;
  /** Reports now, and each interval from now on. */
  start(gauges: Gauges): Periodic;
}

export interface TelemetryParts {
  readonly clock: Clock;
  readonly log: Logger;
  /** Called with what a gauge threw, so that a reading the database refused is counted as such. */
  readonly unread?: (error: unknown, count: (name: CountName) => void) => void;
  readonly readingTimeoutMs?: number;
}

export function makeTelemetry({ clock, log, unread, readingTimeoutMs = 3_000 }: TelemetryParts): Telemetry {
  let counts = new Map<CountName, number>();
  const count = (name: CountName) => void counts.set(name, (counts.get(name) ?? 0) + 1);

  const report = async (gauges: Gauges) => {
    const read = await Promise.allSettled(
      Object.entries(gauges).map(
        async ([name, take]) => [name, await inTime(take, readingTimeoutMs)] as const,
      ),
    );
    const readings = read.flatMap((each) => {
      if (each.status === 'fulfilled') return [each.value];
      unread?.(each.reason, count);
      return [];
    });
    const values: MetricValues = {
      ...nothingHappened,
      ...Object.fromEntries(counts),
      ...Object.fromEntries(readings),
    };
    counts = new Map();
    log.info({ event: 'metrics', ...metricReport(values, clock()) });
  };

  return {
    count,
    start: (gauges) => startPeriodic('metrics', metricIntervalMs, () => report(gauges), log),
  };
}

/** A reading that hangs must not silence the others: metrics are needed most when something hangs. */
async function inTime(take: () => number | Promise<number>, limitMs: number): Promise<number> {
  const late = new AbortController();
  const tooLate = delay(limitMs, undefined, { ref: false, signal: late.signal }).then(() => {
    throw new Error('reading-timeout');
  });
  try {
    return await Promise.race([take(), tooLate]);
  } finally {
    late.abort();
    tooLate.catch(() => undefined); // the race is over, whoever won it
  }
}

/** Nought is a value: an alarm must tell "nothing went wrong" from "nobody reports". */
const nothingHappened: MetricValues = Object.fromEntries(
  (Object.keys(metrics) as MetricName[])
    .filter((name) => metrics[name].kind === 'count')
    .map((name) => [name, 0]),
);
