// The audit trail as auditors read it: pages of records, the newest first, and one verification as it runs.

import Type, { type Static } from 'typebox';
import { userId } from '../orders/schema.ts';
import { accessActs } from './access-event.ts';
import { personChanges } from './person-event.ts';
import { auditRecord } from './record.ts';

const closed = { additionalProperties: false } as const;
const moment = Type.String({ format: 'date-time' });

export const mostRecordsAtOnce = 100;

const happenings = [...Object.keys(personChanges), ...Object.keys(accessActs)];

export const auditQuery = Type.Object(
  {
    /** The cursor of an earlier page. */
    cursor: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' })),
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$', description: '1 to 100' })),
    kind: Type.Optional(Type.Enum(['order', 'person', 'access'])),
    /** What the record is about: the id of an order or a person. */
    about: Type.Optional(
      Type.String({
        pattern: '^(ord|usr)_[0-9A-HJKMNP-TV-Z]{26}$',
        description: "an order's or a person's id",
      }),
    ),
    /** Who did it. */
    by: Type.Optional(userId),
    what: Type.Optional(Type.Enum(happenings)),
  },
  closed,
);

export const auditPage = Type.Object(
  {
    records: Type.Array(auditRecord),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
    /** How far the chain reaches now. */
    head: Type.Object({ seq: Type.Integer({ minimum: 0 }), hash: Type.String() }, closed),
    /** The furthest signed statement over it; null when none was signed yet. */
    checkpoint: Type.Union([Type.Object({ seq: Type.Integer(), at: moment }, closed), Type.Null()]),
  },
  closed,
);

export type AuditQuery = Static<typeof auditQuery>;
export type AuditPage = Static<typeof auditPage>;

/** The events of a verification's stream, by name: `progress` until one `verdict` or `failed` ends it. */
export interface VerificationProgress {
  readonly stage: 'chain' | 'orders' | 'people';
  readonly done: number;
  /** How many records the chain had when it began. */
  readonly of: number;
}

export type VerificationVerdict =
  | {
      readonly ok: true;
      readonly records: number;
      readonly orders: number;
      readonly people: number | null;
      readonly pending: number;
      readonly head: string;
      readonly checkpoint: { readonly seq: number; readonly at: string } | null;
    }
  | {
      readonly ok: false;
      /** The first record that does not fit; null when an order or a person alone does not. */
      readonly seq: number | null;
      readonly orderId: string | null;
      readonly personId: string | null;
      readonly what: string;
    };
