// The only file that knows the collection `erasures`: who asked that a person be erased, and who agreed. What was agreed
// is carried out to its end, by whichever process comes; then the entry goes, with its reason.
// Invariant: who approved is never who asked, held by the filter of the write that approves.

import type { Collection, Db } from 'mongodb';

export interface Erasure {
  readonly userId: string;
  readonly requestedBy: string;
  /** Null until a second admin agreed. */
  readonly approvedBy: string | null;
  readonly reason: string;
  readonly at: Date;
}

interface ErasureDocument extends Omit<Erasure, 'userId'> {
  readonly _id: string;
}

/** A request nobody approved within a week is as good as none. */
const requestMs = 7 * 24 * 3_600_000;

export interface ErasuresStore {
  of(userId: string, now: Date): Promise<Erasure | null>;
  /** Those that wait for a second admin. */
  waiting(now: Date): Promise<readonly Erasure[]>;
  approved(): Promise<readonly Erasure[]>;
  request(userId: string, requestedBy: string, reason: string, at: Date): Promise<void>;
  /** True for exactly one approver, who is not the one who asked. */
  approve(userId: string, requestedBy: string, approvedBy: string, at: Date): Promise<boolean>;
  drop(userId: string): Promise<void>;
}

export function erasuresStore(db: Db): ErasuresStore {
  const erasures: Collection<ErasureDocument> = db.collection('erasures');
  const recent = (now: Date) => ({ at: { $gt: new Date(now.getTime() - requestMs) } });
  return {
    async of(userId, now) {
      const found = await erasures.findOne({ _id: userId, ...recent(now) });
      return found === null ? null : erasureOf(found);
    },
    waiting: async (now) =>
      (
        await erasures
          .find({ approvedBy: null, ...recent(now) })
          .limit(1_000)
          .toArray()
      ).map(erasureOf),
    approved: async () =>
      (
        await erasures
          .find({ approvedBy: { $ne: null } })
          .limit(100)
          .toArray()
      ).map(erasureOf),
    async request(userId, requestedBy, reason, at) {
      await erasures.replaceOne(
        { _id: userId, approvedBy: null },
        { requestedBy, approvedBy: null, reason, at },
        { upsert: true },
      );
    },
    async approve(userId, requestedBy, approvedBy, at) {
      if (requestedBy === approvedBy) return false;
      const { modifiedCount } = await erasures.updateOne(
        { _id: userId, approvedBy: null, requestedBy, ...recent(at) },
        { $set: { approvedBy } },
      );
      return modifiedCount === 1;
    },
    async drop(userId) {
      await erasures.deleteOne({ _id: userId });
    },
  };
}

function erasureOf({ _id, ...facts }: ErasureDocument): Erasure {
  return { userId: _id, ...facts };
}
