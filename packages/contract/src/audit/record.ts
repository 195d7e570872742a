// One link of the audit chain, which is also the event feed: record n+1 can only be inserted after n.
// hash = SHA-256 over the canonical JSON (RFC 8785) of the record without `hash`, so anyone can verify it.

import Type, { type Static } from 'typebox';
import { orderEvent, orderId } from '../orders/schema.ts';

const closed = { additionalProperties: false } as const;
const sha256Hex = Type.String({ pattern: '^[0-9a-f]{64}$', description: '64 hexadecimal digits' });

/** The `prev` of the first record. */
export const chainOrigin = '0'.repeat(64);

export const auditRecord = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    prev: sha256Hex,
    hash: sha256Hex,
    at: Type.String({ format: 'date-time' }),
    eventId: Type.String(),
    subject: Type.Object({ type: Type.Literal('order'), id: orderId, version: Type.Integer() }, closed),
    event: orderEvent,
  },
  closed,
);

export type AuditRecord = Static<typeof auditRecord>;
