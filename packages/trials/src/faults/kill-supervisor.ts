// kill -9 of the supervisor itself: its children must be gone by themselves, and the next start must work.

import type { Platform } from '../platform/start-platform.ts';
import { livingAfter, watch } from './processes.ts';

export const orphansGoneWithinMs = 5_000;

/** The names of the processes that outlived their supervisor. */
export async function orphansAfterKillingSupervisor(platform: Platform): Promise<readonly string[]> {
  const children = platform.runtime().processes.map(({ name, pid }) => watch(name, pid));
  process.kill(platform.pid, 'SIGKILL');
  return (await livingAfter(children, orphansGoneWithinMs)).map(({ name, pid }) => `${name} (${pid})`);
}
