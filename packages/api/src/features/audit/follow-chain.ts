// Follows the chain on from a head that was judged before, judging each record on the way: what a signer does, so that it
// never puts its name under a chain that does not hold, nor under a record that a kill may still take back.

import type { Db } from 'mongodb';
import { auditStore } from './audit-store.ts';
import type { AuditFault } from './audit-verdict.ts';
import { type ChainHead, emptyChain } from './chain.ts';
import { judgeRecord } from './verify-chain.ts';

const batchSize = 1_000;

export type Followed = { readonly ok: true; readonly head: ChainHead } | AuditFault;

export async function followChain(db: Db, from: ChainHead = emptyChain): Promise<Followed> {
  const audit = auditStore(db);
  let head = from;
  for (;;) {
    const records = await audit.durableAfter(head.seq, batchSize);
    for (const { _id, ...record } of records) {
      const fault = judgeRecord(head, _id, record);
      if (fault !== undefined) return fault;
      head = { seq: record.seq, hash: record.hash };
    }
    if (records.length < batchSize) return { ok: true, head };
  }
}

/** The hash that stands in the record of that number; null when there is none. */
export async function hashAt(db: Db, seq: number): Promise<string | null> {
  return (await auditStore(db).after(seq - 1, 1)).find((record) => record.seq === seq)?.hash ?? null;
}
