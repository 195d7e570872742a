// One platform per data folder. The lock file names its owner by process id and start, so the lock of a killed
// platform, even one whose process id lives on in another program, is passed over.
// Invariant: the lock appears whole (made aside, then linked), and exactly one of several starters gets it.

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processStart } from './process-identity.ts';

export type LockOwner = { readonly pid: number; readonly startedAt: string; readonly runDir: string };

export type LockResult =
  | { readonly taken: true; readonly stale: LockOwner | null; readonly release: () => void }
  | { readonly taken: false; readonly owner: LockOwner };

type StartOf = (pid: number) => string | null;

/** `startOf` is a parameter for the test. */
export function takeLock(path: string, runDir: string, startOf: StartOf = processStart): LockResult {
  const mine: LockOwner = { pid: process.pid, startedAt: startOf(process.pid) ?? '', runDir };
  const aside = `${path}.${process.pid}`;
  let stale: LockOwner | null = null;
  try {
    for (;;) {
      writeFileSync(aside, JSON.stringify(mine), { mode: 0o600 });
      if (linked(aside, path)) return { taken: true, stale, release: () => rmSync(path, { force: true }) };
      const found = readOwner(path);
      if (found === 'gone') continue;
      if (found !== 'unreadable') {
        if (startOf(found.pid) === found.startedAt) return { taken: false, owner: found };
        stale = found;
      }
      removeStale(path, found);
    }
  } finally {
    rmSync(aside, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(path: string): LockOwner | 'gone' | 'unreadable' {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isOwner(read) ? read : 'unreadable';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone';
    if (error instanceof SyntaxError) return 'unreadable'; // nobody of ours writes such a lock: it has no owner
    throw error;
  }
}

function isOwner(value: unknown): value is LockOwner {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'startedAt' in value &&
    typeof value.startedAt === 'string' &&
    'runDir' in value &&
    typeof value.runDir === 'string'
  );
}

/** Between reading the stale lock and removing it, another starter may have put its own there: that one is put back. */
function removeStale(path: string, expected: LockOwner | 'unreadable'): void {
  const removed = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, removed);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const found = readOwner(removed);
  const isAnothers = typeof found === 'object' && JSON.stringify(found) !== JSON.stringify(expected);
  if (isAnothers) linked(removed, path);
  rmSync(removed, { force: true });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
