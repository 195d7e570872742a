// The faults that are tried, each with a beginning and an end. Table: what it is called → what it does.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../client/client.ts';
import type { Platform } from '../platform/start-platform.ts';
import { dropBallast, writeUntilFull } from './ballast.ts';
import type { Chance } from './chance.ts';
import type { EngineProxy } from './engine-proxy.ts';
import type { OwnEngine } from './own-engine.ts';
import { startSkewedApi } from './skewed-api.ts';
import type { SmallDisk } from './small-disk.ts';

export type Scene = {
  readonly platform: Platform;
  readonly engine: OwnEngine;
  readonly proxy: EngineProxy;
  readonly disk: SmallDisk | null;
  readonly chance: Chance;
  /** From now on people's requests may be answered elsewhere; null: as usual. */
  readonly reroute: (route: ((client: Client) => Client) | null) => void;
};

/** Resolves when the fault is over; what it says stands in the trial's output. */
export type Fault = (scene: Scene) => Promise<string>;

const pidsOf = (platform: Platform, kind: 'api' | 'edge') =>
  platform.runtime().processes.filter(({ name }) => name === kind || name.startsWith(`${kind}-`));

function victim({ platform, engine, chance }: Scene, kind: 'engine' | 'api' | 'edge') {
  if (kind === 'engine') return { name: kind, pid: engine.pid() };
  const found = pidsOf(platform, kind);
  const one = found[Math.floor(chance.next() * found.length)];
  return { name: one?.name ?? kind, pid: one?.pid ?? null };
}

/** False when there is no such process any more: the runtime file lags behind a death. */
function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

const kill =
  (kind: 'engine' | 'api' | 'edge'): Fault =>
  async (scene) => {
    const { name, pid } = victim(scene, kind);
    if (pid === null) return `${kind} is just being started; nobody to kill`;
    if (!signal(pid, 'SIGKILL')) return `${name} is just being started; nobody to kill`;
    return `${name} killed`;
  };

const pause =
  (kind: 'engine' | 'api' | 'edge'): Fault =>
  async (scene) => {
    const { name, pid } = victim(scene, kind);
    if (pid === null) return `${kind} is just being started; nobody to pause`;
    const ms = scene.chance.between(500, 4_000);
    if (!signal(pid, 'SIGSTOP')) return `${name} is just being started; nobody to pause`;
    try {
      await sleep(ms);
    } finally {
      signal(pid, 'SIGCONT');
    }
    return `${name} paused for ${ms} ms`;
  };

const slow: Fault = async ({ proxy, chance }) => {
  const delayMs = chance.between(20, 250);
  const ms = chance.between(1_000, 4_000);
  proxy.turn({ kind: 'slow', delayMs });
  await sleep(ms);
  proxy.turn({ kind: 'fair' });
  return `the database was ${delayMs} ms further away, for ${ms} ms`;
};

const stall: Fault = async ({ proxy, chance }) => {
  const ms = chance.between(500, 4_000);
  proxy.turn({ kind: 'stalled' });
  await sleep(ms);
  proxy.turn({ kind: 'fair' });
  return `nothing came from the database for ${ms} ms`;
};

const cut: Fault = async ({ proxy, chance }) => {
  const ms = chance.between(100, 3_000);
  proxy.turn({ kind: 'cut' });
  await sleep(ms);
  proxy.turn({ kind: 'fair' });
  return `the database was cut off for ${ms} ms`;
};

/** Wrong by minutes, not by hours: a session of half an hour must live through it. */
const clock: Fault = async ({ platform, chance, reroute }) => {
  const [another] = pidsOf(platform, 'api');
  if (another === undefined) return 'no API process is running; no clock to set wrong';
  const skewMs = chance.between(30_000, 300_000) * (chance.next() < 0.5 ? -1 : 1);
  const skewed = await startSkewedApi(another.pid, skewMs);
  try {
    reroute((client) => (chance.next() < 0.5 ? skewed.as(client) : client));
    await sleep(chance.between(2_000, 5_000));
  } finally {
    reroute(null);
    await skewed.stop();
  }
  return `one more API process worked with a clock ${skewMs} ms off`;
};

const disk: Fault = async ({ disk: small, engine, chance }) => {
  if (small === null) return 'SKIPPED: a full disk needs Linux, root and the right to mount';
  const ms = chance.between(3_000, 6_000);
  const before = engine.restarts();
  small.fill();
  let said: string | null = null;
  try {
    const until = Date.now() + ms;
    said = await writeUntilFull(engine.socketPath(), ms);
    await sleep(Math.max(0, until - Date.now()));
  } finally {
    small.free();
  }
  await dropBallast(engine.socketPath());
  return `the disk was full for ${ms} ms: ${said ?? 'the engine did not feel it'}, ended ${engine.restarts() - before} times`;
};

export const faults: Readonly<Record<string, Fault>> = {
  'kill engine': kill('engine'),
  'kill api': kill('api'),
  'kill edge': kill('edge'),
  'pause engine': pause('engine'),
  'pause api': pause('api'),
  'pause edge': pause('edge'),
  slow,
  stall,
  cut,
  clock,
  'full disk': disk,
};
