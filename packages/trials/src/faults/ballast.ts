// Writes through the engine until it fails: its journal lies in files laid out ahead, so a disk without a free byte is
// not felt before those are full. The ballast goes to a database of its own.

import { MongoClient, MongoServerError } from 'mongodb';

const pieceBytes = 8 * 1024 * 1024;
const most = 60; // pieces; the disk is smaller

/** What the engine said when it could not write any more; null when it always could. */
export async function writeUntilFull(socketPath: string, withinMs: number): Promise<string | null> {
  const client = new MongoClient(`mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`, {
    serverSelectionTimeoutMS: 500,
    socketTimeoutMS: 5_000,
  });
  const until = Date.now() + withinMs;
  try {
    const ballast = client.db('ballast').collection('pieces', { writeConcern: { w: 1, journal: true } });
    for (let piece = 0; piece < most && Date.now() < until; piece += 1) {
      await ballast.insertOne({ bytes: randomish(piece) });
    }
    return null;
  } catch (error) {
    if (error instanceof MongoServerError) return error.message.slice(0, 120);
    return error instanceof Error ? error.name : String(error);
  } finally {
    await client.close();
  }
}

export async function dropBallast(socketPath: string): Promise<void> {
  const client = new MongoClient(`mongodb://${encodeURIComponent(socketPath)}/?directConnection=true`, {
    serverSelectionTimeoutMS: 20_000,
  });
  try {
    await client.db('ballast').dropDatabase();
  } finally {
    await client.close();
  }
}

/** Bytes that do not shrink when the engine compresses them. */
function randomish(seed: number): Buffer {
  const bytes = Buffer.alloc(pieceBytes);
  let state = seed + 1;
  for (let at = 0; at < bytes.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt32LE(state, at);
  }
  return bytes;
}
