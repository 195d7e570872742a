// Processes of the machine, by id and start, so that a recycled id is never taken for the process it once was.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Something that differs when the id belongs to another process by now; null when there is none. */
export function startOf(pid: number): string | null {
  try {
    if (process.platform !== 'linux') {
      return (
        execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)])
          .toString()
          .trim() || null
      );
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : (fields[19] ?? null);
  } catch {
    return null; // no such process
  }
}

export type Watched = { readonly name: string; readonly pid: number; readonly start: string | null };

export function watch(name: string, pid: number): Watched {
  return { name, pid, start: startOf(pid) };
}

/** Those that still live after `withinMs`; returns early when none does. */
export async function livingAfter(
  watched: readonly Watched[],
  withinMs: number,
): Promise<readonly Watched[]> {
  const until = Date.now() + withinMs;
  for (;;) {
    const living = watched.filter(({ pid, start }) => start !== null && startOf(pid) === start);
    if (living.length === 0 || Date.now() > until) return living;
    await sleep(50);
  }
}
