// What the signer does at each beat: follow the chain from where it last was, judge every new record, and sign the head
// when enough has joined or enough time has passed. Invariants: nothing is signed that does not follow from what was
// signed before; a checkpoint is in the anchor store before it is in the database.

import { checkpointsStore, followChain, hashAt } from '@cool/api/local';
import { type Checkpoint, checkpointEvery } from '@cool/contract/audit';
import type { Db } from 'mongodb';
import type { AnchorStore } from './anchor-store.ts';
import { judgeAnchors } from './judge-anchors.ts';
import type { Signer } from './signing-key.ts';

export type Beat =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'signed'; readonly checkpoint: Checkpoint }
  /** The chain or the anchor is not what it was: nothing is signed until somebody has looked. */
  | { readonly kind: 'refused'; readonly seq: number | null; readonly what: string };

export interface SigningParts {
  readonly db: Db;
  readonly anchors: AnchorStore;
  readonly signer: Signer;
  readonly clock: () => Date;
}

/** Writes the key down and returns the beat. Whatever was refused stays refused while this process lives. */
export function startSigning({ db, anchors, signer, clock }: SigningParts): () => Promise<Beat> {
  const known = judgeAnchors(anchors.read());
  let refused: Extract<Beat, { kind: 'refused' }> | null = known.ok
    ? null
    : { kind: 'refused', seq: null, what: known.what };
  let last = known.ok ? (known.checkpoints.at(-1) ?? null) : null;
  let head: { readonly seq: number; readonly hash: string } | null = null;
  let signedAtMs = clock().getTime();
  if (refused === null) anchors.append({ kind: 'key', ...signer.key });

  const refuse = (seq: number | null, what: string): Beat => {
    refused = { kind: 'refused', seq, what };
    return refused;
  };

  return async () => {
    if (refused !== null) return refused;
    if (last !== null) {
      // Asked each time: a cut is noticed although nothing new follows it.
      const hash = await hashAt(db, last.seq);
      const what =
        hash === null
          ? `Record ${last.seq} was signed and is gone: the chain's end was cut off.`
          : `Record ${last.seq} was signed with another hash: the chain was rewritten there or before.`;
      if (hash !== last.hash) return refuse(last.seq, what);
    }
    const followed = await followChain(db, head ?? last ?? undefined);
    if (!followed.ok) return refuse(followed.seq, followed.what);
    head = followed.head;
    const now = clock();
    const joined = head.seq - (last?.seq ?? 0);
    const due = joined >= checkpointEvery.records || now.getTime() - signedAtMs >= checkpointEvery.ms;
    if (joined === 0 || !due) return { kind: 'waiting' };
    const checkpoint = signer.sign(head, now);
    anchors.append({ kind: 'checkpoint', ...checkpoint });
    await checkpointsStore(db).put(checkpoint, signer.key);
    last = checkpoint;
    signedAtMs = now.getTime();
    return { kind: 'signed', checkpoint };
  };
}
