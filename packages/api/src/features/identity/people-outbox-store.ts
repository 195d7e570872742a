// The outboxes of people: what was told of an account and is not yet in the audit chain. Read by whoever drains, in any
// process; taking out what is already out is harmless.

import type { PersonEvent } from '@cool/contract/audit';
import type { Collection, Db } from 'mongodb';
import { durableFirst } from '#platform/durable-read.ts';

interface TellingDocument {
  readonly _id: string;
  readonly outbox?: readonly PersonEvent[];
  readonly toldCount?: number;
}

export interface PendingPersonEvent {
  readonly userId: string;
  /** The how-manieth thing told of this person it is. */
  readonly version: number;
  readonly event: PersonEvent;
}

export interface PeopleOutboxStore {
  /** The oldest first; those of one person in the order they happened. */
  pendingEvents(mostPeople: number): Promise<readonly PendingPersonEvent[]>;
  dropEvents(done: readonly Pick<PendingPersonEvent, 'userId' | 'event'>[]): Promise<void>;
  /** Since when the oldest waits; null when none does. */
  oldestWaiting(): Promise<Date | null>;
}

const waiting = { 'outbox.at': { $gte: '' } };

export function peopleOutboxStore(db: Db): PeopleOutboxStore {
  // Losing a removal only means doing it again: it need not wait for the journal.
  const users: Collection<TellingDocument> = db.collection('users', { writeConcern: { w: 1 } });
  return {
    async pendingEvents(mostPeople) {
      const found = await durableFirst(db, mostPeople, (most) =>
        users
          .find(waiting, { projection: { outbox: 1, toldCount: 1 } })
          .sort({ 'outbox.at': 1 })
          .limit(most)
          .toArray(),
      );
      return found.flatMap(versionsOf);
    },
    async dropEvents(done) {
      const byPerson = new Map<string, string[]>();
      for (const { userId, event } of done)
        byPerson.set(userId, [...(byPerson.get(userId) ?? []), event.eventId]);
      await users.bulkWrite(
        [...byPerson].map(([_id, eventIds]) => ({
          updateOne: { filter: { _id }, update: { $pull: { outbox: { eventId: { $in: eventIds } } } } },
        })),
        { ordered: false },
      );
    },
    async oldestWaiting() {
      const oldest = await users
        .find(waiting, { projection: { 'outbox.at': 1 }, signal: AbortSignal.timeout(2_000) })
        .sort({ 'outbox.at': 1 })
        .limit(1)
        .next();
      const at = oldest?.outbox?.[0]?.at;
      return at === undefined ? null : new Date(at);
    },
  };
}

/**
 * An entry joins the outbox at its end in the write that counts it, and leaves from its front, so the last one always
 * has the number `toldCount`: versions need not be stored, and two drainers give an event the same one.
 */
export function versionsOf({
  _id,
  outbox = [],
  toldCount = 0,
}: TellingDocument): readonly PendingPersonEvent[] {
  return outbox.map((event, i) => ({
    userId: _id,
    version: toldCount - outbox.length + i + 1,
    event,
  }));
}
