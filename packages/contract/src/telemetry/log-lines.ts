// Every line the API may write into its log, by its `event`, with every field it may hold. Metric filters, saved queries
// and the ban list read these names; a journey compares what running processes write with this table.

import { type MetricName, metrics } from './metrics.ts';

/** In every line. `message` is a name of ours, never the text of an error. */
export const lineFields = ['level', 'time', 'event', 'message'] as const;

/** Put there by the server's own logger within a request. */
const requestFields = ['requestId'] as const;

export const logLines = {
  listening: ['port'],
  draining: ['signal'],
  stopped: [],
  'stopped-hard': ['afterMs'],
  /** Who asked for what, and how it ended. `route` is the pattern, never the address with its token. */
  request: [
    ...requestFields,
    'edgeId', // CloudFront's own name for the request: its log's x-edge-request-id, the web ACL's requestId
    'traceId', // the load balancer's own name for it: its log's trace_id
    'method',
    'route',
    'status',
    'problem',
    'ms',
    'principalId',
    'role',
    'orderId',
    'eventId',
  ],
  /** The one line that names an address: the ban list at the edge has nothing else to go by. */
  'sign-in-refused': [...requestFields, 'problem', 'address'],
  metrics: ['_aws', ...(Object.keys(metrics) as MetricName[])],
  /** Records that joined the chain; with the head's hash, a place outside the database that an insider must change too. */
  'audit-appended': ['fromSeq', 'toSeq', 'headHash', 'eventIds'],
  /** A refusal that could not be told to the audit trail; this line tells it. */
  'refusal-untold': [...requestFields, 'problem', 'err'],
  'tracing-failed': ['err'],
  broken: [...requestFields, 'err'],
  'verification-broken': [...requestFields, 'err'],
  'live-broken': [...requestFields, 'err'],
  'periodic-failed': ['name', 'err'],
  'mail-failed': ['messageId', 'err'],
  /** A kept proof is missing or is not the one that was taken: somebody or something changed the store. */
  'proof-altered': [...requestFields, 'orderId'],
  'sessions-unconfirmed': ['streams', 'err'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type LogEvent = keyof typeof logLines;
