// From the stored document to what the contract shows: built by naming each field, so nothing comes along by itself.

import type { Role } from '@cool/contract/identity';
import {
  rowOf as makeRow,
  mayReadInstructions,
  mayReadNotes,
  mayReadRecipientEmail,
  type Order,
  type OrderEvent,
  type OrderRow,
} from '@cool/contract/orders';
import type { OrderDocument, StoredEvent } from './order-document.ts';

export type RowFields = Pick<
  OrderDocument,
  | '_id'
  | 'version'
  | 'state'
  | 'window'
  | 'courierId'
  | 'courierName'
  | 'placedAt'
  | 'updatedAt'
  | 'stateSince'
  | 'customerId'
> & {
  readonly pickup: Pick<OrderDocument['pickup'], 'name' | 'routingKey' | 'position'>;
  readonly dropOff: Pick<OrderDocument['dropOff'], 'name' | 'address' | 'routingKey' | 'position'>;
  readonly recipient: Pick<OrderDocument['recipient'], 'name'>;
  readonly parcel: Pick<OrderDocument['parcel'], 'description'>;
};

/** What a row needs from the database, nothing more. */
export const rowProjection = {
  version: 1,
  state: 1,
  'pickup.name': 1,
  'pickup.routingKey': 1,
  'pickup.position': 1,
  'dropOff.name': 1,
  'dropOff.address': 1,
  'dropOff.routingKey': 1,
  'dropOff.position': 1,
  'recipient.name': 1,
  'parcel.description': 1,
  courierId: 1,
  courierName: 1,
  placedAt: 1,
  updatedAt: 1,
  stateSince: 1,
  window: 1,
  customerId: 1,
} as const;

export function rowOf(order: RowFields): OrderRow {
  const { window, ...others } = order;
  return makeRow({ ...others, ...promiseOf(window), id: order._id, stateSince: sinceOf(order) });
}

/** The order as this role may see it; whose orders it sees at all stands in the query. */
export function orderOf(order: OrderDocument, role: Role): Order {
  return {
    id: order._id,
    version: order.version,
    state: order.state,
    pickup: order.pickup,
    dropOff: order.dropOff,
    recipient: mayReadRecipientEmail.includes(role) ? order.recipient : { name: order.recipient.name },
    parcel: order.parcel,
    proofPolicy: order.proofPolicy ?? 'pin',
    ...promiseOf(order.window),
    ...(order.instructions !== undefined && mayReadInstructions.includes(role)
      ? { instructions: order.instructions }
      : {}),
    customerId: order.customerId,
    courierId: order.courierId,
    courierName: order.courierName,
    placedAt: order.placedAt,
    updatedAt: order.updatedAt,
    stateSince: sinceOf(order),
    ...(isRedacted(order) ? { redactedAt: order.redactedAt } : {}),
    events: order.events.map((event) => ({
      ...plainEventOf(event),
      ...(event.note !== undefined && mayReadNotes.includes(role) ? { note: event.note } : {}),
    })),
  };
}

/** True when its time was over and what was personal in it is gone. */
export function isRedacted<Given extends Pick<OrderDocument, 'redactedAt'>>(
  order: Given,
): order is Given & { readonly redactedAt: string } {
  return typeof order.redactedAt === 'string';
}

export function sinceOf(order: Pick<OrderDocument, 'stateSince' | 'updatedAt'>): string {
  return order.stateSince ?? order.updatedAt;
}

function promiseOf(window: OrderDocument['window']): Pick<Order, 'window'> {
  return window === undefined || window === null ? {} : { window };
}

/** The event as the audit chain holds it. */
export function eventOf(event: StoredEvent): OrderEvent {
  const { contentDigest } = event;
  return { ...plainEventOf(event), ...(contentDigest === undefined ? {} : { contentDigest }) };
}

function plainEventOf(event: StoredEvent): OrderEvent {
  const { eventId, command, from, to, at, actorId, actorRole, reason, courierId } = event;
  const { proofPolicy, window, proof } = event;
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
    ...(proofPolicy === undefined ? {} : { proofPolicy }),
    ...(window === undefined ? {} : { window }),
    ...(proof === undefined ? {} : { proof }),
  };
}
