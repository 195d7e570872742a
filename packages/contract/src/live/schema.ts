// Server-sent events (WHATWG HTML, section 9.2). The event id is the audit sequence number, so a client that
// reconnects with Last-Event-ID misses nothing and sees nothing twice.

import Type, { type Static } from 'typebox';
import { orderId, orderRow } from '../orders/schema.ts';

const closed = { additionalProperties: false } as const;

/** Event `order` on /api/live: the row as it stands now, if this session may see the order. */
export const liveOrder = Type.Object({ seq: Type.Integer(), row: orderRow }, closed);

/** Event `gone` on /api/live: the order was assigned to another courier; this session may no longer see it. */
export const liveGone = Type.Object({ seq: Type.Integer(), id: orderId }, closed);

/** How a stream behaves; the edge and the load balancer are set from the same numbers. */
export const streamTimes = {
  heartbeatMs: 15_000, // below CloudFront's shortest response timeout
  maxAgeMs: 15 * 60_000, // a session revoked while idle is noticed, and a deploy is never waited for
  retryMs: 1_000,
} as const;

export type LiveOrder = Static<typeof liveOrder>;
export type LiveGone = Static<typeof liveGone>;
