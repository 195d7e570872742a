// What the audit chain vouches for without knowing it: the content of an order, which no command changes. Keyed, because
// whoever may read the chain must not be able to try addresses against it; bound to the order's id, so that the content
// of two orders cannot change places. Without the key nobody can tell: losing it erases, and verifies no more.

import type { Instructions } from '@cool/contract/orders';
import { canonicalJson } from '#platform/canonical-json.ts';
import { keyedDigest } from '#platform/digest.ts';
import type { Keys } from '#platform/keys.ts';
import type { OrderDocument } from './order-document.ts';

export type OrderContent = Pick<OrderDocument, 'pickup' | 'dropOff' | 'recipient' | 'parcel'>;

export function contentDigest(
  keys: Pick<Keys, 'bodyDigestKey'>,
  orderId: string,
  { pickup, dropOff, recipient, parcel }: OrderContent,
): string {
  const content = { pickup, dropOff, recipient, parcel };
  return keyedDigest(keys.bodyDigestKey, canonicalJson({ content, orderId })).toString('hex');
}

/** The same for what a recipient asks for, which each `instruct` changes. */
export function instructionsDigest(
  keys: Pick<Keys, 'bodyDigestKey'>,
  orderId: string,
  { text, safePlace }: Instructions,
): string {
  return keyedDigest(
    keys.bodyDigestKey,
    canonicalJson({ instructions: { safePlace, text }, orderId }),
  ).toString('hex');
}
