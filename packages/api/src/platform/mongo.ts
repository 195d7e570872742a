// The database connection. Invariant: a write is acknowledged when a majority has it in the journal, because a kill
// of the engine loses acknowledged writes otherwise (measured). No transactions, no array-form updates, no change
// streams: the embedded engine, MongoDB and DocumentDB all run the same code.

import {
  type Db,
  type DbOptions,
  type Document,
  MongoClient,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  ReadConcern,
  type WriteConcernSettings,
} from 'mongodb';
import { cureClosedSockets } from './closed-sockets.ts';
import type { DatabaseUser } from './database-user.ts';

export async function connect(
  uri: string,
  database: string,
  user?: DatabaseUser,
): Promise<{ client: MongoClient; db: Db }> {
  cureClosedSockets();
  const client = new MongoClient(uri, {
    writeConcern: byMajority,
    serverSelectionTimeoutMS: 5_000,
    socketTimeoutMS: 10_000, // a database that is paused, not gone, ends a command too; ours take milliseconds
    maxPoolSize: 32,
    ignoreUndefined: true, // an absent optional field stays absent; the driver would store null
    appName: 'cool-api',
    ...(user === undefined ? {} : { auth: user, authSource: 'admin' }), // DocumentDB keeps its users there
  });
  await client.connect();
  const hello = await client.db(database).command({ hello: 1 });
  const hosts = client.options.hosts.map(({ host = '' }) => host);
  return {
    client,
    db: client.db(database, { writeConcern: durableWrites(hello), ...durableReads(hello, hosts) }),
  };
}

const byMajority: WriteConcernSettings = { w: 'majority', journal: true };

/**
 * A server that stands alone is its own majority. It is asked for `w: 1`, because the embedded engine answers a
 * `majority` write before it is in the journal: of 25 kills under load 18 lost such writes, of 15 with `w: 1` none.
 */
export function durableWrites(hello: Document): WriteConcernSettings {
  return standsAlone(hello) ? { w: 1, journal: true } : byMajority;
}

/**
 * Where writes wait for a majority, reads show only what a majority has: a failover takes nothing back that was seen.
 * DocumentDB shows nothing else and is not asked; a server that stands alone cannot be (see `durably`).
 */
export function durableReads(hello: Document, hosts: readonly string[]): Pick<DbOptions, 'readConcern'> {
  const isDocumentDb = hosts.some((host) => host.endsWith('.docdb.amazonaws.com'));
  return standsAlone(hello) || isDocumentDb ? {} : { readConcern: new ReadConcern('majority') };
}

function standsAlone(hello: Document): boolean {
  return hello['setName'] === undefined && hello['msg'] !== 'isdbgrid';
}

/** True when a unique index refused the write; `index` narrows it to one index. */
export function isDuplicate(error: unknown, index?: string): boolean {
  if (!(error instanceof MongoServerError) || error.code !== 11_000) return false;
  if (index === undefined) return true;
  const pattern = error['keyPattern'] as Readonly<Record<string, unknown>> | undefined;
  return pattern === undefined ? error.message.includes(index) : index in pattern;
}

/**
 * True when the database is not there just now (restarting, electing, cut off): the same request may be sent again,
 * and because of its eventId it is harmless if the first one did arrive.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof MongoError)) return isBrokenPipe(error) || isGivenUp(error);
  return (
    error instanceof MongoServerSelectionError ||
    error instanceof MongoNetworkError ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('RetryableError')
  );
}

/** What a command ends with when its own `AbortSignal.timeout` was over. */
function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

/** The driver lets through, as it is, the error of a write into a connection that broke a moment before. */
function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
}
