// Judges the chain itself: numbers without gaps, each record bound to the one before, each hash the hash of what the
// record holds. Pure but for the cursor it is handed.

import { type AuditRecord, auditRecord } from '@cool/contract/audit';
import { canonicalJson } from '#platform/canonical-json.ts';
import { sha256Hex } from '#platform/digest.ts';
import { compileSchema, fieldErrors } from '#platform/validation.ts';
import type { AuditDocument } from './audit-store.ts';
import type { AuditFault } from './audit-verdict.ts';
import { type ChainHead, emptyChain, hashOf } from './chain.ts';

export interface Link {
  readonly seq: number;
  readonly eventId: string;
  readonly digest: string;
}

export interface SoundChain {
  readonly ok: true;
  readonly head: ChainHead;
  /** orderId → version → what the chain says happened. */
  readonly links: ReadonlyMap<string, ReadonlyMap<number, Link>>;
}

const fits = compileSchema<AuditRecord>(auditRecord);
const progressEvery = 1_000;

export async function verifyChain(
  records: AsyncIterable<AuditDocument>,
  onProgress: (done: number) => void,
): Promise<SoundChain | AuditFault> {
  const links = new Map<string, Map<number, Link>>();
  let head = emptyChain;
  for await (const { _id, ...record } of records) {
    const fault = judgeRecord(head, _id, record);
    if (fault !== undefined) return fault;
    const { id, version } = record.subject;
    const ofOrder = links.get(id) ?? new Map<number, Link>();
    if (ofOrder.has(version)) {
      return faultIn(
        head.seq + 1,
        record,
        `Record ${record.seq} tells version ${version} of order ${id} a second time.`,
      );
    }
    ofOrder.set(version, { seq: record.seq, eventId: record.eventId, digest: digestOf(record.event) });
    links.set(id, ofOrder);
    head = { seq: record.seq, hash: record.hash };
    if (head.seq % progressEvery === 0) onProgress(head.seq);
  }
  return { ok: true, head, links };
}

/** Undefined when the record follows from the head. */
export function judgeRecord(head: ChainHead, id: unknown, record: AuditRecord): AuditFault | undefined {
  const seq = head.seq + 1;
  const fault = (what: string) => faultIn(seq, record, what);
  if (record.seq !== seq)
    return fault(`Record ${seq} is missing: the next one found is ${String(record.seq)}.`);
  const { hash, ...unsealed } = record;
  if (recomputed(unsealed) !== hash) {
    return fault(`Record ${seq} was changed: its hash is not the hash of what it holds.`);
  }
  if (record.prev !== head.hash) {
    return fault(`Record ${seq} does not follow record ${head.seq}: its prev is not that record's hash.`);
  }
  if (!fits(record)) {
    const [first] = fieldErrors(fits.errors ?? []);
    return fault(
      `Record ${seq} is not an audit record: ${first?.field ?? '/'} allows ${first?.allowed ?? 'another value'}.`,
    );
  }
  if (id !== record.eventId) return fault(`Record ${seq} is stored under another event's id.`);
  if (record.event.eventId !== record.eventId)
    return fault(`Record ${seq} names one event and holds another.`);
  return undefined;
}

export function digestOf(event: object): string {
  return sha256Hex(canonicalJson(event));
}

/** Undefined for what JSON cannot carry: such a record was not written by us. */
function recomputed(unsealed: Readonly<Record<string, unknown>>): string | undefined {
  try {
    return hashOf(unsealed);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function faultIn(seq: number, record: Partial<AuditRecord>, what: string): AuditFault {
  const orderId: unknown = record.subject?.id;
  const eventId: unknown = record.eventId;
  return {
    ok: false,
    seq,
    orderId: typeof orderId === 'string' ? orderId : null,
    eventId: typeof eventId === 'string' ? eventId : null,
    what,
  };
}
