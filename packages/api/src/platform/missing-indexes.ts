// Indexes of a collection that is only added to: made where nobody made them before, and otherwise left alone. In AWS
// the owner of the database made them, and the user of the API may not (contract/runtime/database.ts says why).

import type { CollectionIndex } from '@cool/contract/runtime';
import { type Collection, type Document, MongoServerError } from 'mongodb';

const noSuchCollection = 26;

export async function makeMissingIndexes<T extends Document>(
  collection: Collection<T>,
  wanted: readonly CollectionIndex[],
): Promise<void> {
  const there = await namesOf(collection);
  const missing = wanted.filter(({ name }) => !there.includes(name));
  if (missing.length > 0)
    await collection.createIndexes(missing.map(({ key, ...options }) => ({ key: { ...key }, ...options })));
}

async function namesOf<T extends Document>(collection: Collection<T>): Promise<readonly string[]> {
  try {
    return (await collection.indexes()).map(({ name = '' }) => name);
  } catch (error) {
    if (error instanceof MongoServerError && error.code === noSuchCollection) return []; // the first index makes it
    throw error;
  }
}
