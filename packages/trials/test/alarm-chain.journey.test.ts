// From a fault to the alarm it is meant for, with nothing believed in between: a real backend is driven through every
// fault, the synthesised definitions are read from disk, and CloudWatch's rules are applied to what was really said.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout } from '../src/platform/start-platform.ts';
import { alarmsRaised } from '../src/telemetry/alarm-evaluator.ts';
import { countedPoints, type DataPoint, embeddedPoints, type LogLine } from '../src/telemetry/data-points.ts';
import { type Definitions, readDefinitions } from '../src/telemetry/definitions.ts';
import { filled, runQuery } from '../src/telemetry/insights.ts';
import { absentFields, metricKey, neverAppeared } from '../src/telemetry/never-appeared.ts';
import { edgeNames, phases, type Recording, record } from '../src/telemetry/record.ts';
import { runFunction } from '../src/telemetry/run-function.ts';
import { runbookQueries } from '../src/telemetry/runbook-queries.ts';
import {
  awsFaults,
  awsMetrics,
  furtherTrailEvents,
  ordinaryTrailEvents,
  trailEvents,
  trailLine,
} from '../src/telemetry/samples.ts';
import { lay, type Minute, minuteOf, minutes } from '../src/telemetry/scenario.ts';
import { balancerLine, cdnLine, firewallLine, profilerLine } from '../src/telemetry/way-samples.ts';

const environment = 'prod';
const prefix = `cool-delivery-${environment}-`;

let definitions: Definitions;
let recording: Recording;
let watched: {
  readonly wellFromOutside: readonly LogLine[];
  readonly illFromOutside: readonly LogLine[];
  readonly bans: readonly LogLine[];
  /** Of a run that met more guessers than the list takes. */
  readonly fullBans: readonly LogLine[];
};

beforeAll(async () => {
  definitions = readDefinitions(environment);
  recording = await record(environment);
  watched = await runWatchers();
}, 900_000); // a busy machine makes it longer, not wrong

/** The functions of the template, run as they stand there: one against a door that is well, one against one that is not. */
async function runWatchers() {
  const source = (word: string) =>
    definitions.functions.find(({ description }) => description.includes(word))?.source ?? '';
  const doors = await Promise.all([openDoor(true), openDoor(false)]);
  const outside = (door: Server) =>
    runFunction(`/cool-delivery/${environment}/observe/outside-check`, source('visitor'), {
      variables: { ORIGIN: `http://127.0.0.1:${(door.address() as AddressInfo).port}` },
    });
  const [well, ill] = doors;
  const result = {
    wellFromOutside: await outside(well),
    illFromOutside: await outside(ill),
    bans: await runFunction(`/cool-delivery/${environment}/observe/ban`, source('ban lists'), {
      variables: banVariables,
      packages: awsWith([]),
    }),
    fullBans: await runFunction(`/cool-delivery/${environment}/observe/ban`, source('ban lists'), {
      variables: banVariables,
      packages: awsWith(Array.from({ length: 1_001 }, (_, n) => `198.${n >> 8}.${n & 255}.7`)),
    }),
  };
  for (const door of doors) door.close();
  return result;
}

const banVariables = {
  LOG_GROUP: 'x',
  PATTERN: 'y',
  V4_ARN: 'arn:aws:wafv2:us-east-1:333344445555:global/ipset/v4/1',
  V6_ARN: 'arn:aws:wafv2:us-east-1:333344445555:global/ipset/v6/2',
};

/** A log in which each of these addresses was refused twenty times just now, in the form of the recorded line. */
const awsWith = (guessers: readonly string[]) => ({
  '@aws-sdk/client-cloudwatch-logs': {
    CloudWatchLogs: class {
      filterLogEvents = async () => ({
        events: guessers.flatMap((address) =>
          Array.from({ length: 20 }, () => ({
            message: JSON.stringify({ event: 'sign-in-refused', address }),
            timestamp: Date.now(),
          })),
        ),
      });
    },
  },
  '@aws-sdk/client-wafv2': {
    WAFV2: class {
      getIPSet = async () => ({ IPSet: { Addresses: [] }, LockToken: 'token' });
      updateIPSet = async () => ({});
    },
  },
});

/** Stands for the distribution: what the check asks of it, with the database there or away. */
function openDoor(well: boolean): Promise<Server> {
  const door = createServer((request, response) => {
    const [status, body]: readonly [number, string] =
      request.url === '/'
        ? [200, '<html>']
        : request.url === '/api/session'
          ? [401, '{"code":"not-signed-in"}']
          : well
            ? [404, '{"code":"not-found"}']
            : [503, '{"code":"unavailable"}'];
    response.writeHead(status, { 'content-security-policy': 'x', 'strict-transport-security': 'x' });
    response.end(body);
  });
  return new Promise((resolve) => door.listen(0, '127.0.0.1', () => resolve(door)));
}

