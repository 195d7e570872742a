// What the audit chain vouches for without knowing it: the content of an order, which no command changes. Keyed twice:
// by the platform's key, so that whoever may read the chain cannot try addresses against it, and by the order's own,
// which goes when the order's time is over; from then on nobody can link the digest to anything, we neither. Bound to the
// order's id, so that the content of two orders cannot change places.

import type { Instructions } from '@cool/contract/orders';
import { canonicalJson } from '#platform/canonical-json.ts';
import { keyedDigest } from '#platform/digest.ts';
import type { Keys } from '#platform/keys.ts';
import type { OrderDocument } from './order-document.ts';

export type OrderContent = Pick<OrderDocument, 'pickup' | 'dropOff' | 'recipient' | 'parcel'>;

/** What of an order says how its content is sealed. */
export type SealOf = Pick<OrderDocument, '_id' | 'contentKey'>;

type PlatformKey = Pick<Keys, 'bodyDigestKey'>;

export function contentDigest(
  keys: PlatformKey,
  order: SealOf,
  { pickup, dropOff, recipient, parcel }: OrderContent,
): string {
  return sealed(keys, order, { content: { pickup, dropOff, recipient, parcel } });
}

/** The same for what a recipient asks for, which each `instruct` changes. */
export function instructionsDigest(
  keys: PlatformKey,
  order: SealOf,
  { text, safePlace }: Instructions,
): string {
  return sealed(keys, order, { instructions: { safePlace, text } });
}

function sealed(keys: PlatformKey, { _id: orderId, contentKey }: SealOf, said: object): string {
  const inner = keyedDigest(keys.bodyDigestKey, canonicalJson({ ...said, orderId })).toString('hex');
  if (contentKey === undefined) return inner; // placed before orders had a key of their own
  return keyedDigest(Buffer.from(contentKey, 'base64'), inner).toString('hex');
}
