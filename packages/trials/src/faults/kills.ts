// The trial of faults: the platform is started by its command and written to without pause, while its engine, API
// processes and edge are killed with -9 in turn; at the end the supervisor, too. Returns what was seen.
// By itself: node --import tsx packages/trials/src/faults/kills.ts --kills 20

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Courier } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { bodyOf, getJson, patiently } from '../client/json.ts';
import { signIn } from '../client/sign-in.ts';
import { personasOf, readPersonas } from '../platform/personas.ts';
import { type CommandResult, startPlatform, verifyAudit } from '../platform/start-platform.ts';
import { breaches } from './checks.ts';
import { openJournal } from './journal.ts';
import { killOnce, type Recovery, recordSuccesses, type Victim } from './kill.ts';
import { orphansAfterKillingSupervisor } from './kill-supervisor.ts';
import { loggedFaults } from './platform-logs.ts';
import { startWriters, type Writers } from './writers.ts';

export type KillsPlan = {
  /** How often each victim is killed. */
  readonly kills: number;
  /** Acknowledged changes between two kills, at least. */
  readonly writesBetween: number;
  readonly tell: (line: string) => void;
};

export type KillsResult = {
  readonly acknowledged: number;
  readonly recoveries: readonly Recovery[];
  readonly breaches: readonly string[];
  readonly audit: CommandResult;
  readonly orphans: readonly string[];
  /** After the supervisor was killed, on the same folder: the same checks again, by a platform started anew. */
  readonly breachesAfterRestart: readonly string[];
};

/** From a kill to the next change that succeeds: the platform is back for whoever uses it. */
const backWithinMs = 5_000;
/** Until the killed process itself runs again; the others carry on meanwhile. */
const redundantWithinMs = 15_000;
const victims: readonly Victim[] = ['engine', 'api', 'edge'];

export async function killTrial({ kills, writesBetween, tell }: KillsPlan): Promise<KillsResult> {
  const outside = mkdtempSync(join(tmpdir(), 'cool-journal-'));
  const data = mkdtempSync(join(tmpdir(), 'cool-trial-'));
  const journal = openJournal(join(outside, 'journal.jsonl'));
  let platform = await startPlatform([], data);
  try {
    const [dispatcher] = personasOf(readPersonas(data), 'dispatcher');
    if (dispatcher === undefined) throw new Error('the demo has no dispatcher');
    const { client } = await signIn(platform.port, dispatcher);
    const courierIds = await courierIdsFrom(client);

    const successes = recordSuccesses();
    const writers = startWriters(client, journal, courierIds, successes.note);
    const recoveries: Recovery[] = [];
    for (let round = 0; round < kills * victims.length; round += 1) {
      await written(writers, journal.count, writesBetween);
      const victim = victims[round % victims.length] ?? 'engine';
      const recovery = await killOnce(platform, victim, Math.floor(round / victims.length), successes);
      recoveries.push(recovery);
      tell(
        `kill ${round + 1} of ${kills * victims.length}: ${recovery.process}, next success after ${recovery.nextSuccessMs} ms, process back after ${recovery.processBackMs} ms, every API process ready after ${recovery.everyApiReadyMs} ms, ${journal.count()} acknowledged`,
      );
    }
    await written(writers, journal.count, writesBetween);
    await writers.stop();

    const found = await breaches(client, journal);
    const audit = await verifyAudit(data);
    client.close();
    const orphans = await orphansAfterKillingSupervisor(platform);
    tell(`supervisor killed: ${orphans.length === 0 ? 'no orphan' : orphans.join(', ')}`);

    platform = await startPlatform([], data);
    const again = await signIn(platform.port, dispatcher);
    const breachesAfterRestart = await breaches(again.client, journal);
    again.client.close();
    return {
      acknowledged: journal.count(),
      recoveries,
      breaches: found,
      audit,
      orphans,
      breachesAfterRestart,
    };
  } catch (error) {
    for (const line of loggedFaults(data)) tell(line);
    throw error;
  } finally {
    await platform.discard();
    rmSync(outside, { recursive: true, force: true });
  }
}

export async function courierIdsFrom(client: Parameters<typeof getJson>[0]): Promise<readonly string[]> {
  const answer = await patiently(() => getJson(client, urls.couriers()));
  return bodyOf<{ couriers: readonly Courier[] }>(answer).couriers.map(({ id }) => id);
}

/** Waits until `atLeast` more changes were acknowledged. */
export async function written(writers: Writers, count: () => number, atLeast: number): Promise<void> {
  const goal = count() + atLeast;
  while (count() < goal) {
    const failure = writers.failure();
    if (failure !== null) throw failure;
    await sleep(20);
  }
}

/** What the promises of the trial say of a result; empty when all are kept. */
export function judge(result: KillsResult): readonly string[] {
  const slow = result.recoveries.flatMap(
    ({ process: name, nextSuccessMs, processBackMs, everyApiReadyMs }) => [
      ...(nextSuccessMs > backWithinMs
        ? [
            `${name} was killed: changes were taken again after ${nextSuccessMs} ms, allowed ${backWithinMs} ms`,
          ]
        : []),
      ...(processBackMs > redundantWithinMs
        ? [`${name} was running again after ${processBackMs} ms, allowed ${redundantWithinMs} ms`]
        : []),
      ...(everyApiReadyMs > redundantWithinMs
        ? [
            `${name} was killed: every API process was ready after ${everyApiReadyMs} ms, allowed ${redundantWithinMs} ms`,
          ]
        : []),
    ],
  );
  const audit =
    result.audit.code === 0 ? [] : [`audit:verify ended with ${result.audit.code}: ${result.audit.output}`];
  return [
    ...result.breaches,
    ...slow,
    ...audit,
    ...result.orphans.map((orphan) => `${orphan} outlived its supervisor`),
    ...result.breachesAfterRestart.map((breach) => `after the restart: ${breach}`),
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '20' }, writes: { type: 'string', default: '50' } },
  });
  const startedAt = Date.now();
  const plan = { kills: Number(values.kills), writesBetween: Number(values.writes), tell: console.log };
  const result = await killTrial(plan);
  const worst = (pick: (recovery: Recovery) => number) => Math.max(...result.recoveries.map(pick));
  console.log(
    `${result.recoveries.length} kills, ${result.acknowledged} acknowledged changes, slowest next success ${worst((each) => each.nextSuccessMs)} ms, slowest process back ${worst((each) => each.processBackMs)} ms, slowest API process ready ${worst((each) => each.everyApiReadyMs)} ms, ${Math.round((Date.now() - startedAt) / 1_000)} s`,
  );
  const failures = judge(result);
  for (const failure of failures) console.log(`BROKEN: ${failure}`);
  console.log(
    failures.length === 0 ? 'nothing acknowledged was lost or doubled' : `${failures.length} breaches`,
  );
  process.exitCode = failures.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
