// From the stored document to what the contract shows: built by naming each field, so nothing comes along by itself.

import type { Order, OrderEvent, OrderRow, ShownEvent } from '@cool/contract/orders';
import type { OrderDocument, StoredEvent } from './order-document.ts';

export type RowFields = Pick<
  OrderDocument,
  '_id' | 'version' | 'state' | 'courierId' | 'courierName' | 'placedAt' | 'updatedAt' | 'customerId'
> & {
  readonly pickup: Pick<OrderDocument['pickup'], 'name' | 'routingKey'>;
  readonly dropOff: Pick<OrderDocument['dropOff'], 'name' | 'address' | 'routingKey'>;
  readonly recipient: Pick<OrderDocument['recipient'], 'name'>;
  readonly parcel: Pick<OrderDocument['parcel'], 'description'>;
};

/** What a row needs from the database, nothing more. */
export const rowProjection = {
  version: 1,
  state: 1,
  'pickup.name': 1,
  'pickup.routingKey': 1,
  'dropOff.name': 1,
  'dropOff.address': 1,
  'dropOff.routingKey': 1,
  'recipient.name': 1,
  'parcel.description': 1,
  courierId: 1,
  courierName: 1,
  placedAt: 1,
  updatedAt: 1,
  customerId: 1,
} as const;

export function rowOf(order: RowFields): OrderRow {
  return {
    id: order._id,
    version: order.version,
    state: order.state,
    pickup: { name: order.pickup.name, routingKey: order.pickup.routingKey },
    dropOff: {
      name: order.dropOff.name,
      address: order.dropOff.address,
      routingKey: order.dropOff.routingKey,
    },
    recipientName: order.recipient.name,
    parcel: order.parcel.description,
    courierId: order.courierId,
    courierName: order.courierName,
    placedAt: order.placedAt,
    updatedAt: order.updatedAt,
  };
}

export function orderOf(order: OrderDocument): Order {
  return {
    id: order._id,
    version: order.version,
    state: order.state,
    pickup: order.pickup,
    dropOff: order.dropOff,
    recipient: order.recipient,
    parcel: order.parcel,
    customerId: order.customerId,
    courierId: order.courierId,
    courierName: order.courierName,
    placedAt: order.placedAt,
    updatedAt: order.updatedAt,
    events: order.events.map(shownEventOf),
  };
}

/** The event as the audit chain holds it. */
export function eventOf(event: StoredEvent): OrderEvent {
  const { contentDigest } = event;
  return { ...shownEventOf(event), ...(contentDigest === undefined ? {} : { contentDigest }) };
}

function shownEventOf(event: StoredEvent): ShownEvent {
  const { eventId, command, from, to, at, actorId, actorRole, reason, courierId } = event;
  return {
    eventId,
    command,
    from,
    to,
    at,
    actorId,
    actorRole,
    ...(reason === undefined ? {} : { reason }),
    ...(courierId === undefined ? {} : { courierId }),
  };
}
