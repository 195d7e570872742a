// The only file that knows the collection `reEnrolments`: at most one request for a new second factor per user, and what
// became of it. Invariant: who approved is never who asked, held by the filter of the write that approves.

import type { Collection, Db } from 'mongodb';

export interface ReEnrolment {
  readonly userId: string;
  readonly state: 'requested' | 'sent';
  readonly requestedBy: string;
  readonly approvedBy: string | null;
  /** Why one admin did it alone; null when two did. */
  readonly breakGlassReason: string | null;
  readonly at: Date;
}

interface ReEnrolmentDocument extends Omit<ReEnrolment, 'userId'> {
  readonly _id: string;
}

/** A request nobody approved within a day is as good as none. */
const requestMs = 24 * 3_600_000;

export interface ReEnrolmentsStore {
  of(userId: string, now: Date): Promise<ReEnrolment | null>;
  all(now: Date): Promise<readonly ReEnrolment[]>;
  request(userId: string, requestedBy: string, at: Date): Promise<void>;
  /** True for exactly one approver, who is not the one who asked. */
  approve(userId: string, requestedBy: string, approvedBy: string, at: Date): Promise<boolean>;
  breakGlass(userId: string, by: string, reason: string, at: Date): Promise<void>;
  drop(userId: string): Promise<void>;
}

export function reEnrolmentsStore(db: Db): ReEnrolmentsStore {
  const requests: Collection<ReEnrolmentDocument> = db.collection('reEnrolments');
  const recent = (now: Date) => ({ at: { $gt: new Date(now.getTime() - requestMs) } });
  const put = async (userId: string, facts: Omit<ReEnrolment, 'userId'>) => {
    await requests.replaceOne({ _id: userId }, facts, { upsert: true });
  };
  return {
    async of(userId, now) {
      const found = await requests.findOne({ _id: userId, ...recent(now) });
      return found === null ? null : reEnrolmentOf(found);
    },
    all: async (now) => (await requests.find(recent(now)).limit(1_000).toArray()).map(reEnrolmentOf),
    request: (userId, requestedBy, at) =>
      put(userId, { state: 'requested', requestedBy, approvedBy: null, breakGlassReason: null, at }),
    async approve(userId, requestedBy, approvedBy, at) {
      if (requestedBy === approvedBy) return false;
      const { modifiedCount } = await requests.updateOne(
        { _id: userId, state: 'requested', requestedBy, ...recent(at) },
        { $set: { state: 'sent', approvedBy, at } },
      );
      return modifiedCount === 1;
    },
    breakGlass: (userId, by, reason, at) =>
      put(userId, { state: 'sent', requestedBy: by, approvedBy: null, breakGlassReason: reason, at }),
    async drop(userId) {
      await requests.deleteOne({ _id: userId });
    },
  };
}

function reEnrolmentOf({ _id, ...facts }: ReEnrolmentDocument): ReEnrolment {
  return { userId: _id, ...facts };
}
