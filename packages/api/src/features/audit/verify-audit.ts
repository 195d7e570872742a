// Judges the whole chain and compares it with orders and people, on a running platform too. It finds a changed, removed,
// added or reordered record, an order whose history is not the chain's or whose own fields are not its history's, a
// person the chain does not know or whose role, disabling or address is not what was told, and, with the keys, content
// that is not what was placed. What it cannot see without an anchor kept elsewhere: somebody who rewrites an order or a
// person *and* every later record with new hashes, or cuts the end off both.

import type { Db } from 'mongodb';
import { type Clock, systemClock } from '#platform/clock.ts';
import { isRedacted, type OrderDocument } from '../orders/index.ts';
import { auditStore } from './audit-store.ts';
import type { AuditFault, AuditProgress, AuditVerdict } from './audit-verdict.ts';
import { judgePeople } from './judge-people.ts';
import { digestOf, type SoundChain, verifyChain } from './verify-chain.ts';
import { verifyCheckpoints } from './verify-checkpoints.ts';
import { judgeContent, type SealKeys, wrongField } from './verify-fields.ts';
import { judgeOrder } from './verify-orders.ts';
import { wrongRedaction } from './verify-redaction.ts';

const progressEvery = 1_000;

export interface AuditWish {
  /** Without them addresses, recipient, parcel and view link are not judged. */
  readonly keys?: SealKeys | undefined;
  /** The moment it is asked: which orders may be without their personal values follows from it. */
  readonly clock?: Clock;
  readonly onProgress?: (progress: AuditProgress) => void;
}

export async function verifyAudit(
  db: Db,
  { keys, clock = systemClock, onProgress = () => undefined }: AuditWish = {},
): Promise<AuditVerdict> {
  const chain = await verifyChain(auditStore(db).everything(), (done) =>
    onProgress({ stage: 'chain', done }),
  );
  if (!chain.ok) return chain;

  const checkpoints = await verifyCheckpoints(db, chain.head);
  if (!checkpoints.ok) return checkpoints;
  const orders = await judgeOrders(db, chain, { keys, clock, onProgress });
  if (!orders.ok) return orders;
  const people = await judgePeople(db, chain, keys, onProgress);
  if (!people.ok) return people;
  return {
    ok: true,
    records: chain.head.seq,
    orders: orders.judged,
    people: people.judged,
    sealed: orders.sealed,
    pending: orders.pending + people.pending,
    head: chain.head,
    checkpoint: checkpoints.last === null ? null : { seq: checkpoints.last.seq, at: checkpoints.last.at },
  };
}

interface Judged {
  readonly ok: true;
  readonly judged: number;
  readonly pending: number;
}

async function judgeOrders(
  db: Db,
  chain: SoundChain,
  { keys, clock, onProgress }: Required<Pick<AuditWish, 'clock' | 'onProgress'>> & Pick<AuditWish, 'keys'>,
): Promise<AuditFault | (Judged & { readonly sealed: number })> {
  const audit = auditStore(db);
  const unseen = new Set(chain.links.keys());
  let orders = 0;
  let pending = 0;
  let sealed = 0;
  for await (const order of db.collection<OrderDocument>('orders').find({}).sort({ _id: 1 })) {
    unseen.delete(order._id);
    const judged = judgeOrder(order, chain.links.get(order._id) ?? new Map());
    if (!judged.ok) return judged;
    const wrong = wrongField(order) ?? (isRedacted(order) ? wrongRedaction(order, clock()) : undefined);
    if (wrong !== undefined) return faultOf(order._id, wrong);
    if (keys !== undefined) {
      const content = judgeContent(order, keys);
      if (typeof content === 'object') return faultOf(order._id, content.wrong);
      if (content === 'right') sealed += 1;
    }
    for (const { eventId, version, digest } of judged.unexplained) {
      // Chained after the chain was read above: then it is there now, and says the same.
      const record = await audit.byEventId(eventId);
      const same =
        record !== null &&
        record.seq > chain.head.seq &&
        record.subject.type === 'order' &&
        record.subject.id === order._id &&
        record.subject.version === version &&
        digestOf(record.event) === digest;
      if (!same) return missingFromChain(order._id, eventId, version);
    }
    pending += judged.waiting + judged.unexplained.length;
    orders += 1;
    if (orders % progressEvery === 0) onProgress({ stage: 'orders', done: orders });
  }

  const [gone] = unseen;
  if (gone === undefined) return { ok: true, judged: orders, pending, sealed };
  const [first] = chain.links.get(gone)?.values() ?? [];
  return {
    ok: false,
    seq: first?.seq ?? null,
    orderId: gone,
    personId: null,
    eventId: first?.eventId ?? null,
    what: `Order ${gone} stands in the chain (record ${first?.seq ?? 0}) but is not there any more.`,
  };
}

function faultOf(orderId: string, what: string): AuditFault {
  return { ok: false, seq: null, orderId, personId: null, eventId: null, what: `Order ${orderId}: ${what}` };
}

function missingFromChain(orderId: string, eventId: string, version: number): AuditFault {
  return {
    ok: false,
    seq: null,
    orderId,
    personId: null,
    eventId,
    what: `Order ${orderId}: event ${eventId} (version ${version}) is neither in the chain nor waiting for it.`,
  };
}
