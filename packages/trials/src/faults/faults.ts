// The trial of faults: whole lives of orders are led through a platform on which everything breaks in turn: killed,
// paused, slow, stalled, cut off, with a wrong clock, on a full disk. Afterwards its history is judged.
// By itself: npm run faults -- [--minutes 1] [--seed N] [--api 2] [--only FAULT]

import { cpSync, lstatSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Client } from '../client/client.ts';
import { signIn } from '../client/sign-in.ts';
import { openMailbox } from '../platform/mailbox.ts';
import { personasOf, readPersonas } from '../platform/personas.ts';
import { type CommandResult, type Platform, startPlatform, verifyAudit } from '../platform/start-platform.ts';
import { chainBreaches, readChainFacts } from './chain-complete.ts';
import { type Chance, chanceFrom } from './chance.ts';
import { breaches } from './checks.ts';
import { openEngineProxy } from './engine-proxy.ts';
import { faults } from './fault-kinds.ts';
import { type Journal, openJournal } from './journal.ts';
import { allApisReady, recordSuccesses, type Successes } from './kill.ts';
import { type Cast, startLives } from './lives.ts';
import { startOwnEngine } from './own-engine.ts';
import { plantedBugs, tryPlanted } from './planted.ts';
import { loggedFaults } from './platform-logs.ts';
import { mountSmallDisk } from './small-disk.ts';
import type { Writers } from './writers.ts';

export type FaultsPlan = {
  readonly minutes: number;
  readonly seed: number;
  /** How many API processes. */
  readonly api: number;
  /** The faults to draw from. */
  readonly only: readonly string[];
  readonly tell: (line: string) => void;
};

export type FaultsResult = {
  readonly acknowledged: number;
  /** How often each fault was made. */
  readonly made: Readonly<Record<string, number>>;
  readonly skipped: readonly string[];
  /** From the end of a fault until changes were taken again and every API process was ready. */
  readonly slowestRecoveryMs: number;
  readonly breaches: readonly string[];
  readonly audit: CommandResult;
};

/** From the end of a fault: a killed process starts anew, a paused driver gives a command up after ten seconds. */
export const wholeWithinMs = 20_000;

export async function faultTrial({ minutes, seed, api, only, tell }: FaultsPlan): Promise<FaultsResult> {
  const outside = mkdtempSync(join(tmpdir(), 'cool-faults-'));
  const data = join(outside, 'platform');
  const journal = openJournal(join(outside, 'journal.jsonl'));
  const chance = chanceFrom(seed);
  const disk = mountSmallDisk(join(outside, 'data', 'mongodb'));
  const engine = await startOwnEngine(outside);
  const proxy = await openEngineProxy(engine.socketPath);
  let platform: Platform | null = null;
  let isSound = false;
  try {
    platform = await startPlatform(['--api', String(api)], data, {
      MONGODB_URI: `mongodb://127.0.0.1:${proxy.port}/?directConnection=true`,
    });
    const cast = await castOf(platform);
    const successes = recordSuccesses();
    let route: ((client: Client) => Client) | null = null;
    const lives = startLives({
      cast,
      journal,
      mailbox: openMailbox(data),
      chance: chanceFrom(seed + 1), // apart: how lives go must not change which faults come
      onAcknowledged: successes.note,
      route: (client) => (route === null ? client : route(client)),
    });
    const scene = {
      platform,
      engine,
      proxy,
      disk,
      chance,
      reroute: (next: typeof route) => {
        route = next;
      },
    };
    const made: Record<string, number> = {};
    const skipped = new Set<string>();
    const late: string[] = [];
    let slowestRecoveryMs = 0;
    const until = Date.now() + minutes * 60_000;
    for (const name of deck(only, chance)) {
      if (Date.now() > until && Object.keys(made).length + skipped.size >= only.length) break;
      await calm(chance);
      if (lives.failure() !== null) break;
      const said = await faults[name]?.(scene);
      if (said?.startsWith('SKIPPED') === true) skipped.add(`${name}: ${said}`);
      else made[name] = (made[name] ?? 0) + 1;
      const wholeMs = await wholeAgain(platform, api, successes, lives);
      slowestRecoveryMs = Math.max(slowestRecoveryMs, wholeMs);
      tell(`${name}: ${said}; whole again after ${wholeMs} ms, ${journal.count()} acknowledged`);
      if (wholeMs > wholeWithinMs)
        late.push(`${name}: whole again after ${wholeMs} ms, allowed ${wholeWithinMs}`);
    }
    // A life ends early when its order is not as it was acknowledged: that is a finding, not a crash of the trial.
    const brokenLife = await lives.stop().then(
      () => [],
      (error: unknown) => [`a life broke off: ${error instanceof Error ? error.message : String(error)}`],
    );
    const found = await judgeHistory(platform, cast.dispatcher, journal);
    const audit = await verifyAudit(data);
    for (const client of [cast.dispatcher, ...cast.couriers.map((each) => each.client)]) client.close();
    const result: FaultsResult = {
      acknowledged: journal.count(),
      made,
      skipped: [...skipped],
      slowestRecoveryMs,
      breaches: [...brokenLife, ...late, ...found],
      audit,
    };
    isSound = judgeFaults(result).length === 0;
    return result;
  } catch (error) {
    if (platform !== null) for (const line of loggedFaults(data)) tell(line);
    throw error;
  } finally {
    proxy.turn({ kind: 'fair' });
    await platform?.stop();
    await proxy.close();
    await engine.stop();
    if (!isSound) tell(`what the trial left is kept: ${keptCopyOf(outside)}`);
    disk?.unmount();
    rmSync(outside, { recursive: true, force: true });
  }
}

