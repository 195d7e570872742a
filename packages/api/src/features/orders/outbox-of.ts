// The outbox an order must have beside a given chain: every event the chain does not hold. A copy made while the platform
// runs reads chain and orders one after the other; with this, what was chained in between is chained again after a restore
// (once: an event stands in the chain under its id).

import type { OrderDocument, OutboxEntry } from './order-document.ts';

export function outboxBeside(
  order: Pick<OrderDocument, 'events'>,
  isChained: (eventId: string) => boolean,
): readonly OutboxEntry[] {
  return order.events
    .map(({ eventId, at }, i) => ({ eventId, version: i + 1, at }))
    .filter(({ eventId }) => !isChained(eventId));
}
