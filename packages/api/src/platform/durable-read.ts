// Reading what can no longer be lost. A server shows a write before its journal holds it, so a read may see what a kill
// takes back a moment later (measured, decision 0041). Whoever acts on such a read, by chaining it, signing it or
// answering "done before", makes a claim about something that never was; so those reads go through here.

import { type Collection, type Db, MongoServerError } from 'mongodb';

interface Mark {
  readonly _id: 'open' | 'flushed';
}

/**
 * What `read` answers, once all of it is in the journal; `read` is called again when the server restarted meanwhile.
 *
 * A journaled write after the read flushes everything before it, and a cursor opened before the read proves that all three
 * met the same server, for it does not outlive a restart. Where writes wait for a majority, reads show only what cannot be
 * lost (see `connect`), so nothing has to be proved.
 */
export async function durably<Seen>(db: Db, read: () => Promise<Seen>): Promise<Seen> {
  if (db.writeConcern?.w === 'majority') return await read();
  const marks = db.collection<Mark>('durability', { writeConcern: { w: 1, journal: true } });
  for (;;) {
    const witness = marks.find({}, { batchSize: 1, limit: 2 }); // its second document is fetched when asked for
    try {
      await witness.next();
      const seen = await read();
      // Changes nothing, and yet is answered only when the journal holds everything before it.
      await marks.updateOne({ _id: 'flushed' }, { $setOnInsert: { _id: 'flushed' } });
      const second = await nextUnlessGone(witness);
      if (second === null) await makeMarks(marks);
      else if (second !== 'gone') return seen;
    } finally {
      await witness.close();
    }
  }
}

/** The first of a list, durably; one query where there is nothing, which a drainer asks for several times a second. */
export async function durableFirst<Item>(
  db: Db,
  most: number,
  find: (most: number) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const isQuiet = (await find(1)).length === 0;
  return isQuiet ? [] : await durably(db, () => find(most));
}

const cursorNotFound = 43;

async function nextUnlessGone(witness: { next(): Promise<Mark | null> }): Promise<Mark | null | 'gone'> {
  try {
    return await witness.next();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === cursorNotFound) return 'gone';
    throw error;
  }
}

async function makeMarks(marks: Collection<Mark>): Promise<void> {
  for (const _id of ['open', 'flushed'] as const) {
    await marks.updateOne({ _id }, { $setOnInsert: { _id } }, { upsert: true });
  }
}
