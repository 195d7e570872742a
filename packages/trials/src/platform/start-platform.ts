// Starts the platform by its command on a folder and a port of its own, as a person would, and stops it by its own
// process id. What the trial needs to know of it, it reads from the files the platform leaves in its data folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const checkout = fileURLToPath(new URL('../../../../', import.meta.url));

export type RunningProcess = { readonly name: string; readonly pid: number; readonly port: number | null };

/** The part of runtime.json the trials rely on. */
export type Runtime = {
  readonly origin: string;
  readonly port: number;
  readonly mongodbUri: string;
  readonly database: string;
  readonly processes: readonly RunningProcess[];
};

export type Platform = {
  readonly data: string;
  readonly port: number;
  readonly pid: number;
  /** Read anew each time: process ids change when something was restarted. */
  readonly runtime: () => Runtime;
  readonly output: () => string;
  /** Ctrl-C; resolves with the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Stops it if need be and removes its folder. */
  readonly discard: () => Promise<void>;
};

/** How many API processes where the trial does not say: two, or as many as `npm run soak -- four` asks for. */
const apiProcesses = process.env['API_PROCESSES'] ?? '2';
const readyWithinMs = 150_000; // the first start of a checkout builds; under load that takes its time

export async function startPlatform(
  options: readonly string[] = [],
  folder?: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Platform> {
  const data = folder ?? mkdtempSync(join(tmpdir(), 'cool-trial-'));
  const child = spawn(
    process.execPath,
    ['packages/local/start.mjs', '--port', '0', '--data', data, '--api', apiProcesses, ...options],
    { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'], env: { ...withoutTestRunner(process.env), ...env } },
  );
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const until = Date.now() + readyWithinMs;
  while (!/^ready http/m.test(output)) {
    if (child.exitCode !== null || Date.now() > until) {
      child.kill('SIGKILL');
      if (folder === undefined) rmSync(data, { recursive: true, force: true });
      throw new Error(`The platform did not get ready (exit code ${child.exitCode}). It said:\n${output}`);
    }
    await sleep(50);
  }
  const runtime = () => JSON.parse(readFileSync(join(data, 'runtime.json'), 'utf8')) as Runtime;
  const stop = () => ended(child, 'SIGINT');
  return {
    data,
    port: runtime().port,
    pid: child.pid ?? 0,
    runtime,
    output: () => output,
    stop,
    discard: async () => {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The test runner's variables (NODE_OPTIONS, VITEST…) must not reach the platform: a person's shell has none. */
function withoutTestRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_ENV: _env, MONGODB_URI: _uri, ...rest } = env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('VITEST')));
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}

export type CommandResult = { readonly code: number | null; readonly output: string };

/** Runs `audit:verify` on the data folder by its command. */
export function verifyAudit(data: string): Promise<CommandResult> {
  return operate('audit-verify', '--data', data);
}

/** Runs one of the operator's commands, as `npm run` does. */
export function operate(...args: readonly string[]): Promise<CommandResult> {
  const child = spawn(process.execPath, ['packages/local/bin/local.mjs', ...args], {
    cwd: checkout,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: withoutTestRunner(process.env),
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}
