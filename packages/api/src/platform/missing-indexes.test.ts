import { type Collection, MongoServerError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { makeMissingIndexes } from './missing-indexes.ts';

const wanted = [
  { name: 'seq', key: { seq: 1 }, unique: true },
  { name: 'what', key: { 'event.what': 1, seq: -1 } },
] as const;

/** A collection with these indexes, or one that is not there. */
function collectionWith(names: readonly string[] | MongoServerError) {
  const made: unknown[] = [];
  const collection = {
    indexes: async () => {
      if (names instanceof MongoServerError) throw names;
      return ['_id_', ...names].map((name) => ({ name }));
    },
    createIndexes: async (indexes: unknown) => made.push(indexes),
  };
  return { made, collection: collection as unknown as Collection };
}

describe('the indexes of a collection that is only added to', () => {
  it('are not asked for when they are there: in AWS the user of the API would be refused', async () => {
    const { made, collection } = collectionWith(['what', 'seq']);
    await makeMissingIndexes(collection, wanted);
    expect(made).toEqual([]);
  });

  it('are made where they are missing, and only those', async () => {
    const { made, collection } = collectionWith(['what']);
    await makeMissingIndexes(collection, wanted);
    expect(made).toEqual([[{ name: 'seq', key: { seq: 1 }, unique: true }]]);
  });

  it('are all made where there is no collection yet', async () => {
    const { made, collection } = collectionWith(new MongoServerError({ message: 'ns not found', code: 26 }));
    await makeMissingIndexes(collection, wanted);
    expect(made).toEqual([wanted]);
  });

  it('stop the boot when they cannot be read', async () => {
    const { collection } = collectionWith(new MongoServerError({ message: 'not authorized', code: 13 }));
    await expect(makeMissingIndexes(collection, wanted)).rejects.toThrow('not authorized');
  });
});
