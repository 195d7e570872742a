// The only file that writes the collection `orders`. Invariants: every transition is one conditional update of one
// document (version, states of the contract's table and ownership stand in its filter); an eventId stands in one
// order at most, by a unique index; filters are built from typed values only.

import {
  type ActorRole,
  type OrderCommand,
  type OrderState,
  removedText,
  statesBefore,
} from '@cool/contract/orders';
import { type Collection, type Db, type Filter, MongoBulkWriteError } from 'mongodb';
import { durably } from '#platform/durable-read.ts';
import { isDuplicate } from '#platform/mongo.ts';
import type { Actor, OrderChanges } from './order.ts';
import type { MailEntry, OrderDocument, StoredEvent } from './order-document.ts';
import type { Redaction } from './redact-order.ts';
import { type RowFields, rowProjection } from './views.ts';

/** What an actor may see at all; it is part of every query, so a foreign order is simply not there. */
export type Scope = Pick<Filter<OrderDocument>, 'customerId' | 'courierId'>;

export function scopeOf(actor: Actor): Scope {
  const scopes: Readonly<Record<ActorRole, Scope>> = {
    customer: { customerId: actor.id },
    courier: { courierId: actor.id },
    dispatcher: {},
    admin: {},
    auditor: {},
    recipient: {}, // the link names the one order
  };
  return scopes[actor.role];
}

export interface Transition {
  readonly order: Pick<OrderDocument, '_id' | 'version'>;
  readonly command: OrderCommand;
  readonly event: StoredEvent;
  readonly changes: OrderChanges;
  readonly mail: MailEntry | null;
}

export interface PageQuery {
  readonly state?: OrderState;
  readonly courierId?: string;
  /** Beginnings of words; all of them must fit. */
  readonly words: readonly string[];
  readonly openOnly: boolean;
  /** Orders placed before this one. */
  readonly before: string | null;
  readonly limit: number;
}

export const pinRule = { tries: 5, lockMs: 15 * 60_000 } as const;

export type OrdersStore = ReturnType<typeof ordersStore>;

