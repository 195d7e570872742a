// One reader of the chain per process: every live page of this process is fed from here. It follows `seq`, which has
// no gaps and is visible in order, and only as far as it can no longer be lost, so what it has passed it has seen. Listeners are called one batch after another.

import type { Logger } from 'pino';
import { type Periodic, startPeriodic } from '#platform/periodic.ts';
import type { AuditDocument, AuditStore } from './audit-store.ts';

export interface Tail extends Periodic {
  /** The head of the chain when this process began to follow it. */
  readonly startedAt: number;
  onRecords(listener: (records: readonly AuditDocument[]) => Promise<void>): void;
}

const pollEveryMs = 200;
const batchSize = 500;

export async function startTail(audit: AuditStore, log: Logger): Promise<Tail> {
  const listeners: ((records: readonly AuditDocument[]) => Promise<void>)[] = [];
  const startedAt = (await audit.durableHead()).seq;
  let position = startedAt;
  const periodic = startPeriodic(
    'tail',
    pollEveryMs,
    async () => {
      for (;;) {
        const records = await audit.durableAfter(position, batchSize);
        const last = records.at(-1);
        if (last === undefined) return;
        for (const listener of listeners) await listener(records);
        position = last.seq; // only now: a listener that failed gets the batch again
      }
    },
    log,
  );
  return { ...periodic, startedAt, onRecords: (listener) => void listeners.push(listener) };
}
