// The database of a data folder for one command: that of the running platform, or an engine started for the
// command alone and stopped after it.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@cool/api/local';
import type { Db } from 'mongodb';
import { type DataFolder, dataFolder } from '../data-folder.ts';
import { keepRunning } from '../supervisor/keep-running.ts';
import { takeLock } from '../supervisor/lock.ts';
import { clearAfterPredecessor, runDirPrefix } from '../supervisor/predecessor.ts';
import { databaseName, engineSpec } from '../supervisor/roles.ts';
import { readLivingRuntime } from '../supervisor/runtime-file.ts';

export type Place = {
  readonly data: string;
  readonly built: string;
  readonly mongodbUri: string | undefined;
};

export type Opened = {
  readonly db: Db;
  /** Where the platform answers; the usual place when it does not run. */
  readonly origin: string;
};

/** Nothing to work on: exit code 65. The message is for the user as it stands. */
export class NothingThere extends Error {
  override readonly name = 'NothingThere';
}

export async function withDatabase<Result>(
  place: Place,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const folder = dataFolder(place.data);
  const running = readLivingRuntime(folder.runtime);
  const usualOrigin = 'http://localhost:8080';
  if (place.mongodbUri !== undefined) return connected(place.mongodbUri, databaseName, usualOrigin, work);
  if (running !== null) return connected(running.mongodbUri, running.database, running.origin, work);
  if (!existsSync(join(folder.root, 'mongodb'))) {
    throw new NothingThere(
      `${folder.root} holds no database of Cool Delivery. Give the platform's data folder with --data.`,
    );
  }
  return withOwnEngine(folder, place.built, (uri) => connected(uri, databaseName, usualOrigin, work));
}

/** The database of a new data folder, for one command: always an engine of its own. */
export async function withNewDatabase<Result>(
  place: Pick<Place, 'data' | 'built'>,
  work: (db: Db) => Promise<Result>,
): Promise<Result> {
  return withOwnEngine(dataFolder(place.data), place.built, (uri) =>
    connected(uri, databaseName, '', ({ db }) => work(db)),
  );
}

async function withOwnEngine<Result>(
  folder: DataFolder,
  built: string,
  work: (uri: string) => Promise<Result>,
): Promise<Result> {
  const runDir = mkdtempSync(join(tmpdir(), runDirPrefix));
  const lock = takeLock(folder.lock, runDir);
  if (!lock.taken) {
    rmSync(runDir, { recursive: true });
    throw new Error(
      `The data folder ${folder.root} is in use by the process with id ${lock.owner.pid}, which is just starting or stopping. Try again in a moment.`,
    );
  }
  try {
    await clearAfterPredecessor(folder.runtime, lock.stale);
    mkdirSync(folder.logs, { recursive: true, mode: 0o700 });
    const engine = keepRunning(
      () => engineSpec({ folder, runDir }),
      { built, logs: folder.logs },
      { onListening: () => {}, onDown: () => {}, record: () => {} },
    );
    try {
      return await work(String((await engine.firstListening)['uri']));
    } finally {
      await engine.stop(8_000);
    }
  } finally {
    lock.release();
    rmSync(runDir, { recursive: true, force: true });
  }
}

async function connected<Result>(
  uri: string,
  database: string,
  origin: string,
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const { client, db } = await connect(uri, database);
  try {
    return await work({ db, origin });
  } finally {
    await client.close();
  }
}
