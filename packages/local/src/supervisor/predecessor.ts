// A platform that was killed leaves children that notice within seconds, a socket folder and a runtime file.
// Before a new one opens the same database, the old processes must be gone.

import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LockOwner } from './lock.ts';
import { isAlive, readRuntime, removeRuntime } from './runtime-file.ts';

export const runDirPrefix = 'cool-delivery-';
const longestDrainMs = 4_000;

export async function clearAfterPredecessor(runtimePath: string, stale: LockOwner | null): Promise<void> {
  const left = readRuntime(runtimePath)?.processes ?? [];
  const deadline = Date.now() + longestDrainMs;
  while (left.some(isAlive) && Date.now() < deadline) await pause(50);
  for (const orphan of left.filter(isAlive)) process.kill(orphan.pid, 'SIGKILL'); // the same process: its start fits
  while (left.some(isAlive)) await pause(20);
  removeRuntime(runtimePath);
  if (stale !== null && isRunDir(stale.runDir)) rmSync(stale.runDir, { recursive: true, force: true });
}

/** The lock is a file somebody could have written: only a folder of our own making is ever removed. */
function isRunDir(path: string): boolean {
  return dirname(path) === tmpdir() && basename(path).startsWith(runDirPrefix);
}
