// What the holder of a view link sees, made from the order. Pure. No name, no exact address, no PIN: the area is the
// city and the routing key, which stands for some thousands of homes.

import { type OrderState, orderStates } from '@cool/contract/orders';
import { type TrackingView, viewLinkDaysAfterEnd } from '@cool/contract/tracking';
import type { OrderDocument } from '../orders/index.ts';
import type { Expectation } from './expectation.ts';

export type TrackedOrder = Pick<OrderDocument, 'state' | 'updatedAt' | 'endedAt'> & {
  readonly dropOff: Pick<OrderDocument['dropOff'], 'routingKey'>;
  readonly events: readonly Pick<OrderDocument['events'][number], 'from' | 'to' | 'at'>[];
};

export const sentences: Readonly<Record<OrderState, string>> = {
  placed: 'The order was placed and waits to be confirmed.',
  confirmed: 'The order is confirmed. A courier will be found soon.',
  assigned: 'A courier is on the way to collect the parcel.',
  collected: 'The courier has the parcel.',
  en_route: 'The parcel is on its way.',
  arrived: 'The courier is at the door.',
  delivered: 'The parcel was delivered.',
  failed: 'The parcel could not be delivered. We are looking for the next step.',
  rescheduled: 'The delivery will be tried again.',
  returning: 'The parcel is on its way back to the sender.',
  returned: 'The parcel is back with the sender.',
  cancelled: 'The order was cancelled.',
};

const usualWay: readonly OrderState[] = orderStates.slice(0, orderStates.indexOf('delivered') + 1);

export function trackingViewOf(order: TrackedOrder, expectation: Expectation): TrackingView {
  return {
    state: order.state,
    sentence: sentences[order.state],
    area: areaOf(order.dropOff.routingKey),
    ...expectation,
    steps: stepsOf(order),
    updatedAt: order.updatedAt,
  };
}

/** True when the link has served its purpose. */
export function isExpired(order: Pick<TrackedOrder, 'endedAt'>, at: Date): boolean {
  if (order.endedAt === null) return false;
  return at.getTime() > Date.parse(order.endedAt) + viewLinkDaysAfterEnd * 86_400_000;
}

export function areaOf(routingKey: string): string {
  return routingKey.startsWith('D') ? `Dublin, ${routingKey}` : `Greater Dublin, ${routingKey}`;
}

/** What happened, each state with its latest moment, then what usually follows. */
function stepsOf(order: TrackedOrder): TrackingView['steps'] {
  const reached = new Map<OrderState, string>();
  for (const { from, to, at } of order.events) {
    if (from === to && reached.has(to)) continue; // it stayed where it was
    reached.delete(to); // a state reached again stands where it was reached last
    reached.set(to, at);
  }
  const done = [...reached].map(([state, at]) => ({ state, at }));
  const here = usualWay.indexOf(order.state);
  const ahead = here < 0 ? [] : usualWay.slice(here + 1).filter((state) => !reached.has(state));
  return [...done, ...ahead.map((state) => ({ state, at: null }))];
}
