// One link of the audit chain, which is also the event feed: record n+1 can only be inserted after n.
// hash = SHA-256 over the canonical JSON (RFC 8785) of the record without `hash`, so anyone can verify it.
// What a record is about stands in `subject`: an order, a person, or an access, which changed nothing.

import Type, { type Static } from 'typebox';
import { orderEvent, orderId, userId } from '../orders/schema.ts';
import { accessEvent } from './access-event.ts';
import { personEvent } from './person-event.ts';

const closed = { additionalProperties: false } as const;
const sha256Hex = Type.String({ pattern: '^[0-9a-f]{64}$', description: '64 hexadecimal digits' });

/** The `prev` of the first record. */
export const chainOrigin = '0'.repeat(64);

const link = {
  seq: Type.Integer({ minimum: 1 }),
  prev: sha256Hex,
  hash: sha256Hex,
  at: Type.String({ format: 'date-time' }),
  eventId: Type.String(),
};

export const orderRecord = Type.Object(
  {
    ...link,
    subject: Type.Object({ type: Type.Literal('order'), id: orderId, version: Type.Integer() }, closed),
    event: orderEvent,
  },
  closed,
);

/** `version` counts what was told of this person, from 1 without gaps. */
export const personRecord = Type.Object(
  {
    ...link,
    subject: Type.Object(
      { type: Type.Literal('person'), id: userId, version: Type.Integer({ minimum: 1 }) },
      closed,
    ),
    event: personEvent,
  },
  closed,
);

/** `id` names what was reached for, when it has a name: an order, a person. */
export const accessRecord = Type.Object(
  {
    ...link,
    subject: Type.Object(
      { type: Type.Literal('access'), id: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]) },
      closed,
    ),
    event: accessEvent,
  },
  closed,
);

export const auditRecord = Type.Union([orderRecord, personRecord, accessRecord]);

export type OrderRecord = Static<typeof orderRecord>;
export type PersonRecord = Static<typeof personRecord>;
export type AccessRecord = Static<typeof accessRecord>;
export type AuditRecord = OrderRecord | PersonRecord | AccessRecord;
export type SubjectType = AuditRecord['subject']['type'];
