// What runs just now, for the commands and trials that act on a running platform: addresses and process ids.
// Private to this user (0600): it holds the address of the database and the key of the demo links.

import { readFileSync, rmSync } from 'node:fs';
import { writePrivately } from '../data-folder.ts';
import { processStart } from './process-identity.ts';

export type RunningProcess = {
  readonly name: string;
  readonly pid: number;
  readonly startedAt: string;
  /** On 127.0.0.1; null when it listens on no port. */
  readonly port: number | null;
};

export type Runtime = {
  readonly supervisor: RunningProcess;
  readonly origin: string;
  readonly port: number;
  readonly mongodbUri: string;
  readonly database: string;
  readonly demoKey: string | null;
  readonly processes: readonly RunningProcess[];
};

export function describeProcess(name: string, pid: number, port: number | null = null): RunningProcess {
  return { name, pid, startedAt: processStart(pid) ?? '', port };
}

export function writeRuntime(path: string, runtime: Runtime): void {
  writePrivately(path, runtime);
}

export function removeRuntime(path: string): void {
  rmSync(path, { force: true });
}

/** Null when nothing was left, or what was left is not a runtime file. */
export function readRuntime(path: string): Runtime | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null; // not there, or cut short by a full disk: there is nothing to attach to
  }
}

/** The platform that runs on this data folder, or null. */
export function readLivingRuntime(path: string): Runtime | null {
  const runtime = readRuntime(path);
  return runtime !== null && isAlive(runtime.supervisor) ? runtime : null;
}

export function isAlive(process: RunningProcess): boolean {
  return processStart(process.pid) === process.startedAt;
}
