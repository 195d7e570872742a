// Loaded into every child with --import: ends the process when the supervisor is gone.
// The leash is a pipe whose other end only the supervisor holds; the kernel closes it even on kill -9. It is
// watched from a thread of its own, because a busy main thread would not notice.

import { Socket } from 'node:net';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

export const leashDescriptor = 3;
const threadMark = 'leash';
const graceMs = 2_500; // with this, nothing is left five seconds after the supervisor

if (isMainThread) {
  const options = { workerData: threadMark, execArgv: [], stdout: false, stderr: false };
  new Worker(new URL(import.meta.url), options).unref();
} else if (workerData === threadMark) {
  const leash = new Socket({ fd: leashDescriptor, readable: true, writable: false });
  leash.on('error', endProcess);
  leash.on('close', endProcess);
  leash.resume();
}

let ending = false;
function endProcess(): void {
  if (ending) return;
  ending = true;
  process.kill(process.pid, 'SIGTERM'); // the process drains as it would for the supervisor
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs);
}
