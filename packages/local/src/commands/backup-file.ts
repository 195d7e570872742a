// A backup as a file: gzip over lines of JSON (MongoDB Extended JSON, so that dates and numbers come back as they were).
// The first line names the format, each further one holds a document, the last one counts them and holds the SHA-256 of
// all before. Invariant: a file cut short, or changed by one byte, is refused before anything is restored from it.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BSON, type Document } from 'mongodb';

const format = 'cool-delivery-backup/1';

export type Entry = { readonly collection: string; readonly document: Document };
export type Counts = Readonly<Record<string, number>>;

/** The sentence is for the user as it stands. */
export class NoBackup extends Error {
  override readonly name = 'NoBackup';
}

/** Writes the whole file; only this user may read it. Throws when it is already there. */
export async function writeBackup(
  path: string,
  madeAt: Date,
  entries: AsyncIterable<Entry>,
): Promise<Counts> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  const write = async (line: string) => {
    if (!gzip.write(`${line}\n`)) await Promise.race([once(gzip, 'drain'), written]);
  };
  const hashed = async (line: string) => {
    hash.update(`${line}\n`);
    await write(line);
  };
  try {
    await hashed(JSON.stringify({ format, madeAt: madeAt.toISOString() }));
    for await (const { collection, document } of entries) {
      counts[collection] = (counts[collection] ?? 0) + 1;
      await hashed(BSON.EJSON.stringify({ collection, document }, { relaxed: false }));
    }
    await write(JSON.stringify({ counts, sha256: hash.digest('hex') }));
    gzip.end();
    await written;
    return counts;
  } catch (error) {
    gzip.destroy();
    await written.catch(() => undefined); // the first error is the one to tell
    throw error;
  }
}

/** Judges the whole file. Throws NoBackup when it is none, or is not complete. */
export async function checkBackup(
  path: string,
): Promise<{ readonly madeAt: string; readonly counts: Counts }> {
  const hash = createHash('sha256');
  let madeAt: string | undefined;
  let last = '';
  const counts: Record<string, number> = {};
  for await (const line of linesOf(path)) {
    if (last !== '') {
      hash.update(`${last}\n`);
      if (madeAt === undefined) madeAt = headerOf(path, last);
      else {
        const { collection } = entryOf(path, last);
        counts[collection] = (counts[collection] ?? 0) + 1;
      }
    }
    last = line;
  }
  const end = parsed(last) as { readonly counts?: Counts; readonly sha256?: string } | null;
  if (madeAt === undefined || end?.sha256 !== hash.digest('hex') || !sameCounts(end.counts ?? {}, counts)) {
    throw new NoBackup(`${path} is not complete: it was cut short or changed. Use another backup.`);
  }
  return { madeAt, counts };
}

/** The documents of a file that `checkBackup` has judged. */
export async function* entriesOf(path: string): AsyncGenerator<Entry> {
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (number > 1 && line.startsWith('{"collection"')) yield entryOf(path, line);
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const text = createGunzip().setEncoding('utf8');
  source.once('error', (error) => text.destroy(error));
  source.pipe(text);
  let rest = '';
  try {
    for await (const chunk of text) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new NoBackup(
      code === 'ENOENT'
        ? `There is no file ${path}. Give a file that npm run backup has written.`
        : `${path} cannot be read as a backup (${String(code)}). Give a file that npm run backup has written.`,
    );
  }
}

function headerOf(path: string, line: string): string {
  const header = parsed(line) as { readonly format?: unknown; readonly madeAt?: unknown } | null;
  if (header?.format === format && typeof header.madeAt === 'string') return header.madeAt;
  throw new NoBackup(
    `${path} is not a backup of this format (${format}). Give a file that npm run backup has written.`,
  );
}

function entryOf(path: string, line: string): Entry {
  const entry = BSON.EJSON.parse(line, { relaxed: false }) as Partial<Entry>;
  if (typeof entry.collection === 'string' && typeof entry.document === 'object') {
    return { collection: entry.collection, document: entry.document };
  }
  throw new NoBackup(`${path} holds a line that is no document. Use another backup.`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // told by the caller, with what is allowed
  }
}

function sameCounts(a: Counts, b: Counts): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name] === b[name]);
}
