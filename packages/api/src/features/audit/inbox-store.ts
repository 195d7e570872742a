// The only file that knows the collection `auditInbox`: what changed no document of its own (refusals, reads, exports) and
// waits for the chain. The eventId is made from who, what and when, so one act repeated within its window, over any
// number of processes, is one entry and one record.

import type { AccessEvent } from '@cool/contract/audit';
import type { Collection, Db } from 'mongodb';
import { durableFirst } from '#platform/durable-read.ts';
import { isDuplicate } from '#platform/mongo.ts';
import type { ChainEntry } from './chain.ts';

interface InboxDocument {
  readonly _id: string;
  readonly at: string;
  readonly subjectId: string | null;
  readonly event: AccessEvent;
}

export interface InboxStore {
  /** Resolves when it is in the journal: from then on it reaches the chain. The same event twice is one. */
  put(subjectId: string | null, event: AccessEvent): Promise<void>;
  pending(most: number): Promise<readonly ChainEntry[]>;
  drop(eventIds: readonly string[]): Promise<void>;
  oldestWaiting(): Promise<Date | null>;
  makeIndexes(): Promise<void>;
}

export function inboxStore(db: Db): InboxStore {
  const inbox: Collection<InboxDocument> = db.collection('auditInbox');
  return {
    async put(subjectId, event) {
      try {
        await inbox.insertOne({ _id: event.eventId, at: event.at, subjectId, event });
      } catch (error) {
        if (!isDuplicate(error)) throw error; // told already, and not yet taken over
      }
    },
    async pending(most) {
      const found = await durableFirst(db, most, (limit) =>
        inbox.find().sort({ at: 1 }).limit(limit).toArray(),
      );
      return found.map(({ subjectId, event }) => ({ subject: { type: 'access', id: subjectId }, event }));
    },
    async drop(eventIds) {
      await inbox.deleteMany({ _id: { $in: [...eventIds] } });
    },
    async oldestWaiting() {
      const oldest = await inbox
        .find({}, { projection: { at: 1 }, signal: AbortSignal.timeout(2_000) })
        .sort({ at: 1 })
        .limit(1)
        .next();
      return oldest === null ? null : new Date(oldest.at);
    },
    async makeIndexes() {
      await inbox.createIndexes([{ key: { at: 1 }, name: 'at' }]);
    },
  };
}
