// Judges the chain itself: numbers without gaps, each record bound to the one before, each hash the hash of what the
// record holds. Pure but for the cursor it is handed.

import {
  type AuditRecord,
  accessRecord,
  orderRecord,
  type PersonEvent,
  personRecord,
  type SubjectType,
} from '@cool/contract/audit';
import { canonicalJson } from '#platform/canonical-json.ts';
import { sha256Hex } from '#platform/digest.ts';
import { compileSchema, fieldErrors } from '#platform/validation.ts';
import type { AuditDocument } from './audit-store.ts';
import type { AuditFault } from './audit-verdict.ts';
import { type ChainHead, emptyChain, hashOf } from './chain.ts';
import { nothingTold, type ToldOfPerson, toldNext } from './told-of-person.ts';

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
  /** userId → what the chain says of this person. */
  readonly people: ReadonlyMap<string, ToldOfPerson>;
}

const fitting: Readonly<Record<SubjectType, ReturnType<typeof compileSchema<AuditRecord>>>> = {
  order: compileSchema<AuditRecord>(orderRecord),
  person: compileSchema<AuditRecord>(personRecord),
  access: compileSchema<AuditRecord>(accessRecord),
};
const progressEvery = 1_000;

export async function verifyChain(
  records: AsyncIterable<AuditDocument>,
  onProgress: (done: number) => void,
): Promise<SoundChain | AuditFault> {
  const links = new Map<string, Map<number, Link>>();
  const people = new Map<string, ToldOfPerson>();
  let head = emptyChain;
  for await (const { _id, ...record } of records) {
    const fault = judgeRecord(head, _id, record) ?? join(record, links, people);
    if (fault !== undefined) return fault;
    head = { seq: record.seq, hash: record.hash };
    if (head.seq % progressEvery === 0) onProgress(head.seq);
  }
  return { ok: true, head, links, people };
}

/** Adds a sound record to what the chain says of its subject. */
function join(
  record: AuditRecord,
  links: Map<string, Map<number, Link>>,
  people: Map<string, ToldOfPerson>,
): AuditFault | undefined {
  const { seq, subject } = record;
  if (subject.type === 'access') return undefined;
  const { id, version } = subject;
  if (subject.type === 'person') {
    const told = people.get(id) ?? nothingTold;
    if (version !== told.version + 1) {
      const what = `Record ${seq} tells ${version} of person ${id}, ${told.version + 1} was to follow.`;
      return faultIn(seq, record, what);
    }
    people.set(id, toldNext(told, record.event as PersonEvent));
    return undefined;
  }
  const ofOrder = links.get(id) ?? new Map<number, Link>();
  if (ofOrder.has(version)) {
    return faultIn(seq, record, `Record ${seq} tells version ${version} of order ${id} a second time.`);
  }
  ofOrder.set(version, { seq, eventId: record.eventId, digest: digestOf(record.event) });
  links.set(id, ofOrder);
  return undefined;
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
  const fits = fitting[record.subject?.type];
  if (fits === undefined) return fault(`Record ${seq} is not an audit record: it names no known subject.`);
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
  const id: unknown = record.subject?.id;
  const type: unknown = record.subject?.type;
  const eventId: unknown = record.eventId;
  const named = (which: SubjectType) => (type === which && typeof id === 'string' ? id : null);
  return {
    ok: false,
    seq,
    orderId: named('order'),
    personId: named('person'),
    eventId: typeof eventId === 'string' ? eventId : null,
    what,
  };
}
