// The supervisor: starts engine, edge and API processes, keeps them running, and stops them in order.
// Invariants: one platform per data folder; when this process is gone, so is every child; when `ready` is
// printed, an order can be placed.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, emptyDataFolder, makeDataFolder } from '../data-folder.ts';
import { isSeeded } from '../demo/personas.ts';
import { linksOf } from './links.ts';
import { takeLock } from './lock.ts';
import { openLog } from './log.ts';
import { startPlatform } from './platform.ts';
import { clearAfterPredecessor, runDirPrefix } from './predecessor.ts';
import { readLivingRuntime } from './runtime-file.ts';
import { stopOnSignal } from './stop-on-signal.ts';

export type StartOptions = {
  readonly port: number;
  readonly data: string;
  readonly fresh: boolean;
  readonly demo: boolean;
  readonly api: number;
  readonly mongodbUri: string | null;
};

export type Checkout = { readonly root: string; readonly built: string };

/** Resolves when the platform was stopped; rejects with one sentence when it could not be started. */
export async function start(options: StartOptions, checkout: Checkout): Promise<void> {
  const signalled = stopOnSignal();
  const folder = dataFolder(options.data);
  makeDataFolder(folder);
  const runDir = mkdtempSync(join(tmpdir(), runDirPrefix)); // 0700; short, as unix socket paths must be
  const lock = takeLock(folder.lock, runDir);
  if (!lock.taken) {
    rmSync(runDir, { recursive: true });
    const where = readLivingRuntime(folder.runtime)?.origin;
    throw new Error(
      `The data folder ${folder.root} is in use by the platform with process id ${lock.owner.pid}${where === undefined ? '' : ` (${where})`}. Stop that one with Ctrl-C, or give another folder with --data.`,
    );
  }
  try {
    await clearAfterPredecessor(folder.runtime, lock.stale);
    if (options.fresh) {
      emptyDataFolder(folder);
      makeDataFolder(folder);
    }
    const record = openLog(folder.logs);
    record({ event: 'start', pid: process.pid, api: options.api, demo: options.demo });
    const platform = await startPlatform(
      {
        ...checkout,
        folder,
        runDir,
        port: options.port,
        api: options.api,
        demo: options.demo,
        demoKey: options.demo ? randomBytes(16).toString('base64url') : null,
        mongodbUri: options.mongodbUri,
        isPrepared: existsSync(folder.keys) && options.demo && isSeeded(folder.personas, options.mongodbUri),
      },
      record,
      signalled,
    );
    if (platform !== 'stopped') {
      // In one piece: who waits for the ready line has the links with it.
      console.log(linksOf(platform).join('\n'));
      platform.runInBackground();
      await signalled;
      console.log('stopping …');
      await platform.stop();
    }
    record({ event: 'stopped' });
  } finally {
    lock.release();
    rmSync(runDir, { recursive: true, force: true });
  }
  process.exit(0); // nothing is left to wait for; an idle handle of a library must not hold the terminal
}
