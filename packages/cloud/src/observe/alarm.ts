// One alarm as data, and the few words the tables of alarms are written in.

import { type MetricName, metricNamespace } from '@cool/contract/telemetry';
import { type apiSignals, signalNamespace } from './log-signals.ts';
import type { trailSignals } from './trail-signals.ts';

export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum' | 'p99';

export interface MetricRead {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
}

export interface AlarmDefinition {
  /** Also the name of its runbook. */
  readonly id: string;
  readonly about: 'users' | 'saturation' | 'security';
  /** Completes "It speaks when …". */
  readonly when: string;
  /** `page`: somebody gets up. `notice`: somebody looks in working hours. */
  readonly severity: 'page' | 'notice';
  readonly reads: Readonly<Record<string, MetricRead>>;
  /** Metric math over the names of `reads`; without it there is one read. */
  readonly expression?: string;
  readonly comparison: 'above' | 'atLeast' | 'below';
  readonly threshold: number;
  readonly periodS: 60 | 300;
  readonly periods: number;
  /** How many of `periods` must breach. */
  readonly datapoints: number;
  /** `bad`: silence is the fault. `good`: silence means that nothing happened. */
  readonly silenceIs: 'bad' | 'good';
}

/** One page for one cause: speaks only when none of the alarms that explain it does. */
export interface CompositeDefinition {
  readonly id: string;
  readonly about: 'users';
  readonly when: string;
  readonly severity: 'page';
  readonly anyOf: readonly string[];
  readonly noneOf: readonly string[];
}

type Given = Omit<AlarmDefinition, 'reads' | 'comparison' | 'periodS' | 'silenceIs'> &
  Partial<Pick<AlarmDefinition, 'comparison' | 'periodS' | 'silenceIs'>> & {
    readonly reads: MetricRead | Readonly<Record<string, MetricRead>>;
  };

export const api = (name: MetricName, statistic: Statistic = 'Sum'): MetricRead => ({
  namespace: metricNamespace,
  name,
  statistic,
});

export type SignalName = (typeof apiSignals)[number]['metric'] | (typeof trailSignals)[number]['metric'];

export const signal = (name: SignalName): MetricRead => ({
  namespace: signalNamespace,
  name,
  statistic: 'Sum',
});

export function alarm(given: Given): AlarmDefinition {
  const { reads } = given;
  const one = 'namespace' in reads && typeof reads.namespace === 'string';
  return {
    comparison: 'atLeast',
    periodS: 60,
    silenceIs: 'good',
    ...given,
    reads: one ? { value: reads as MetricRead } : (reads as Readonly<Record<string, MetricRead>>),
  };
}

/** Fires on the first time in five minutes. */
export const once = { threshold: 1, periodS: 300, periods: 1, datapoints: 1 } as const;

/** Spread over `periods` minutes, so that one bad minute wakes nobody. */
export const lasting = (datapoints: number, periods: number) => ({ datapoints, periods });

/** How often in five minutes. */
export const perFiveMinutes = { periodS: 300, periods: 1, datapoints: 1 } as const;
