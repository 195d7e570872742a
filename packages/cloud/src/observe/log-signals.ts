// Log lines that count: each becomes a metric by a filter on its log group. Here are the API's own lines; what people
// and programs do to the account stands in trail-signals.ts.

import type { LogEvent } from '@cool/contract/telemetry';

/** Where the filters of log groups put what they count. */
export const signalNamespace = 'CoolDelivery/Signals';

export interface Signal {
  /** Name of the metric. */
  readonly metric: string;
  /** CloudWatch Logs filter pattern. */
  readonly pattern: string;
}

const event = (name: LogEvent) => `$.event = "${name}"`;

export const apiSignals = [
  { metric: 'BrokenRequests', pattern: `{ ${event('broken')} }` },
  { metric: 'MailFailures', pattern: `{ ${event('mail-failed')} }` },
  // The absence of the database has an alarm of its own; its driver's errors are all named Mongo….
  { metric: 'BackgroundFailures', pattern: `{ ${event('periodic-failed')} && $.err.type != "Mongo*" }` },
  { metric: 'HardStops', pattern: `{ ${event('stopped-hard')} }` },
  { metric: 'AlteredProofs', pattern: `{ ${event('proof-altered')} }` },
  // A database that cannot be reached has its alarm; one that refuses the record is something else.
  {
    metric: 'UntoldRefusals',
    pattern: `{ ${event('refusal-untold')} && $.err.type != "MongoNetwork*" && $.err.type != "MongoServerSelection*" }`,
  },
] as const satisfies readonly Signal[];

/** What the ban function reads, and what wakes it. */
export const refusedSignIns = `{ ${event('sign-in-refused')} }`;
