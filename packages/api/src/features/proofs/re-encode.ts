// Runs the photo worker: off the event loop, few at a time, with an end. A picture that takes too long or too much is
// refused like one that cannot be read; the thread is stopped, whatever it does.

import { Worker } from 'node:worker_threads';

export interface ReEncoded {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export type ReEncode = (jpeg: Uint8Array) => Promise<ReEncoded | 'unreadable' | 'busy'>;

const longestMs = 10_000;
const mostAtOnce = 2;
const mostWaiting = 16;

/** Beside this file in the source, and beside the process's one file when it is bundled. */
const workerFile = new URL('./photo-worker.mjs', import.meta.url);

/** `runOne` is there so that a test can hold it. */
export function reEncoder(
  runOne: (jpeg: Uint8Array) => Promise<ReEncoded | 'unreadable'> = inWorker,
): ReEncode {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (jpeg) => {
    if (running === mostAtOnce) {
      if (waiting.length === mostWaiting) return 'busy';
      await new Promise<void>((resolve) => waiting.push(resolve)); // whoever ends hands its place over
    } else running += 1;
    try {
      return await runOne(jpeg);
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

async function inWorker(jpeg: Uint8Array): Promise<ReEncoded | 'unreadable'> {
  const worker = new Worker(workerFile, {
    workerData: jpeg,
    env: {}, // it needs none, and none of the platform's can then be read
    execArgv: [], // nor what the process was started with
    resourceLimits: { maxOldGenerationSizeMb: 128 },
    stdout: true,
    stderr: true,
  });
  const timer = setTimeout(() => void worker.terminate(), longestMs);
  try {
    return await new Promise((resolve) => {
      worker.once('message', resolve);
      worker.once('error', () => resolve('unreadable'));
      worker.once('exit', () => resolve('unreadable')); // after a message this changes nothing any more
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
