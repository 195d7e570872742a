// An order after its time: what is personal in it is gone, and what happened still stands. Pure. Gone are names,
// addresses, places, what was in the parcel, instructions, notes, the words it was found under, the digests of requests
// that held all this, and the order's own key, without which nobody can link the digest in the audit chain to anything.

import {
  personalDaysAfterEnd,
  removedParcel,
  removedPlace,
  removedRecipient,
  removedText,
} from '@cool/contract/orders';
import type { OrderDocument, StoredEvent } from './order-document.ts';

const dayMs = 86_400_000;

/** Orders that ended before this moment are to be redacted. */
export function redactedBefore(now: Date): string {
  return new Date(now.getTime() - personalDaysAfterEnd * dayMs).toISOString();
}

/** What of the document changes; `instructions` and `contentKey` are taken out besides. */
export type Redaction = Pick<
  OrderDocument,
  'pickup' | 'dropOff' | 'recipient' | 'parcel' | 'courierName' | 'searchKeys' | 'events'
> & { readonly redactedAt: string };

type Redactable = Pick<OrderDocument, 'pickup' | 'dropOff' | 'parcel' | 'courierName' | 'events'>;

export function redactionOf(order: Redactable, at: Date): Redaction {
  return {
    pickup: removedPlace(order.pickup),
    dropOff: removedPlace(order.dropOff),
    recipient: removedRecipient,
    parcel: removedParcel(order.parcel),
    courierName: order.courierName === null ? null : removedText,
    searchKeys: [],
    events: order.events.map(withoutWords),
    redactedAt: at.toISOString(),
  };
}

/** The event as the audit chain holds it stays as it is, to the letter. */
function withoutWords({ note: _note, ...event }: StoredEvent): StoredEvent {
  return { ...event, bodyDigest: '' };
}
