// A page of the trail, the newest first, with how far the chain reaches and how far it is signed.

import type { AuditPage, AuditQuery } from '@cool/contract/audit';
import { Refusal } from '#platform/problem.ts';
import type { AuditStore } from './audit-store.ts';
import type { CheckpointsStore } from './checkpoints-store.ts';

const defaultLimit = 50;

export async function listRecords(
  audit: AuditStore,
  checkpoints: Pick<CheckpointsStore, 'last'>,
  query: AuditQuery,
): Promise<AuditPage> {
  const before = query.cursor === undefined ? null : seqOf(query.cursor);
  const limit = query.limit === undefined ? defaultLimit : Number(query.limit);
  const [found, head, last] = await Promise.all([
    audit.page(query, before, limit + 1), // one more tells whether there is a next page, without counting
    audit.head(),
    checkpoints.last(),
  ]);
  const records = found.slice(0, limit);
  const end = records.at(-1);
  return {
    records: [...records],
    nextCursor: found.length > limit && end !== undefined ? cursorOf(end.seq) : null,
    head: { seq: head.seq, hash: head.hash },
    checkpoint: last === null ? null : { seq: last.seq, at: last.at },
  };
}

/** Opaque: what it holds is ours to change. It grants nothing. */
export function cursorOf(seq: number): string {
  return Buffer.from(`before:${seq}`, 'utf8').toString('base64url');
}

function seqOf(cursor: string): number {
  const seq = /^before:([1-9][0-9]{0,14})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  if (seq !== undefined && cursorOf(Number(seq)) === cursor) return Number(seq);
  const given = JSON.stringify(cursor);
  throw new Refusal('body-invalid', {
    errors: [{ field: 'query.cursor', given, allowed: 'the nextCursor of an earlier page' }],
  });
}
