// The door of audit: the one sequence of everything that happened.

import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import { type Periodic, startPeriodic } from '#platform/periodic.ts';
import { outboxStore } from '../orders/index.ts';
import { type AuditStore, auditStore } from './audit-store.ts';
import { drainOutbox } from './drain-outbox.ts';
import { startTail, type Tail } from './tail.ts';

export { type AuditDocument, type AuditStore, auditStore } from './audit-store.ts';
export type { AuditFault, AuditProgress, AuditVerdict } from './audit-verdict.ts';
export type { Tail } from './tail.ts';
export { type AuditWish, verifyAudit } from './verify-audit.ts';

export interface Audit {
  readonly store: AuditStore;
  readonly drainer: Periodic;
  readonly tail: Tail;
}

/** Well below a second: so soon the events of a killed process are taken over by the others. */
const drainEveryMs = 400;

export async function startAudit(db: Db, log: Logger): Promise<Audit> {
  const store = auditStore(db);
  const outbox = outboxStore(db);
  const tail = await startTail(store, log);
  const drainer = startPeriodic(
    'audit-drain',
    drainEveryMs,
    async () => {
      if ((await drainOutbox(outbox, store, log)) > 0) tail.nudge();
    },
    log,
  );
  return { store, drainer, tail };
}
