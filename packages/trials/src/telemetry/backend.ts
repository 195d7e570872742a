// The engine and two API processes by their commands, without the supervisor that would mend what the trial breaks. On
// a data folder that `npm start` has filled: real people, real orders.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout, startPlatform } from '../platform/start-platform.ts';

export type Line = Readonly<Record<string, unknown>>;

/** What `npm start` runs, made before the first journey: see tools/journey-programs.mjs. */
const programs = process.env['PLATFORM_PROGRAMS'] ?? '';

type Started = { readonly child: ChildProcess; readonly said: Line; readonly lines: readonly Line[] };

export type Backend = {
  readonly data: string;
  readonly mongodbUri: string;
  readonly database: string;
  readonly ports: readonly number[];
  /** Every line the API processes have written so far. */
  readonly lines: () => readonly Line[];
  /** Resolves when each API process that runs has reported its metrics as often again. */
  readonly reported: (times: number) => Promise<void>;
  /** Resolves when a process has written a line of this event. */
  readonly says: (event: string) => Promise<void>;
  readonly killEngine: () => Promise<void>;
  readonly restartEngine: () => Promise<void>;
  /** Stops the clock of the engine, or of every API process, and lets it go on. */
  readonly pauseEngine: (ms: number) => Promise<void>;
  readonly pauseApis: (ms: number) => Promise<void>;
  /** SIGTERM to one API process; resolves when it has gone. */
  readonly stopApi: (index: number) => Promise<void>;
  readonly discard: () => Promise<void>;
};

/** They report every ten seconds; more is a machine that is too busy to be listened to. */
const reportsWithinMs = 120_000;

export async function startBackend(): Promise<Backend> {
  const platform = await startPlatform();
  const { database } = platform.runtime();
  const { data } = platform;
  await platform.stop();

  const sockets = mkdtempSync(join(tmpdir(), 'cool-s-'));
  const startEngine = () =>
    start([join(programs, 'engine.mjs'), '--data', data, '--socket-dir', sockets], {});
  let engine = await startEngine();
  const mongodbUri = String(engine.said['uri']);
  const env = {
    MONGODB_URI: mongodbUri,
    DATABASE: database,
    PORT: '0',
    KEYS_FILE: join(data, 'keys.json'),
    MAIL_DIR: join(data, 'mail'),
    EVIDENCE_DIR: join(data, 'evidence'),
    PUBLIC_ORIGIN: 'http://localhost:8080',
    MFA_REQUIRED: 'staff',
  };
  const apis = await Promise.all([1, 2].map(() => start([join(programs, 'api.mjs')], env)));
  return {
    data,
    mongodbUri,
    database,
    ports: apis.map(({ said }) => Number(said['port'])),
    lines: () => apis.flatMap(({ lines }) => lines),
    reported: async (times) => {
      const counts = () => apis.map(({ lines }) => lines.filter(({ event }) => event === 'metrics').length);
      const before = counts();
      const until = Date.now() + reportsWithinMs;
      while (counts().some((count, at) => count < (before[at] ?? 0) + times)) {
        if (Date.now() > until) throw new Error(`Not every process reported in ${reportsWithinMs} ms.`);
        await sleep(100);
      }
    },
    says: async (event) => {
      const until = Date.now() + reportsWithinMs;
      while (!apis.some(({ lines }) => lines.some((line) => line['event'] === event))) {
        if (Date.now() > until) throw new Error(`No process said ${event} in ${reportsWithinMs} ms.`);
        await sleep(100);
      }
    },
    killEngine: () => end(engine.child, 'SIGKILL'),
    restartEngine: async () => {
      engine = await startEngine();
    },
    pauseEngine: (ms) => pause([engine.child], ms),
    pauseApis: (ms) =>
      pause(
        apis.map(({ child }) => child),
        ms,
      ),
    stopApi: async (index) => {
      const api = apis[index];
      if (api !== undefined) await end(api.child, 'SIGTERM');
    },
    discard: async () => {
      await Promise.all(apis.map(({ child }) => end(child, 'SIGTERM')));
      await end(engine.child, 'SIGTERM');
      for (const folder of [data, sockets]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn(process.execPath, [...args], {
    cwd: join(checkout, 'packages/api'),
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: tmpdir(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: Line[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString('utf8');
  });
  const said = await new Promise<Line>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      lines.push(line);
      if (line['event'] === 'listening') resolve(line);
    });
    child.once('exit', (code) =>
      reject(new Error(`A process ended with ${code} before it listened: ${complaint}`)),
    );
  });
  return { child, said, lines };
}

async function pause(children: readonly ChildProcess[], ms: number): Promise<void> {
  for (const child of children) child.kill('SIGSTOP');
  await sleep(ms);
  for (const child of children) child.kill('SIGCONT');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