/** Of a trial that found something: data, logs and journal, to look into. The disk it ran on is memory and goes. */
function keptCopyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'cool-faults-broken-'));
  const isSocket = (path: string) => lstatSync(path).isSocket();
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !isSocket(path) });
  return copy;
}

async function castOf({ data, port }: Platform): Promise<Cast> {
  const personas = readPersonas(data);
  const [dispatcher] = personasOf(personas, 'dispatcher');
  if (dispatcher === undefined) throw new Error('the demo has no dispatcher');
  const couriers = await Promise.all(
    personasOf(personas, 'courier', 3).map(async (persona) => {
      const { client, session } = await signIn(port, persona);
      return { id: session.user.id, client };
    }),
  );
  return { dispatcher: (await signIn(port, dispatcher)).client, couriers };
}

/** Each fault once, in an order drawn anew each time round, for ever. */
function* deck(names: readonly string[], chance: Chance): Generator<string> {
  for (;;) yield* chance.shuffled(names);
}

/** A moment of fair weather, in which work goes on. */
async function calm(chance: Chance): Promise<void> {
  await sleep(chance.between(200, 1_200));
}

async function wholeAgain(
  platform: Platform,
  api: number,
  successes: Successes,
  lives: Writers,
): Promise<number> {
  const endedAt = Date.now();
  for (;;) {
    if (lives.failure() !== null) return 0; // a life that broke off is a breach of its own
    const tookOne = successes.firstSentAfter(endedAt) !== null;
    if (tookOne && (await allApisReady(platform, api))) return Date.now() - endedAt;
    if (Date.now() - endedAt > 3 * wholeWithinMs) return Number.POSITIVE_INFINITY;
    await sleep(20);
  }
}

async function judgeHistory(
  platform: Platform,
  client: Client,
  journal: Journal,
): Promise<readonly string[]> {
  const ofClient = await breaches(client, journal);
  const facts = await readChainFacts(platform.runtime());
  return [...ofClient, ...chainBreaches(facts, journal.read().acknowledged)];
}

/** What the promises of the trial say of a result; empty when all are kept. */
export function judgeFaults(result: FaultsResult): readonly string[] {
  return [
    ...result.breaches,
    ...(result.audit.code === 0
      ? []
      : [`audit:verify ended with ${result.audit.code}: ${result.audit.output}`]),
    ...(result.acknowledged === 0 ? ['nothing was acknowledged, so nothing was tried'] : []),
  ];
}

