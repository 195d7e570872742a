// One kill -9 under load, and how long it takes until the platform is whole again. Each API process is asked itself:
// asked through the edge, one that serves nothing any more would hide behind the other.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform, RunningProcess } from '../platform/start-platform.ts';
import { startOf } from './processes.ts';

export type Victim = 'engine' | 'api' | 'edge';

export type Recovery = {
  readonly victim: Victim;
  readonly process: string;
  /** From the kill to the answer of the first change that was sent after it. */
  readonly nextSuccessMs: number;
  /** From the kill until a process of that name stands in the runtime file again. */
  readonly processBackMs: number;
  /** From the kill until every API process, asked itself, is ready to serve. */
  readonly everyApiReadyMs: number;
};

export type Successes = { readonly firstSentAfter: (moment: number) => number | null };

/** Remembers when changes were sent and acknowledged; the kill asks for the first one after it. */
export function recordSuccesses(): Successes & { readonly note: (sentAt: number) => void } {
  const seen: { readonly sentAt: number; readonly doneAt: number }[] = [];
  return {
    note: (sentAt) => {
      seen.push({ sentAt, doneAt: Date.now() });
    },
    firstSentAfter: (moment) => seen.find(({ sentAt }) => sentAt >= moment)?.doneAt ?? null,
  };
}

const patienceMs = 30_000;

export async function killOnce(
  platform: Platform,
  victim: Victim,
  round: number,
  successes: Successes,
): Promise<Recovery> {
  const running = platform
    .runtime()
    .processes.filter(({ name }) => name === victim || name.startsWith(`${victim}-`));
  const target = running[round % running.length];
  if (target === undefined) throw new Error(`no process of ${victim} is running`);
  const apiCount = platform.runtime().processes.filter(({ name }) => name.startsWith('api-')).length;
  const killedAt = Date.now();
  process.kill(target.pid, 'SIGKILL');
  const [nextSuccessMs, processBackMs, everyApiReadyMs] = await Promise.all([
    until(killedAt, () => {
      const doneAt = successes.firstSentAfter(killedAt);
      return doneAt === null ? null : doneAt - killedAt;
    }),
    until(killedAt, () => {
      const now = platform.runtime().processes.find(({ name }) => name === target.name);
      const isBack = now !== undefined && now.pid !== target.pid && startOf(now.pid) !== null;
      return isBack ? Date.now() - killedAt : null;
    }),
    until(killedAt, async () => {
      return (await allApisReady(platform, apiCount)) ? Date.now() - killedAt : null;
    }),
  ]);
  return { victim, process: target.name, nextSuccessMs, processBackMs, everyApiReadyMs };
}

/** True when so many API processes, each asked itself, are ready to serve. */
export async function allApisReady(platform: Platform, apiCount: number): Promise<boolean> {
  const apis = platform.runtime().processes.filter(({ name }) => name.startsWith('api-'));
  const areReady = await Promise.all(apis.map(isReady));
  // An API process that is down stands in no runtime file, so they are counted, too.
  return apis.length === apiCount && areReady.every(Boolean);
}

async function isReady({ port }: RunningProcess): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal });
    return answer.status === 200;
  } catch {
    return false; // it does not listen yet, or hangs: the answer to the question is no
  }
}

async function until(since: number, ask: () => number | null | Promise<number | null>): Promise<number> {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (Date.now() - since > patienceMs) return Number.POSITIVE_INFINITY;
    await sleep(10);
  }
}
