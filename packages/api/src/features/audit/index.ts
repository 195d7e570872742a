// The door of audit: the one sequence of everything that happened.

import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import { type Periodic, startPeriodic } from '#platform/periodic.ts';
import { peopleOutboxStore } from '../identity/index.ts';
import { outboxStore } from '../orders/index.ts';
import { type AuditStore, auditStore } from './audit-store.ts';
import { drain } from './drain.ts';
import { inboxStore } from './inbox-store.ts';
import { inboxSource, ordersSource, peopleSource, type Source } from './sources.ts';
import { startTail, type Tail } from './tail.ts';

export { accessTrail } from './access-trail.ts';
export { type AuditDocument, type AuditStore, auditStore } from './audit-store.ts';
export type { AuditFault, AuditProgress, AuditVerdict } from './audit-verdict.ts';
export { keyIdOf, signatureFault, signedText } from './checkpoint.ts';
export { type CheckpointsStore, checkpointsStore } from './checkpoints-store.ts';
export { copiedInbox, copiedOutbox } from './copied-outboxes.ts';
export { type Followed, followChain, hashAt } from './follow-chain.ts';
export { type InboxStore, inboxStore } from './inbox-store.ts';
export { auditRoutes as installAudit } from './routes.ts';
export type { Tail } from './tail.ts';
export { type AuditWish, verifyAudit } from './verify-audit.ts';

export interface Audit {
  readonly store: AuditStore;
  readonly drainer: Periodic;
  readonly tail: Tail;
  /** Since when the oldest event waits for the chain; null when none does. */
  oldestWaiting(): Promise<Date | null>;
}

/** Well below a second: so soon the events of a killed process are taken over by the others. */
const drainEveryMs = 400;

export async function startAudit(db: Db, log: Logger): Promise<Audit> {
  const store = auditStore(db);
  const outbox = outboxStore(db);
  const people = peopleOutboxStore(db);
  const inbox = inboxStore(db);
  const orders = ordersSource(outbox);
  const others: readonly Source[] = [peopleSource(people), inboxSource(inbox)];
  const tail = await startTail(store, log);
  let othersAt = 0;
  const drainer = startPeriodic(
    'audit-drain',
    drainEveryMs,
    async () => {
      // Every change of an order wakes the drainer; who signed in and what was refused can wait for the beat.
      const due = Date.now() - othersAt >= drainEveryMs;
      if (due) othersAt = Date.now();
      let moved = 0;
      for (const source of due ? [orders, ...others] : [orders]) moved += await drain(source, store, log);
      if (moved > 0) tail.nudge();
    },
    log,
  );
  return {
    store,
    drainer,
    tail,
    async oldestWaiting() {
      const since = await Promise.all([
        outbox.oldestWaiting('outbox'),
        people.oldestWaiting(),
        inbox.oldestWaiting(),
      ]);
      const times = since.flatMap((each) => (each === null ? [] : [each.getTime()]));
      return times.length === 0 ? null : new Date(Math.min(...times));
    },
  };
}
