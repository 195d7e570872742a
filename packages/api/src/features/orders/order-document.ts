// An order as it lies in the database: one document holds the state, everything that happened, and what still has to
// be told to others (outboxes), so one write changes all of it or nothing.

import type {
  Instructions,
  OrderEvent,
  OrderState,
  Parcel,
  Place,
  ProofPolicy,
  Recipient,
  TimeWindow,
} from '@cool/contract/orders';

import type { SecretKeyIds } from './order-secrets.ts';

export interface StoredEvent extends OrderEvent {
  /** Keyed digest of who asked for what: the same eventId with another request is refused. */
  readonly bodyDigest: string;
  /** What a person added. Free text is personal, so it stays out of the audit chain. */
  readonly note?: string;
}

/** An event not yet in the audit chain; the event itself stands in `events`. */
export interface OutboxEntry {
  readonly eventId: string;
  readonly version: number;
  readonly at: string;
}

export type OrderMailKind = 'delivery-announced' | 'delivery-failed';

/** A mail not yet handed over. The id is stable, so a mail sent twice is one mail. */
export interface MailEntry {
  readonly messageId: string;
  readonly kind: OrderMailKind;
  readonly at: string;
}

export interface OrderDocument {
  readonly _id: string;
  readonly version: number;
  readonly state: OrderState;
  readonly open: boolean;
  readonly pickup: Place;
  readonly dropOff: Place;
  readonly recipient: Recipient;
  readonly parcel: Parcel;
  /** `pin` when it is absent. */
  readonly proofPolicy?: ProofPolicy;
  /** What is promised; absent or null when nothing is. */
  readonly window?: TimeWindow | null;
  readonly instructions?: Instructions;
  /** Absent in orders of a time when it was not kept: since the last change, then. */
  readonly stateSince?: string;
  /** 256 random bits, base64, under which the chain vouches for the content; absent in older orders and redacted ones. */
  readonly contentKey?: string;
  /** Since when what is personal is gone (`redactionOf`); absent or null until then. */
  readonly redactedAt?: string | null;
  /** Words under which the order is found (`searchKeysOf`). */
  readonly searchKeys?: readonly string[];
  readonly customerId: string;
  readonly courierId: string | null;
  readonly courierName: string | null;
  readonly assignedAt: string | null;
  readonly placedAt: string;
  readonly updatedAt: string;
  readonly endedAt: string | null;
  /** With which keys PIN and view link are derived; absent in orders of a time when there was one of each. */
  readonly secretKeyIds?: SecretKeyIds;
  /** SHA-256 of the view link's token; the token itself is derived again where it is needed. */
  readonly viewTokenHash: string;
  readonly pinTries: number;
  readonly pinLastTryAt: string | null;
  readonly events: readonly StoredEvent[];
  readonly outbox: readonly OutboxEntry[];
  readonly mailOutbox: readonly MailEntry[];
}