const usage = `npm run faults [-- OPTIONS]

Leads orders through whole lives while everything breaks in turn, then judges the history.

  --minutes N     how long (default 1, at most 600)
  --seed N        the same choices again (default: a fresh one, printed)
  --api N         API processes (default 2)
  --only FAULT,…  of ${Object.keys(faults).join(', ')}
  --planted       instead: plants bugs in copies and expects each to be found`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage);
    return;
  }
  if (process.argv[2] === '--planted') return await tryAllPlanted();
  const plan = planFrom(process.argv.slice(2));
  if (typeof plan === 'string') {
    console.error(plan);
    process.exitCode = 64;
    return;
  }
  console.log(`seed ${plan.seed}, ${plan.api} API processes, ${plan.minutes} minutes`);
  const startedAt = Date.now();
  const result = await faultTrial(plan);
  const counts = Object.entries(result.made).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${Object.values(result.made).reduce((sum, count) => sum + count, 0)} faults (${counts.join(', ')}), ${result.acknowledged} acknowledged changes, slowest recovery ${result.slowestRecoveryMs} ms, ${Math.round((Date.now() - startedAt) / 1_000)} s`,
  );
  for (const skipped of result.skipped) console.log(skipped);
  const failures = judgeFaults(result);
  for (const failure of failures.slice(0, 20)) console.log(`BROKEN: ${failure}`);
  console.log(
    failures.length === 0
      ? `nothing acknowledged was lost or doubled, every step was legal, the audit chain is complete (seed ${plan.seed})`
      : `${failures.length} breaches (seed ${plan.seed})`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** The trial tried: bugs planted in copies must be called broken. */
async function tryAllPlanted(): Promise<void> {
  const seed = Number(process.argv[3] ?? 1);
  let missed = 0;
  for (const bug of plantedBugs) {
    const { seen, output } = await tryPlanted(bug, seed);
    if (!seen) missed += 1;
    const first = /^BROKEN: .*/m.exec(output)?.[0] ?? output.split('\n').slice(-8).join('\n');
    console.log(`planted: ${bug.name}: ${seen ? 'found' : 'NOT FOUND'}; ${first}`);
  }
  console.log(`${plantedBugs.length - missed} of ${plantedBugs.length} planted bugs found (seed ${seed})`);
  process.exitCode = missed === 0 ? 0 : 1;
}

/** The plan, or one sentence that says what is wrong with the arguments. */
export function planFrom(args: readonly string[]): FaultsPlan | string {
  let values: { minutes: string; seed?: string; api: string; only?: string };
  try {
    values = parseArgs({
      args: [...args],
      options: {
        minutes: { type: 'string', default: '1' },
        seed: { type: 'string' },
        api: { type: 'string', default: '2' },
        only: { type: 'string' },
      },
    }).values;
  } catch (error) {
    const said = error instanceof Error ? error.message.split('. ')[0] : String(error);
    return `npm run faults: ${said}; allowed: --minutes N, --seed N, --api N, --only FAULT,… Correct the command.`;
  }
  const minutes = Number(values.minutes);
  const api = Number(values.api);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  const only = values.only?.split(',') ?? Object.keys(faults);
  const unknown = only.filter((name) => !(name in faults));
  if (!(minutes > 0 && minutes <= 600)) {
    return `npm run faults: --minutes is ${values.minutes}, allowed: above 0, at most 600. Correct it.`;
  }
  if (!Number.isInteger(api) || api < 1 || api > 16) {
    return `npm run faults: --api is ${values.api}, allowed: 1 to 16 processes. Correct it.`;
  }
  if (!Number.isInteger(seed)) {
    return `npm run faults: --seed is ${values.seed}, allowed: a whole number. Leave it out for a fresh one.`;
  }
  if (unknown.length > 0) {
    return `npm run faults: unknown fault "${unknown.join(', ')}", allowed: ${Object.keys(faults).join(', ')}. Correct it.`;
  }
  return { minutes, seed, api, only, tell: console.log };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
