// Server-sent events (WHATWG HTML, section 9.2). The event id is the audit sequence number, so a client that
// reconnects with Last-Event-ID misses nothing and sees nothing twice.

import Type, { type Static } from 'typebox';
import { orderId, orderRow } from '../orders/schema.ts';

const closed = { additionalProperties: false } as const;

/** Event `order` on /api/live: the row as it stands now, if this session may see the order. */
export const liveOrder = Type.Object({ seq: Type.Integer(), row: orderRow }, closed);

/** Event `gone` on /api/live: the order was assigned to another courier; this session may no longer see it. */
export const liveGone = Type.Object({ seq: Type.Integer(), id: orderId }, closed);

export type LiveOrder = Static<typeof liveOrder>;
export type LiveGone = Static<typeof liveGone>;
