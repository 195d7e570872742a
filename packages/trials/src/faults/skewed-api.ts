// One more API process on the same database whose clock is wrong: started as the supervisor started the others, with
// the environment of one of them. Reads it from /proc, so it is skipped, aloud, where there is none.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Client } from '../client/client.ts';
import { openClient } from '../client/client.ts';

const skew = fileURLToPath(new URL('./skewed-clock.mjs', import.meta.url));

export type SkewedApi = {
  /** The same person, at this process. */
  readonly as: (client: Client) => Client;
  readonly stop: () => Promise<void>;
};

export const canSkew = existsSync('/proc/self/environ');

export async function startSkewedApi(pidOfAnother: number, skewMs: number): Promise<SkewedApi> {
  const words = (name: string) => readFileSync(`/proc/${pidOfAnother}/${name}`, 'utf8').split('\0');
  const script = words('cmdline').find((word) => word.endsWith('api.mjs'));
  if (script === undefined) throw new Error(`process ${pidOfAnother} is no API process`);
  const env = Object.fromEntries(
    words('environ')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  const child = spawn(process.execPath, ['--import', skew, script], {
    env: { ...env, CLOCK_SKEW_MS: String(skewMs) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const port = await listeningPort(child);
  const direct = openClient(port);
  return {
    as: (client) => ({
      ...direct,
      send: ({ headers, ...call }) =>
        direct.send({ ...call, headers: { ...headers, cookie: String(client.headers()['cookie'] ?? '') } }),
    }),
    stop: async () => {
      direct.close();
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('the process has no output');
    child.once('exit', (code) => reject(new Error(`the process with the wrong clock ended with ${code}`)));
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      if (!line.includes('"event":"listening"')) return;
      resolve((JSON.parse(line) as { readonly port: number }).port);
    });
  });
}
