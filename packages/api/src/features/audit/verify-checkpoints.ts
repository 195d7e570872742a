// Compares the chain with every checkpoint kept beside it. Whoever cuts the chain's end and leaves them is found; whoever
// removes them too is found only with the copy that lies outside the database.

import type { Db } from 'mongodb';
import type { AuditFault } from './audit-verdict.ts';
import type { ChainHead } from './chain.ts';
import { signatureFault } from './checkpoint.ts';
import { checkpointsStore, type StoredCheckpoint } from './checkpoints-store.ts';
import { hashAt } from './follow-chain.ts';

export interface SoundCheckpoints {
  readonly ok: true;
  readonly count: number;
  readonly last: StoredCheckpoint | null;
}

/** The chain up to `head` was judged before, so a fitting hash at the furthest one vouches for all before it. */
export async function verifyCheckpoints(db: Db, head: ChainHead): Promise<SoundCheckpoints | AuditFault> {
  let last: StoredCheckpoint | null = null;
  let count = 0;
  for await (const checkpoint of checkpointsStore(db).everything()) {
    const fault = signatureFault(checkpoint, checkpoint);
    if (fault !== undefined) return faultOf(checkpoint, `${fault}.`);
    last = checkpoint;
    count += 1;
  }
  if (last === null) return { ok: true, count, last };
  const hash = await hashAt(db, last.seq);
  if (hash === null) {
    return faultOf(last, `saw record ${last.seq}, the chain ends at ${head.seq}: its end was cut off.`);
  }
  if (hash !== last.hash) {
    return faultOf(last, `saw another hash at record ${last.seq}: the chain was rewritten there or before.`);
  }
  return { ok: true, count, last };
}

function faultOf({ seq, at }: StoredCheckpoint, wrong: string): AuditFault {
  return {
    ok: false,
    seq,
    orderId: null,
    personId: null,
    eventId: null,
    what: `The checkpoint of ${at} over record ${seq} ${wrong}`,
  };
}