const pointsOf = (lines: readonly LogLine[]): readonly DataPoint[] => [
  ...embeddedPoints(lines),
  ...countedPoints(definitions.filters, lines),
];

/** How long things took says, outside of the phase that is about it, how busy the machine under the test was. */
const timings: Readonly<Record<string, number>> = { EventLoopDelay: 20, SlowRequests: 0 };

const minuteOfPhase = (phase: keyof Recording): Minute =>
  minuteOf(pointsOf(recording[phase])).map((sample) =>
    phase === 'slow' ? sample : { ...sample, value: timings[sample.name] ?? sample.value },
  );
const minuteOfTrail = (events: readonly LogLine['line'][]): Minute =>
  minuteOf(pointsOf(events.map((event) => trailLine(environment, event, 0))));

/** All that was recorded, and beside it the samples of what AWS writes. */
function everythingSaid(): readonly LogLine[] {
  const way = { edgeId: 'e', traceId: 't', orderId: 'o' };
  const events = [...Object.values(trailEvents), ...ordinaryTrailEvents];
  const sample = (group: string, line: LogLine['line']): LogLine => ({ group, atMs: 0, line });
  return [
    ...phases.flatMap((phase) => recording[phase]),
    ...watched.wellFromOutside,
    ...watched.bans,
    ...events.map((event) => trailLine(environment, event, 0)),
    sample(`/cool-delivery/${environment}/edge/cdn`, cdnLine(way)),
    sample(`aws-waf-logs-cool-delivery-${environment}`, firewallLine(way)),
    sample(`/aws/docdb/cool-delivery-${environment}/profiler`, profilerLine(way)),
  ];
}

/** Every alarm that some scenario has raised. */
const seen = new Set<string>();

/** Names without their environment. */
function raised(points: readonly DataPoint[], until: number): readonly string[] {
  const names = alarmsRaised(
    definitions.alarms,
    definitions.composites,
    points,
    minutes(60),
    minutes(60 + until),
  );
  const spoken = names.map((name) => name.slice(prefix.length));
  for (const name of spoken) seen.add(name);
  return spoken;
}

/** All that runs by itself while nothing happens, from minute 0 up to `to`. */
function quiet(to: number, from = 0): readonly DataPoint[] {
  return [...lay(minuteOfPhase('quiet'), from, to), ...around(to, from)];
}

function around(to: number, from = 0): readonly DataPoint[] {
  return [
    ...lay(awsMetrics(environment), from, to),
    ...lay(minuteOf(embeddedPoints(watched.wellFromOutside)), from, to, 5),
    ...lay(minuteOf(embeddedPoints(watched.bans)), from, to, 5),
    ...lay(minuteOfTrail(ordinaryTrailEvents), from, to),
  ];
}

describe('every name that monitoring asks for', () => {
  it('has appeared, in what was recorded or in a sample of AWS: metrics, lines, fields', () => {
    const said = everythingSaid();
    const metrics = [...pointsOf(said), ...awsMetrics(environment)];
    expect(definitions.alarms.length + definitions.widgets.length).toBeGreaterThan(50);
    expect(neverAppeared(definitions, { metrics, lines: said })).toEqual([]);
  });

  it('is told to nobody in vain: each field of a query in a runbook stands in the log it is for', () => {
    const said = everythingSaid();
    const queries = runbookQueries(environment);
    expect(queries.length).toBeGreaterThan(30);
    const absent = queries.flatMap(({ page, group, query }) =>
      absentFields(
        `${page} in ${group}`,
        query,
        said.filter((line) => line.group === group).map(({ line }) => line),
      ),
    );
    expect(absent).toEqual([]);
  });

  it('has a person behind it: every alarm goes to one of the two topics', () => {
    for (const { name, actions } of [...definitions.alarms, ...definitions.composites])
      expect(actions, name).toEqual([expect.stringMatching(/^.*(page|notice).*$/)]);
  });
});

