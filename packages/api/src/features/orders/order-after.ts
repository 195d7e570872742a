// The order as it was right after one of its events: what whoever gave that command was answered. For those who no longer
// see the order and ask again because the answer was lost. Pure. What came later, and what no event tells, is left out.

import { endStates } from '@cool/contract/orders';
import type { OrderDocument } from './order-document.ts';

/** Null when the order never held this event. */
export function orderAfter(order: OrderDocument, eventId: string): OrderDocument | null {
  const index = order.events.findIndex((each) => each.eventId === eventId);
  const event = order.events[index];
  if (event === undefined) return null;
  const events = order.events.slice(0, index + 1);
  const { instructions, window: _window, ...facts } = order;
  const window = events.findLast(
    (each) => each.window !== undefined || each.command === 'reschedule',
  )?.window;
  const instructedLater = order.events.slice(index + 1).some(({ command }) => command === 'instruct');
  const courier = events.findLast((each) => each.courierId !== undefined || each.command === 'reschedule');
  const courierId = courier?.courierId ?? null;
  const ended = endStates.includes(event.to);
  return {
    ...facts,
    version: index + 1,
    state: event.to,
    open: !ended,
    endedAt: ended ? event.at : null,
    updatedAt: event.at,
    stateSince: events.findLast(({ from, to }) => from !== to)?.at ?? event.at,
    courierId,
    courierName: courierId === order.courierId ? order.courierName : null, // no event tells a name
    assignedAt: courierId === null ? null : (courier?.at ?? null),
    ...(window === undefined ? {} : { window }),
    ...(instructions === undefined || instructedLater ? {} : { instructions }),
    events,
  };
}
