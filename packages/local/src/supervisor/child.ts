// Starts one child process of the platform: on a leash, in a process group of its own (Ctrl-C in the terminal
// reaches the supervisor alone, which stops its children in order), its output going to a log file.
// A child says that it is ready by one JSON line on stdout: {"event":"listening",…}.

import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export type Announcement = { readonly event: 'listening'; readonly [field: string]: unknown };

export type ChildSpec = {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly messages: boolean;
  readonly niceness: number;
};

export type Exit = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly lastWords: string;
};

export type Child = {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly exited: Promise<Exit>;
};

export type ChildPlace = { readonly built: string; readonly logs: string };

/** What of our own environment a child may see: nothing that could change what it runs. */
const inherited = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NO_COLOR'] as const;

export function startChild(
  spec: ChildSpec,
  place: ChildPlace,
  onListening: (said: Announcement) => void,
): Child {
  const child = spawn(
    process.execPath,
    ['--import', join(place.built, 'leash.mjs'), join(place.built, spec.script), ...spec.args],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(spec.messages ? (['ipc'] as const) : [])],
      env: { ...environment(), ...spec.env },
    },
  );
  if (child.pid !== undefined && spec.niceness !== 0) setPriority(child.pid, spec.niceness);

  const log = createWriteStream(join(place.logs, `${spec.name}.log`), { flags: 'a', mode: 0o600 });
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2_000);
    log.write(chunk);
  });
  if (child.stdout !== null) awaitAnnouncement(child.stdout, log, onListening);

  const exited = new Promise<Exit>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, lastWords: error.message }));
    child.once('close', (code, signal) => {
      log.end();
      resolve({ code, signal, lastWords: lastWords.trim() });
    });
  });
  return { pid: child.pid ?? 0, process: child, exited };
}

function environment(): Record<string, string> {
  const kept: Record<string, string> = { NODE_ENV: 'production' };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** Reads lines up to the announcement; from there on the output goes to the log as it comes. */
function awaitAnnouncement(
  stdout: Readable,
  log: NodeJS.WritableStream,
  onListening: (said: Announcement) => void,
): void {
  let pending = '';
  const read = (chunk: Buffer) => {
    log.write(chunk);
    pending += chunk.toString();
    for (let end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
      const said = announcement(pending.slice(0, end));
      pending = pending.slice(end + 1);
      if (said === null) continue;
      stdout.off('data', read);
      stdout.on('data', (later: Buffer) => log.write(later));
      onListening(said);
      return;
    }
  };
  stdout.on('data', read);
}

function announcement(line: string): Announcement | null {
  if (!line.includes('"listening"')) return null;
  try {
    const said: unknown = JSON.parse(line);
    const isOne = typeof said === 'object' && said !== null && 'event' in said && said.event === 'listening';
    return isOne ? { ...said, event: 'listening' } : null;
  } catch {
    return null; // an ordinary line of text that happens to hold the word
  }
}
