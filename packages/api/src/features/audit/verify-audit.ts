// Judges the whole chain and compares it with the orders, on a running platform too. It finds a changed, removed, added
// or reordered record, and an order whose history is not the chain's. What it cannot see without an anchor kept
// elsewhere: somebody who rewrites an order *and* every later record with new hashes, or cuts the end off both.

import type { Db } from 'mongodb';
import type { OrderDocument } from '../orders/index.ts';
import { auditStore } from './audit-store.ts';
import type { AuditFault, AuditProgress, AuditVerdict } from './audit-verdict.ts';
import { digestOf, verifyChain } from './verify-chain.ts';
import { judgeOrder } from './verify-orders.ts';

const progressEvery = 1_000;

export async function verifyAudit(
  db: Db,
  onProgress: (progress: AuditProgress) => void = () => undefined,
): Promise<AuditVerdict> {
  const audit = auditStore(db);
  const chain = await verifyChain(audit.everything(), (done) => onProgress({ stage: 'chain', done }));
  if (!chain.ok) return chain;

  const unseen = new Set(chain.links.keys());
  let orders = 0;
  let pending = 0;
  const projection = { events: 1, outbox: 1, state: 1, version: 1 };
  for await (const order of db
    .collection<OrderDocument>('orders')
    .find({}, { projection })
    .sort({ _id: 1 })) {
    unseen.delete(order._id);
    const judged = judgeOrder(order, chain.links.get(order._id) ?? new Map());
    if (!judged.ok) return judged;
    for (const { eventId, version, digest } of judged.unexplained) {
      // Chained after the chain was read above: then it is there now, and says the same.
      const record = await audit.byEventId(eventId);
      const same =
        record !== null &&
        record.seq > chain.head.seq &&
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
  if (gone === undefined) return { ok: true, records: chain.head.seq, orders, pending, head: chain.head };
  const [first] = chain.links.get(gone)?.values() ?? [];
  return {
    ok: false,
    seq: first?.seq ?? null,
    orderId: gone,
    eventId: first?.eventId ?? null,
    what: `Order ${gone} stands in the chain (record ${first?.seq ?? 0}) but is not there any more.`,
  };
}

function missingFromChain(orderId: string, eventId: string, version: number): AuditFault {
  return {
    ok: false,
    seq: null,
    orderId,
    eventId,
    what: `Order ${orderId}: event ${eventId} (version ${version}) is neither in the chain nor waiting for it.`,
  };
}