export function ordersStore(db: Db) {
  const orders: Collection<OrderDocument> = db.collection('orders');

  return {
    /** False when the eventId already stands in an order. */
    async insert(order: OrderDocument): Promise<boolean> {
      try {
        await orders.insertOne(order);
        return true;
      } catch (error) {
        if (isDuplicate(error, 'events.eventId')) return false;
        throw error;
      }
    },

    /** Inserts those whose eventId is new, in one round trip; the others are left as they are. */
    async insertNew(batch: readonly OrderDocument[]): Promise<void> {
      try {
        await orders.insertMany([...batch], { ordered: false });
      } catch (error) {
        if (!(error instanceof MongoBulkWriteError)) throw error;
        const refused = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
        if (refused.some((each) => each.code !== 11_000)) throw error;
      }
    },

    find: async (id: string, scope: Scope): Promise<OrderDocument | null> =>
      await orders.findOne({ _id: id, ...scope }),

    /** As `find`, of what can no longer be lost: whoever hears "done before" will not do it again. */
    findDurable: async (id: string, scope: Scope): Promise<OrderDocument | null> =>
      await durably(db, () => orders.findOne({ _id: id, ...scope })),

    /** The order in which this change stands for good. */
    byEventId: async (eventId: string): Promise<OrderDocument | null> =>
      await durably(db, () => orders.findOne({ 'events.eventId': eventId })),

    byEventIds: async (eventIds: readonly string[]): Promise<readonly OrderDocument[]> =>
      await orders.find({ 'events.eventId': { $in: [...eventIds] } }).toArray(),

    byViewTokenHash: async (hash: string): Promise<OrderDocument | null> =>
      await orders.findOne({ viewTokenHash: hash }),

    /** The order after the transition; null when it has changed, or 'event-id-taken' when another order has the eventId. */
    async apply(
      { order, command, event, changes, mail }: Transition,
      scope: Scope,
    ): Promise<OrderDocument | 'event-id-taken' | null> {
      const version = order.version + 1;
      try {
        return await orders.findOneAndUpdate(
          {
            _id: order._id,
            version: order.version,
            state: { $in: [...statesBefore(command)] },
            'events.eventId': { $ne: event.eventId },
            ...scope,
          },
          {
            $set: { ...changes, ...(command === 'deliver' ? { pinTries: 0, pinLastTryAt: null } : {}) },
            $inc: { version: 1 },
            $push: {
              events: event,
              outbox: { eventId: event.eventId, version, at: event.at },
              ...(mail === null ? {} : { mailOutbox: mail }),
            },
          },
          { returnDocument: 'after' },
        );
      } catch (error) {
        if (isDuplicate(error, 'events.eventId')) return 'event-id-taken';
        throw error;
      }
    },

    /**
     * Counts one try at the PIN before it is compared, so parallel guesses each cost one. Answers how many were made
     * in this series, or null while locked. Changes nothing else of the order, not even its version.
     */
    async takePinTry(id: string, at: Date): Promise<number | null> {
      const pinLastTryAt = at.toISOString();
      const unlockedBefore = new Date(at.getTime() - pinRule.lockMs).toISOString();
      const options = { returnDocument: 'after', projection: { pinTries: 1 } } as const;
      const counted =
        (await orders.findOneAndUpdate(
          { _id: id, pinTries: { $lt: pinRule.tries } },
          { $inc: { pinTries: 1 }, $set: { pinLastTryAt } },
          options,
        )) ??
        (await orders.findOneAndUpdate(
          { _id: id, pinTries: { $gte: pinRule.tries }, pinLastTryAt: { $lte: unlockedBefore } },
          { $set: { pinTries: 1, pinLastTryAt } },
          options,
        ));
      return counted?.pinTries ?? null;
    },

    /** Newest first, by id, which is by time of placing: an order that changes while somebody pages does not move. */
    async page(scope: Scope, query: PageQuery): Promise<readonly RowFields[]> {
      // Side by side, never one over the other: a filter can only narrow what the scope lets through.
      const filter: Filter<OrderDocument> = {
        $and: [
          { ...scope, ...(query.before === null ? {} : { _id: { $lt: query.before } }) },
          ...(query.state === undefined ? [] : [{ state: query.state }]),
          ...(query.courierId === undefined ? [] : [{ courierId: query.courierId }]),
          ...(query.openOnly ? [{ open: true }] : []),
          ...query.words.map((word) => ({ searchKeys: { $elemMatch: beginningWith(word) } })),
        ],
      };
      return await orders
        .find(filter, { projection: rowProjection })
        .sort({ _id: -1 })
        .limit(query.limit)
        .toArray();
    },

    /** A courier's open orders in the order they were assigned. */
    run: async (courierId: string): Promise<readonly RowFields[]> =>
      await orders
        .find({ courierId, open: true }, { projection: rowProjection })
        .sort({ assignedAt: 1, _id: 1 })
        .limit(500)
        .toArray(),

    async countOpenByCourier(): Promise<ReadonlyMap<string, number>> {
      const counts = await orders
        .aggregate<{ _id: string; openOrders: number }>([
          { $match: { open: true, courierId: { $type: 'string' } } },
          { $group: { _id: '$courierId', openOrders: { $sum: 1 } } },
        ])
        .toArray();
      return new Map(counts.map((each) => [each._id, each.openOrders]));
    },

    /** The rows of the given orders as they stand now, with every courier they were ever assigned to. */
    rowsWithCouriers: async (ids: readonly string[]) =>
      await orders
        .find({ _id: { $in: [...ids] } }, { projection: { ...rowProjection, 'events.courierId': 1 } })
        .toArray(),

    /** The longest ended first. A mail that waits still needs to know whom it is for. */
    dueForRedaction: async (endedBefore: string, most: number): Promise<readonly OrderDocument[]> =>
      await orders
        .find({ redactedAt: null, endedAt: { $gt: '', $lt: endedBefore }, open: false, mailOutbox: [] })
        .sort({ endedAt: 1 })
        .limit(most)
        .toArray(),

    /** Changes nothing that happened, so not the version either; of many at once the first counts. */
    async redact({ _id, version }: Pick<OrderDocument, '_id' | 'version'>, gone: Redaction): Promise<void> {
      await orders.updateOne(
        { _id, version, open: false, redactedAt: null },
        { $set: gone, $unset: { instructions: '', contentKey: '' } },
      );
    },

    /** Orders name a courier beside the id; the name of who was erased is taken out. */
    async forgetCourier(courierId: string): Promise<void> {
      await orders.updateMany({ courierId }, { $set: { courierName: removedText } });
    },

    async makeIndexes(): Promise<void> {
      await orders.createIndexes([
        { key: { 'events.eventId': 1 }, name: 'eventId', unique: true },
        { key: { viewTokenHash: 1 }, name: 'viewTokenHash', unique: true },
        { key: { open: 1, _id: -1 }, name: 'open' },
        { key: { state: 1, _id: -1 }, name: 'state' },
        { key: { customerId: 1, _id: -1 }, name: 'customer' },
        { key: { searchKeys: 1, _id: -1 }, name: 'search' },
        { key: { courierId: 1, open: 1, assignedAt: 1, _id: 1 }, name: 'run' },
        { key: { redactedAt: 1, endedAt: 1 }, name: 'ended' },
        { key: { 'outbox.at': 1 }, name: 'outbox' },
        { key: { 'mailOutbox.at': 1 }, name: 'mailOutbox' },
      ]);
    },
  };
}

/** A range over plain words: no pattern, so nothing a person types is ever a program. */
function beginningWith(word: string): { readonly $gte: string; readonly $lt: string } {
  return { $gte: word, $lt: `${word}\u{10ffff}` };
}
