// The database connection. Invariant: every write is acknowledged by a majority and in the journal, because a kill
// of the engine loses acknowledged writes without `j` (measured). No transactions, no array-form updates, no change
// streams: the embedded engine, MongoDB and DocumentDB all run the same code.

import { type Db, MongoClient, MongoServerError } from 'mongodb';

export async function connect(uri: string, database: string): Promise<{ client: MongoClient; db: Db }> {
  const client = new MongoClient(uri, {
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 5_000,
    maxPoolSize: 32,
    ignoreUndefined: true, // an absent optional field stays absent; the driver would store null
    appName: 'cool-api',
  });
  await client.connect();
  return { client, db: client.db(database) };
}

/** True when a unique index refused the write; `index` narrows it to one index. */
export function isDuplicate(error: unknown, index?: string): boolean {
  if (!(error instanceof MongoServerError) || error.code !== 11_000) return false;
  if (index === undefined) return true;
  const pattern = error['keyPattern'] as Readonly<Record<string, unknown>> | undefined;
  return pattern === undefined ? error.message.includes(index) : index in pattern;
}