describe('the alarms', () => {
  it('stay silent through a quiet hour', () => {
    expect(raised(quiet(125), 60)).toEqual([]);
  });

  it('say that the database is away when the engine is killed, what users feel of it, and nothing else', () => {
    const outage = [
      ...quiet(60),
      ...lay(minuteOfPhase('engine-killed'), 60, 75),
      ...lay(awsMetrics(environment), 60, 75),
      ...lay(minuteOf(embeddedPoints(watched.illFromOutside)), 60, 75, 5),
      ...lay(minuteOf(embeddedPoints(watched.bans)), 60, 75, 5),
    ];
    expect(raised(outage, 15)).toEqual(['database-away', 'outside-check-failing', 'users-see-errors']);
  });

  it('say that passwords are guessed after 20 failed sign-ins, and nothing else', () => {
    const guessed = [...quiet(70), ...lay(minuteOfPhase('guesses'), 62, 63)];
    expect(raised(guessed, 10)).toEqual(['sign-in-failures']);
  });

  it('stay silent at 19', () => {
    const one = { namespace: 'CoolDelivery/Api', name: 'SignInFailures', dimensions: '', value: 19 };
    const metrics = minuteOfPhase('guesses').filter(({ name }) => name !== 'SignInFailures');
    expect(raised([...quiet(70), ...lay([...metrics, one], 62, 63)], 10)).toEqual([]);
  });

  it('say that no process reports when all are gone', () => {
    expect(raised([...quiet(60), ...around(70, 60)], 10)).toEqual(['no-process-reports']);
  });

  it('say what breaks and what waits behind it when data is broken', () => {
    const broken = [...quiet(80), ...lay(minuteOfPhase('broken'), 62, 67)];
    expect(raised(broken, 15)).toEqual([
      'audit-chain-behind',
      'background-work-fails',
      'mail-behind',
      'mail-fails',
      'requests-break',
      'users-hurt', // one broken answer is more than 2 % of an ordinary minute
      'users-see-errors',
    ]);
  });

  it('say who asks for what is not theirs, who asks too much, and who guesses passwords and PINs', () => {
    const pushed = [...quiet(70), ...lay(minuteOfPhase('refusals'), 60, 65)];
    expect(raised(pushed, 10)).toEqual([
      'access-refusals',
      'clients-over-limit',
      'pins-guessed',
      'sign-in-failures',
    ]);
  });

  it('say that a proof was changed, and that the trail took no record of a refusal', () => {
    const tampered = [...quiet(70), ...lay(minuteOfPhase('tampered'), 62, 63)];
    expect(raised(tampered, 10)).toEqual(['proof-altered', 'refusal-untold']);
  });

  it('say that users wait and that processes get no time when the machine is too busy', () => {
    const busy = [...quiet(70), ...lay(minuteOfPhase('slow'), 60, 66)];
    expect(raised(busy, 10)).toEqual(['event-loop-late', 'users-hurt', 'users-wait']);
  });

  it('say that a process was stopped before it had answered everything', () => {
    expect(raised([...quiet(70), ...lay(minuteOfPhase('stopped-hard'), 62, 63)], 10)).toEqual([
      'hosts-stop-hard',
    ]);
  });

  it('say that the ban list is full when more guess than it takes', () => {
    const full = [...quiet(80), ...lay(minuteOf(embeddedPoints(watched.fullBans)), 60, 70, 5)];
    expect(raised(full, 15)).toEqual(['ban-list-full']);
  });

  it('say that the ban function is silent when it does not report', () => {
    const without = quiet(90).filter(
      ({ namespace, atMs }) => namespace !== 'CoolDelivery/Bans' || atMs < minutes(60),
    );
    expect(raised(without, 25)).toEqual(['ban-function-silent']);
  });

  // What a process reports is recorded; that it reports this much of it is set: 4,001 streams are another trial's.
  it('say that streams near what a process was measured with', () => {
    const [recorded] = minuteOfPhase('quiet').filter(({ name }) => name === 'OpenStreams');
    if (recorded === undefined) throw new Error('No process reported its streams.');
    expect(raised([...quiet(70), ...lay([{ ...recorded, value: 4_001 }], 60, 66)], 10)).toEqual([
      'streams-near-limit',
    ]);
  });

  // NOT RECORDED: metrics that only AWS writes, in the form of its documentation, with the value that each alarm is for.
  it.each(Object.entries(awsFaults(environment)))('answer AWS saying %s with exactly that', (name, fault) => {
    const also = name === 'load-balancer-errors' ? ['users-hurt'] : [];
    const healthy = quiet(100).filter(
      (point) => metricKey(point) !== metricKey(fault) || point.atMs < minutes(60),
    );
    expect(raised([...healthy, ...lay([fault], 60, 90)], 30)).toEqual([name, ...also]);
  });

  it.each(Object.entries(trailEvents))('answer %s with exactly the alarm of that name', (name, event) => {
    const times = name === 'refused-calls' ? 20 : 1;
    const happened = Array.from({ length: times }, () => lay(minuteOfTrail([event]), 62, 63)).flat();
    expect(raised([...quiet(70), ...happened], 10)).toEqual([name]);
  });

  it.each(furtherTrailEvents)('answer %s to %s as well', (name, _eventName, event) => {
    expect(raised([...quiet(70), ...lay(minuteOfTrail([event]), 62, 63)], 10)).toEqual([name]);
  });

  it('have each been seen to speak, here or above', () => {
    const samples = [...Object.keys(trailEvents), ...Object.keys(awsFaults(environment))];
    const all = [...definitions.alarms, ...definitions.composites].map(({ name }) =>
      name.slice(prefix.length),
    );
    expect(all.filter((name) => !seen.has(name))).toEqual([]);
    // What rests on AWS's documentation and not on a recording; a longer list is a decision.
    expect(samples.filter((name) => all.includes(name)).sort()).toEqual([
      'break-glass-use',
      'bucket-access-change',
      'database-access-fails',
      'database-busy',
      'database-replica-lags',
      'fleet-at-maximum',
      'key-deletion',
      'load-balancer-errors',
      'network-change',
      'policy-change',
      'refused-calls',
      'root-use',
      'security-group-change',
      'trail-change',
      'user-sign-in',
    ]);
  });
});

