// The only file that knows the collection `audit`. `_id` is the eventId (an event stands in the chain once) and `seq`
// is unique (a number is given once): of two processes that extend the same head, one wins and the other looks again.
// Records are only ever inserted. What others build on (a head, what is known, what follows) is read durably: a record on
// top of one that a kill took back would be a gap for ever.

import type { AuditQuery, AuditRecord } from '@cool/contract/audit';
import { appendedIndexes } from '@cool/contract/runtime';
import { type Collection, type Db, MongoBulkWriteError } from 'mongodb';
import { durableFirst, durably } from '#platform/durable-read.ts';
import { makeMissingIndexes } from '#platform/missing-indexes.ts';
import { type ChainHead, emptyChain } from './chain.ts';

export type AuditDocument = AuditRecord & { readonly _id: string };

export type PageFilter = Pick<AuditQuery, 'kind' | 'about' | 'by' | 'what'>;

export type AuditStore = ReturnType<typeof auditStore>;

export function auditStore(db: Db) {
  const audit: Collection<AuditDocument> = db.collection('audit');

  async function head(): Promise<ChainHead> {
    const last = await audit
      .find({}, { projection: { seq: 1, hash: 1 } })
      .sort({ seq: -1 })
      .limit(1)
      .next();
    return last === null ? emptyChain : { seq: last.seq, hash: last.hash };
  }

  async function after(seq: number, limit: number): Promise<readonly AuditDocument[]> {
    return await audit
      .find({ seq: { $gt: seq } })
      .sort({ seq: 1 })
      .limit(limit)
      .toArray();
  }

  return {
    /** As it shows just now. */
    head,

    durableHead: async (): Promise<ChainHead> => await durably(db, head),

    /** Inserts in order and stops at the first that is refused: another process was faster. How many went in. */
    async append(records: readonly AuditRecord[]): Promise<number> {
      try {
        await audit.insertMany(
          records.map((record) => ({ _id: record.eventId, ...record })),
          { ordered: true },
        );
        return records.length;
      } catch (error) {
        if (error instanceof MongoBulkWriteError && error.code === 11_000) return error.insertedCount;
        throw error;
      }
    },

    /** Those of the events that stand in the chain for good. */
    async known(eventIds: readonly string[]): Promise<ReadonlySet<string>> {
      const asked = { _id: { $in: [...eventIds] } };
      const found = await durably(db, () => audit.find(asked, { projection: { _id: 1 } }).toArray());
      return new Set(found.map((each) => each._id));
    },

    /** What follows `seq` as it shows just now. */
    after,

    /** What follows `seq` for good. */
    durableAfter: async (seq: number, limit: number): Promise<readonly AuditDocument[]> =>
      await durableFirst(db, limit, (most) => after(seq, most)),

    /** Every record in the chain's order, for verification. */
    everything: () => audit.find({}).sort({ seq: 1 }),

    /** The newest first, before a number. */
    page: async (
      filter: PageFilter,
      before: number | null,
      limit: number,
    ): Promise<readonly AuditRecord[]> => {
      const found = await audit
        .find({
          ...(before === null ? {} : { seq: { $lt: before } }),
          ...(filter.kind === undefined ? {} : { 'subject.type': filter.kind }),
          ...(filter.about === undefined ? {} : { 'subject.id': filter.about }),
          ...(filter.by === undefined ? {} : { 'event.actorId': filter.by }),
          ...(filter.what === undefined ? {} : { 'event.what': filter.what }),
        })
        .sort({ seq: -1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, ...record }) => record);
    },

    /** What joined the chain after `seq` about one subject, in order. */
    laterAbout: async (seq: number, subjectId: string): Promise<readonly AuditDocument[]> =>
      await audit
        .find({ seq: { $gt: seq }, 'subject.id': subjectId })
        .sort({ seq: 1 })
        .toArray(),

    byEventId: async (eventId: string): Promise<AuditDocument | null> =>
      await audit.findOne({ _id: eventId }),

    async makeIndexes(): Promise<void> {
      await makeMissingIndexes(audit, appendedIndexes.audit);
    },
  };
}
