// From an order to its row in a list. The server makes rows from what it stored, a page from the answer to a command:
// one function, so that a row never depends on who made it.

import type { Order, OrderRow, Parcel, Place, Recipient } from './schema.ts';

/** What a row needs of an order. */
export type RowSource = Pick<
  Order,
  | 'id'
  | 'version'
  | 'state'
  | 'window'
  | 'courierId'
  | 'courierName'
  | 'placedAt'
  | 'updatedAt'
  | 'stateSince'
> & {
  readonly pickup: Pick<Place, 'name' | 'routingKey' | 'position'>;
  readonly dropOff: Pick<Place, 'name' | 'address' | 'routingKey' | 'position'>;
  readonly recipient: Pick<Recipient, 'name'>;
  readonly parcel: Pick<Parcel, 'description'>;
};

export function rowOf(order: RowSource): OrderRow {
  return {
    id: order.id,
    version: order.version,
    state: order.state,
    pickup: {
      name: order.pickup.name,
      routingKey: order.pickup.routingKey,
      ...positionIn(order.pickup),
    },
    dropOff: {
      name: order.dropOff.name,
      address: order.dropOff.address,
      routingKey: order.dropOff.routingKey,
      ...positionIn(order.dropOff),
    },
    ...(order.window === undefined ? {} : { window: order.window }),
    recipientName: order.recipient.name,
    parcel: order.parcel.description,
    courierId: order.courierId,
    courierName: order.courierName,
    placedAt: order.placedAt,
    updatedAt: order.updatedAt,
    stateSince: order.stateSince,
  };
}

function positionIn({ position }: Pick<Place, 'position'>): Pick<Place, 'position'> {
  return position === undefined ? {} : { position };
}
