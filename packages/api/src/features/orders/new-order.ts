// The first moment of an order, as its document. Pure: the id and the key come from the caller.

import { type PlaceOrder, plainWindow, searchKeysOf } from '@cool/contract/orders';
import type { Keys } from '#platform/keys.ts';
import { contentDigest } from './content-digest.ts';
import type { Actor } from './order.ts';
import type { OrderDocument } from './order-document.ts';
import { secretKeyIdsOf, viewTokenHash, viewTokenOf } from './order-secrets.ts';

export interface NewOrder {
  readonly id: string;
  /** 256 random bits, base64. */
  readonly contentKey: string;
  readonly given: PlaceOrder;
  readonly bodyDigest: string;
  readonly actor: Actor;
  readonly at: Date;
}

export function newOrder(
  keys: Keys,
  { id, contentKey, given, bodyDigest, actor, at }: NewOrder,
): OrderDocument {
  const moment = at.toISOString();
  const promised = {
    ...(given.proofPolicy === undefined ? {} : { proofPolicy: given.proofPolicy }),
    ...(given.window === undefined ? {} : { window: plainWindow(given.window) }),
  };
  const secrets = { _id: id, secretKeyIds: secretKeyIdsOf(keys) };
  return {
    _id: id,
    version: 1,
    state: 'placed',
    open: true,
    pickup: given.pickup,
    dropOff: given.dropOff,
    recipient: given.recipient,
    parcel: given.parcel,
    contentKey,
    ...promised,
    customerId: actor.id,
    courierId: null,
    courierName: null,
    assignedAt: null,
    placedAt: moment,
    updatedAt: moment,
    stateSince: moment,
    searchKeys: searchKeysOf({ id, ...given }),
    endedAt: null,
    secretKeyIds: secrets.secretKeyIds,
    viewTokenHash: viewTokenHash(viewTokenOf(keys, secrets)),
    pinTries: 0,
    pinLastTryAt: null,
    events: [
      {
        eventId: given.eventId,
        command: 'place',
        from: null,
        to: 'placed',
        at: moment,
        actorId: actor.id,
        actorRole: actor.role,
        contentDigest: contentDigest(keys, { _id: id, contentKey }, given),
        ...promised,
        bodyDigest,
      },
    ],
    outbox: [{ eventId: given.eventId, version: 1, at: moment }],
    mailOutbox: [],
  };
}
