// Moves events from the orders' outboxes into the chain, in batches. Any number of processes may do it at once: the
// chain's unique keys decide, nothing is lost (an entry leaves its outbox only after it stands in the chain) and
// nothing doubled (an eventId stands in the chain once).

import { setTimeout as delay } from 'node:timers/promises';
import type { OutboxStore, PendingEvent } from '../orders/index.ts';
import type { AuditStore } from './audit-store.ts';
import { chainOn } from './chain.ts';

const mostOrdersAtOnce = 250;

/** How many entries were moved. */
export async function drainOutbox(outbox: OutboxStore, audit: AuditStore): Promise<number> {
  let moved = 0;
  for (;;) {
    const pending = await outbox.pendingEvents(mostOrdersAtOnce);
    if (pending.length === 0) return moved;
    await appendAll(audit, pending);
    await outbox.dropEvents(pending);
    moved += pending.length;
  }
}

async function appendAll(audit: AuditStore, pending: readonly PendingEvent[]): Promise<void> {
  let missing = pending;
  for (let round = 1; missing.length > 0; round += 1) {
    const entries = missing.map(({ orderId, version, event }) => ({
      subject: { type: 'order' as const, id: orderId, version },
      event,
    }));
    if (await audit.append(chainOn(await audit.head(), entries))) return;
    const known = await audit.known(missing.map(({ event }) => event.eventId));
    missing = missing.filter(({ event }) => !known.has(event.eventId));
    // Two drainers in step would go on meeting; a random wait that grows lets one pass.
    if (missing.length > 0) await delay(Math.random() * Math.min(10 * round, 100));
  }
}
