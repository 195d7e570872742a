// How one record of the audit chain follows from the one before it. Pure: a plain SHA-256 over canonical JSON, so
// anyone can verify the chain with nothing of ours.

import { type AuditRecord, chainOrigin } from '@cool/contract/audit';
import { canonicalJson } from '#platform/canonical-json.ts';
import { sha256Hex } from '#platform/digest.ts';

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export const emptyChain: ChainHead = { seq: 0, hash: chainOrigin };

/** What a record is made of: what it is about, and what happened. */
export type ChainEntry = EntryOf<AuditRecord>;
type EntryOf<Linked> = Linked extends AuditRecord ? Pick<Linked, 'subject' | 'event'> : never;

/** The records that carry `entries` on from `head`. */
export function chainOn(head: ChainHead, entries: readonly ChainEntry[]): readonly AuditRecord[] {
  let { seq, hash } = head;
  return entries.map((entry) => {
    const { at, eventId } = entry.event;
    const unsealed = { seq: seq + 1, prev: hash, at, eventId, ...entry };
    const record = { ...unsealed, hash: hashOf(unsealed) };
    seq = record.seq;
    hash = record.hash;
    return record;
  });
}

/** The hash over everything the record holds beside its hash; a field added later changes it too. */
export function hashOf(unsealed: Readonly<Record<string, unknown>>): string {
  return sha256Hex(canonicalJson(unsealed));
}
