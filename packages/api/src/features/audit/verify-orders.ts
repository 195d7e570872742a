// Compares one order's history with what the chain says about it. Pure.

import { eventOf, type OrderDocument } from '../orders/index.ts';
import type { AuditFault } from './audit-verdict.ts';
import { digestOf, type Link } from './verify-chain.ts';

export type JudgedOrder = Pick<OrderDocument, '_id' | 'events' | 'outbox' | 'state' | 'version'>;

export interface SoundOrder {
  readonly ok: true;
  /** Events on their way: they wait in the outbox. */
  readonly waiting: number;
  /** Events neither chained nor waiting when the two were read: the caller looks once more, for a drainer moves them. */
  readonly unexplained: readonly {
    readonly eventId: string;
    readonly version: number;
    readonly digest: string;
  }[];
}

export function judgeOrder(order: JudgedOrder, links: ReadonlyMap<number, Link>): SoundOrder | AuditFault {
  const inOutbox = new Set(order.outbox.map((entry) => entry.eventId));
  const fault = (what: string, eventId: string | null, seq: number | null = null): AuditFault => ({
    ok: false,
    seq,
    orderId: order._id,
    personId: null,
    eventId,
    what: `Order ${order._id}: ${what}`,
  });
  let waiting = 0;
  const unexplained: { eventId: string; version: number; digest: string }[] = [];
  for (const [i, event] of order.events.entries()) {
    const version = i + 1;
    const link = links.get(version);
    const digest = digestOf(eventOf(event));
    if (link !== undefined && link.eventId !== event.eventId) {
      return fault(
        `its version ${version} is event ${event.eventId}; record ${link.seq} says it was ${link.eventId}.`,
        event.eventId,
        link.seq,
      );
    }
    if (link !== undefined && link.digest !== digest) {
      return fault(
        `event ${event.eventId} (version ${version}) has another content than record ${link.seq} holds of it.`,
        event.eventId,
        link.seq,
      );
    }
    if (link !== undefined) continue;
    if (inOutbox.has(event.eventId)) waiting += 1;
    else unexplained.push({ eventId: event.eventId, version, digest });
  }
  // The orders are read after the chain, so whatever the chain holds must stand in the order by now.
  const extra = [...links].find(([version]) => version < 1 || version > order.events.length)?.[1];
  if (extra !== undefined) {
    return fault(
      `event ${extra.eventId} of record ${extra.seq} is missing from the order.`,
      extra.eventId,
      extra.seq,
    );
  }
  if (order.version !== order.events.length) {
    return fault(`its version is ${order.version}, its history has ${order.events.length} events.`, null);
  }
  const last = order.events.at(-1);
  if (last?.to !== order.state) {
    return fault(
      `its state is ${order.state}, its history ends in ${last?.to ?? 'nothing'}.`,
      last?.eventId ?? null,
    );
  }
  return { ok: true, waiting, unexplained };
}
