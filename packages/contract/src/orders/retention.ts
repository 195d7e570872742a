// How long an order keeps what is personal in it, and what stands there afterwards. One number for the platform's sweep,
// the check of the audit trail and the bucket of proofs.

import type { Parcel, Place, Recipient } from './schema.ts';

/**
 * A claim about a parcel can be made for a year (Convention on the contract for the international carriage of goods by
 * road, article 32); then a month to answer it. Counted from the end of the order.
 */
export const personalDaysAfterEnd = 396;

/** What stands where a personal value stood. */
export const removedText = 'Removed';

export const removedRecipient: Recipient = { name: removedText, email: 'removed@removed.invalid' };

/** The routing key stays: it stands for some thousands of homes, and reports count by it. */
export function removedPlace({ routingKey }: Pick<Place, 'routingKey'>): Place {
  return { name: removedText, address: removedText, routingKey };
}

export function removedParcel({ weightGrams }: Pick<Parcel, 'weightGrams'>): Parcel {
  return { description: removedText, weightGrams };
}