describe('one request', () => {
  it('is followed by its id through API, CDN, firewall, load balancer, database and audit chain', () => {
    const page = readFileSync(join(checkout, 'docs/runbooks/trace-a-request.md'), 'utf8');
    const queries = [...page.matchAll(/Saved as `([^`]+)`:\n\n```\n([^`]*(?:`[^`]+`[^`]*)*?)\n```/g)].map(
      ([, id = '', query = '']) => ({ id, query }),
    );
    const api = recording.quiet.map(({ line }) => line);
    const asked = api.find((line) => line['event'] === 'request' && line['orderId'] !== undefined);
    const names = { ...edgeNames, ...asked };
    const edgeId = String(names['x-amz-cf-id']);
    const traceId = String(names['x-amzn-trace-id']);
    const ids = { edgeId, traceId, orderId: String(asked?.['orderId']) };
    const another = { edgeId: 'another', traceId: 'another', orderId: 'another' };
    const logs: Readonly<Record<string, readonly LogLine['line'][]>> = {
      api,
      cdn: [cdnLine(another), cdnLine(ids)],
      firewall: [firewallLine(another), firewallLine(ids)],
      database: [profilerLine(another), profilerLine(ids)],
      audit: api,
    };
    // The person on the telephone gives the first name; every other one comes from a step before.
    let known: LogLine['line'] = { requestId: asked?.['requestId'] };
    const found = queries.map(({ id, query }) => {
      const log = Object.keys(logs).find((name) => id.includes(`-${name}-`)) ?? '';
      const rows = runQuery(filled(query, known), logs[log] ?? []);
      for (const row of rows) known = { ...known, ...row };
      return [id, rows.length];
    });
    expect(found).toEqual([
      ['trace-1-api-by-request-id', 1],
      ['trace-2-cdn-by-edge-id', 1],
      ['trace-3-firewall-by-edge-id', 1],
      ['trace-4-database-by-order', 1],
      ['trace-5-audit-by-event', 1],
    ]);
    expect(known).toMatchObject({ ...ids, status: 200, 'sc-status': '200', action: 'ALLOW', millis: 104 });
    expect(known['headHash']).toMatch(/^[0-9a-f]{64}$/);
    const command = /```\n(zgrep [^\n]+)\n```/.exec(page)?.[1] ?? '';
    expect(searchFiles(filled(command, known), [balancerLine(another), balancerLine(ids)])).toBe(
      `${balancerLine(ids)}\n`,
    );
  });
});

/** What a command of the page finds in a folder with the load balancer's files, each packed as AWS packs it. */
function searchFiles(command: string, lines: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'cool-balancer-'));
  for (const [index, line] of lines.entries())
    writeFileSync(join(folder, `${index}.log.gz`), gzipSync(`${line}\n`));
  const found = execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return found;
}

afterAll(() => {
  const counts = phases.map((phase) => `${phase} ${recording?.[phase]?.length ?? 0}`);
  console.log(
    `recorded lines: ${counts.join(', ')}; CloudTrail, load balancer, database and fleet: samples, not recorded`,
  );
});
