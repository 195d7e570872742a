// The database engine under the trial's own hand, so that something can stand between it and the API. Started again
// whenever it ends: that is its supervisor's promise, and the trial's is to end it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../platform/start-platform.ts';

export type OwnEngine = {
  readonly pid: () => number | null;
  readonly socketPath: () => string;
  /** How often it was started again. */
  readonly restarts: () => number;
  readonly stop: () => Promise<void>;
};

const againAfterMs = 200;

export async function startOwnEngine(folder: string): Promise<OwnEngine> {
  const socketDir = join(folder, 's');
  const args = ['packages/local/bin/engine.mjs', '--data', join(folder, 'data'), '--socket-dir', socketDir];
  let child: ChildProcess | null = null;
  let stopping = false;
  let restarts = -1;
  let lastWords = '';
  let firstListening: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    firstListening = resolve;
  });

  const keep = (async () => {
    while (!stopping) {
      restarts += 1;
      const running = spawn(process.execPath, args, { cwd: checkout, stdio: ['ignore', 'pipe', 'pipe'] });
      child = running;
      running.stderr.on('data', (chunk: Buffer) => {
        lastWords = (lastWords + chunk.toString()).slice(-2_000);
      });
      createInterface({ input: running.stdout }).on('line', (line) => {
        if (line.includes('"listening"')) firstListening();
      });
      await once(running, 'exit');
      child = null;
      if (!stopping) await sleep(againAfterMs);
    }
  })();
  await Promise.race([ready, sleep(60_000)]);
  if (child === null) throw new Error(`The engine does not start. It said: ${lastWords}`);
  return {
    pid: () => child?.pid ?? null,
    socketPath: () => join(socketDir, 'mongodb.sock'),
    restarts: () => restarts,
    stop: async () => {
      stopping = true;
      child?.kill('SIGCONT'); // one that was paused cannot end
      child?.kill('SIGTERM');
      await keep;
    },
  };
}
