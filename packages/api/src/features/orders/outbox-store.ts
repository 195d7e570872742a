// The outboxes of orders: what still has to reach the audit chain and the recipients. Read by whoever drains, in any
// process; taking out what is already out is harmless, so a drainer killed half way leaves nothing wrong behind. Told is
// only what can no longer be lost: neither the chain nor a mail can be taken back.

import type { OrderEvent } from '@cool/contract/orders';
import type { Collection, Db } from 'mongodb';
import { durableFirst } from '#platform/durable-read.ts';
import type { MailEntry, OrderDocument } from './order-document.ts';
import { eventOf } from './views.ts';

export interface PendingEvent {
  readonly orderId: string;
  readonly version: number;
  readonly event: OrderEvent;
}

export interface PendingMail extends MailEntry {
  readonly orderId: string;
  readonly order: Pick<OrderDocument, 'recipient' | 'pickup' | 'dropOff' | 'window' | 'secretKeyIds'> & {
    readonly events: readonly Pick<OrderDocument['events'][number], 'command' | 'reason'>[];
  };
}

/** What a mail may need to say. */
const mailProjection = {
  mailOutbox: 1,
  recipient: 1,
  pickup: 1,
  dropOff: 1,
  window: 1,
  secretKeyIds: 1,
  'events.command': 1,
  'events.reason': 1,
} as const;

export type OutboxStore = ReturnType<typeof outboxStore>;

export function outboxStore(db: Db) {
  // Losing a removal only means doing it again: it need not wait for the journal.
  const orders: Collection<OrderDocument> = db.collection('orders', { writeConcern: { w: 1 } });

  return {
    /** The oldest first; the events of one order in the order they happened. */
    async pendingEvents(mostOrders: number): Promise<readonly PendingEvent[]> {
      const found = await durableFirst(db, mostOrders, (most) =>
        orders
          .find({ 'outbox.at': { $gte: '' } }, { projection: { outbox: 1, events: 1 } })
          .sort({ 'outbox.at': 1 })
          .limit(most)
          .toArray(),
      );
      return found.flatMap((order) =>
        order.outbox.flatMap((entry) => {
          const event = order.events.find((each) => each.eventId === entry.eventId);
          return event === undefined
            ? []
            : [{ orderId: order._id, version: entry.version, event: eventOf(event) }];
        }),
      );
    },

    async dropEvents(done: readonly PendingEvent[]): Promise<void> {
      const byOrder = new Map<string, string[]>();
      for (const { orderId, event } of done)
        byOrder.set(orderId, [...(byOrder.get(orderId) ?? []), event.eventId]);
      await orders.bulkWrite(
        [...byOrder].map(([_id, eventIds]) => ({
          updateOne: { filter: { _id }, update: { $pull: { outbox: { eventId: { $in: eventIds } } } } },
        })),
        { ordered: false },
      );
    },

    async pendingMail(mostOrders: number): Promise<readonly PendingMail[]> {
      const found = await durableFirst(db, mostOrders, (most) =>
        orders
          .find({ 'mailOutbox.at': { $gte: '' } }, { projection: mailProjection })
          .sort({ 'mailOutbox.at': 1 })
          .limit(most)
          .toArray(),
      );
      return found.flatMap(({ _id, mailOutbox, ...order }) =>
        mailOutbox.map((entry) => ({ ...entry, orderId: _id, order })),
      );
    },

    /** Since when the oldest event, and the oldest mail, waits; null when none does. */
    async oldestWaiting(which: 'outbox' | 'mailOutbox'): Promise<Date | null> {
      const field = `${which}.at`;
      const oldest = await orders
        .find({ [field]: { $gte: '' } }, { projection: { [field]: 1 }, signal: AbortSignal.timeout(2_000) })
        .sort({ [field]: 1 })
        .limit(1)
        .next();
      const times = oldest?.[which].map(({ at }) => at).sort() ?? [];
      return times[0] === undefined ? null : new Date(times[0]);
    },

    async dropMail({ orderId, messageId }: PendingMail): Promise<void> {
      await orders.updateOne({ _id: orderId }, { $pull: { mailOutbox: { messageId } } });
    },
  };
}
