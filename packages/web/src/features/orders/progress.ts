// Five steps a sender follows, and how far an order has come on them.
import type { OrderState } from '@cool/contract/orders';

export const progressSteps = ['Placed', 'Confirmed', 'Collected', 'On the way', 'Delivered'] as const;

/** How many steps are done; an order that left the straight way keeps the steps it certainly made. */
const done: Readonly<Record<OrderState, number>> = {
  placed: 1,
  confirmed: 2,
  assigned: 2,
  collected: 3,
  en_route: 4,
  arrived: 4,
  delivered: 5,
  failed: 3,
  rescheduled: 2,
  returning: 3,
  returned: 3,
  cancelled: 1,
};

export function stepsDone(state: OrderState): number {
  return done[state];
}
