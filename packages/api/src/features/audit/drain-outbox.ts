// Moves events from the orders' outboxes into the chain, in batches. Any number of processes may do it at once: the
// chain's unique keys decide, nothing is lost (an entry leaves its outbox only after it stands in the chain) and
// nothing doubled (an eventId stands in the chain once).

import { setTimeout as delay } from 'node:timers/promises';
import type { AuditRecord } from '@cool/contract/audit';
import type { Logger } from 'pino';
import type { OutboxStore, PendingEvent } from '../orders/index.ts';
import type { AuditStore } from './audit-store.ts';
import { chainOn } from './chain.ts';

const mostOrdersAtOnce = 250;

/** How many entries were moved. */
export async function drainOutbox(outbox: OutboxStore, audit: AuditStore, log: Logger): Promise<number> {
  let moved = 0;
  for (;;) {
    const pending = await outbox.pendingEvents(mostOrdersAtOnce);
    if (pending.length === 0) return moved;
    await appendAll(audit, pending, log);
    await outbox.dropEvents(pending);
    moved += pending.length;
  }
}

async function appendAll(audit: AuditStore, pending: readonly PendingEvent[], log: Logger): Promise<void> {
  let missing = pending;
  for (let round = 1; missing.length > 0; round += 1) {
    const entries = missing.map(({ orderId, version, event }) => ({
      subject: { type: 'order' as const, id: orderId, version },
      event,
    }));
    const records = chainOn(await audit.head(), entries);
    const appended = await audit.append(records);
    if (appended > 0) sayAppended(records.slice(0, appended), log);
    if (appended === records.length) return;
    const known = await audit.known(missing.map(({ event }) => event.eventId));
    missing = missing.filter(({ event }) => !known.has(event.eventId));
    // Two drainers in step would go on meeting; a random wait that grows lets one pass.
    if (missing.length > 0) await delay(Math.random() * Math.min(10 * round, 100));
  }
}

/** The log leaves the machine at once: whoever rewrites the chain later would have to rewrite that too. */
function sayAppended(records: readonly AuditRecord[], log: Logger): void {
  const last = records.at(-1);
  log.info({
    event: 'audit-appended',
    fromSeq: records[0]?.seq,
    toSeq: last?.seq,
    headHash: last?.hash,
    eventIds: records.map(({ eventId }) => eventId),
  });
}
