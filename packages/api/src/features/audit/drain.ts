// Moves what was told from a source into the chain, in batches. Any number of processes may do it at once: the chain's
// unique keys decide, nothing is lost (an entry leaves its source only after it stands in the chain) and nothing doubled
// (an eventId stands in the chain once). A source shows only what can no longer be lost, and so does the head: nothing is
// chained that a kill takes back.

import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AuditRecord } from '@cool/contract/audit';
import type { Logger } from 'pino';
import type { AuditStore } from './audit-store.ts';
import { type ChainEntry, chainOn } from './chain.ts';
import type { Source } from './sources.ts';

const mostAtOnce = 250;

/** How many entries were moved. */
export async function drain(source: Source, audit: AuditStore, log: Logger): Promise<number> {
  let moved = 0;
  for (;;) {
    const pending = await source.pending(mostAtOnce);
    if (pending.length === 0) return moved;
    await appendAll(audit, pending, log);
    await source.drop(pending);
    moved += pending.length;
  }
}

async function appendAll(audit: AuditStore, pending: readonly ChainEntry[], log: Logger): Promise<void> {
  let missing = pending;
  for (let round = 1; missing.length > 0; round += 1) {
    const records = chainOn(await audit.durableHead(), missing);
    const appended = await audit.append(records);
    if (appended > 0) sayAppended(records.slice(0, appended), log);
    if (appended === records.length) return;
    const known = await audit.known(missing.map(({ event }) => event.eventId));
    missing = missing.filter(({ event }) => !known.has(event.eventId));
    // Two drainers in step would go on meeting; a random wait that grows lets one pass.
    if (missing.length > 0) await delay(randomInt(Math.min(10 * round, 100)));
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
