// Starts the platform by its command, as a person would, for the journeys. Node does not resolve *.localhost, so
// requests go to 127.0.0.1 under the name they ask for.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Runtime, readRuntime } from '../src/supervisor/runtime-file.ts';

export const root = join(import.meta.dirname, '../../..');

export type Started = {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
};

/** Temporary files of the platforms started here: others on this machine may run platforms of their own. */
export const temporary = join(tmpdir(), `cool-t-${process.pid}`); // made when something starts; each journey removes it

export const startCommand = (...args: readonly string[]) => startCommandIn({}, ...args);

export function startCommandIn(added: NodeJS.ProcessEnv, ...args: readonly string[]): Started {
  const env: NodeJS.ProcessEnv = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(VITEST|NODE_OPTIONS$|NODE_ENV$|MONGODB_URI$)/.test(name),
    ),
  );
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const child = spawn(process.execPath, ['packages/local/start.mjs', ...args], {
    cwd: root,
    env: { ...env, TMPDIR: temporary, ...added },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => output, ended };
}

export type Running = Started & { readonly port: number; readonly runtime: () => Runtime };

export async function startPlatform(data: string, ...args: readonly string[]): Promise<Running> {
  const started = startCommand('--port', '0', '--data', data, ...args);
  while (!/^ready http/m.test(started.output())) {
    if (started.child.exitCode !== null)
      throw new Error(`It ended before it was ready:\n${started.output()}`);
    await pause(30);
  }
  const runtime = () => {
    const found = readRuntime(join(data, 'runtime.json'));
    if (found === null) throw new Error('There is no runtime file.');
    return found;
  };
  return { ...started, runtime, port: runtime().port };
}

/** Runs one of the operator's commands, as `npm run` does. */
export async function operate(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, ['packages/local/bin/local.mjs', ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: temporary, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

export type Asked = {
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Stops reading after the first chunk: for streams. */
  readonly firstChunkOnly?: boolean;
};

export function get(
  port: number,
  path: string,
  { host = 'localhost', headers = {}, firstChunkOnly }: Asked = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, headers: { host: `${host}:${port}`, ...headers } },
      (answer) => {
        let text = '';
        const done = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text });
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (firstChunkOnly !== true) return;
          done();
          sent.destroy();
        });
        answer.once('end', done);
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}

export async function until<Value>(
  ask: () => Promise<Value | null>,
  withinMs: number,
  what: string,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (value !== null) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await pause(100);
  }
}
