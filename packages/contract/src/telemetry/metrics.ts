// The metrics of the API: what it counts, and what alarms, dashboards and scaling may name. They leave the process as
// CloudWatch embedded metric format inside its JSON log, so no call and no credential is needed to report.
//
// Invariant: no dimension. An environment has an account of its own, and a metric is about the service, not a person.

export const metricNamespace = 'CoolDelivery/Api';

export type MetricUnit = 'Count' | 'Milliseconds' | 'Bytes';

export interface Metric {
  readonly unit: MetricUnit;
  /** `count`: what happened since the last report. `gauge`: how it stands at the report. */
  readonly kind: 'count' | 'gauge';
  readonly says: string;
}

export const metrics = {
  ProcessUp: { unit: 'Count', kind: 'gauge', says: '1 from each living process' },
  Requests: { unit: 'Count', kind: 'count', says: 'requests answered, without health probes' },
  ServerErrors: { unit: 'Count', kind: 'count', says: 'requests answered with 5xx, without health probes' },
  SlowRequests: { unit: 'Count', kind: 'count', says: 'requests answered after more than a second' },
  SignInFailures: { unit: 'Count', kind: 'count', says: 'passwords and codes that did not fit' },
  SignInLocks: { unit: 'Count', kind: 'count', says: 'tries refused because the account must wait' },
  AccessRefusals: {
    unit: 'Count',
    kind: 'count',
    says: 'requests that a role, a factor or another site may not make',
  },
  RateLimited: { unit: 'Count', kind: 'count', says: 'requests and streams above their limit' },
  PinLocks: { unit: 'Count', kind: 'count', says: 'deliveries refused after too many wrong PINs' },
  DatabaseUnavailable: {
    unit: 'Count',
    kind: 'count',
    says: 'requests, probes and readings the database did not answer',
  },
  OpenStreams: { unit: 'Count', kind: 'gauge', says: 'live streams open in a process' },
  EventLoopDelay: { unit: 'Milliseconds', kind: 'gauge', says: 'delay of the event loop, 99th percentile' },
  AuditDrainLag: {
    unit: 'Milliseconds',
    kind: 'gauge',
    says: 'age of the oldest event not yet in the audit chain',
  },
  MailDrainLag: { unit: 'Milliseconds', kind: 'gauge', says: 'age of the oldest mail not yet handed over' },
  MemoryUsed: { unit: 'Bytes', kind: 'gauge', says: 'resident memory of a process' },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof metrics;

export type MetricOfKind<Kind extends Metric['kind']> = {
  readonly [Name in MetricName]: (typeof metrics)[Name]['kind'] extends Kind ? Name : never;
}[MetricName];

/** A reading that could not be taken is left out, not reported as nought. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

/** How often a process reports: below the minute of an alarm, so that each minute holds several reports. */
export const metricIntervalMs = 10_000;
