// Schemathesis over the whole description of a running API, once as each kind of caller, all at the same time: examples,
// the corners of every schema, fuzzing, and sequences in which answers feed later requests.
// By itself: npm run soak -- schemathesis

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { urls } from '@cool/contract/urls';
import { signIn } from '../client/sign-in.ts';
import { personasOf, readPersonas } from '../platform/personas.ts';
import { type Platform, startPlatform } from '../platform/start-platform.ts';
import { installSchemathesis } from './schemathesis.ts';

export const callers = ['anonymous', 'customer', 'courier', 'dispatcher', 'admin', 'auditor'] as const;
export type Caller = (typeof callers)[number];

export type FuzzPlan = {
  readonly command: string;
  /** Requests of each phase and route, at most. */
  readonly examples: number;
  readonly seed: number;
  /** Also every corner of every schema: minutes instead of seconds. */
  readonly corners: boolean;
};

export type FuzzReport = {
  readonly caller: Caller;
  readonly code: number | null;
  /** How many requests were made up. */
  readonly cases: number;
  readonly output: string;
};

/** No server error, and every answer one that the description names: its status, its type, its headers, its body. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'unsupported_method',
];

/** A stream has no whole answer to judge; signing out would end the caller. Both have journeys of their own. */
const leftOut = '/live$|/audit/verification$|/sign-out$';

export async function fuzzAs(caller: Caller, platform: Platform, plan: FuzzPlan): Promise<FuzzReport> {
  const api = platform.runtime().processes.find(({ name }) => name.startsWith('api-'));
  if (api === undefined || api.port === null) throw new Error('no API process is running');
  const cookie = await cookieOf(caller, platform);
  const folder = mkdtempSync(join(tmpdir(), 'cool-fuzz-')); // it leaves files where it stands
  const headers = [
    // An address for each caller, so that they do not spend each other's limit.
    `cloudfront-viewer-address: 10.9.8.${callers.indexOf(caller) + 1}:4711`,
    ...(cookie === null ? [] : [`cookie: ${cookie}`]),
  ];
  const args = [
    ...['run', `http://127.0.0.1:${api.port}${urls.openApi()}`],
    ...['--max-examples', String(plan.examples), '--seed', String(plan.seed)],
    ...[
      '--phases',
      `examples,${plan.corners ? 'coverage,' : ''}fuzzing,stateful`,
      '--checks',
      checks.join(','),
    ],
    ...['--exclude-path-regex', leftOut, '--rate-limit', '1000/m', '--request-timeout', '20'],
    ...['--suppress-health-check', 'all', '--continue-on-failure', '--no-shrink', '--warnings', 'off'],
    ...headers.flatMap((header) => ['-H', header]),
  ];
  try {
    const { code, output } = await run(plan.command, args, folder);
    return { caller, code, cases: Number(/(\d+) generated/.exec(output)?.[1] ?? 0), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Empty when nothing broke and every answer was described; else what the fuzzer said. */
export function judgeFuzz({ caller, code, cases, output }: FuzzReport): readonly string[] {
  const said = output.slice(Math.max(0, output.search(/= (ERRORS|FAILURES) =/)));
  return [
    ...(code === 0 ? [] : [`${caller}: ended with ${code}: ${said.slice(0, 6_000)}`]),
    ...(cases === 0 ? [`${caller}: no request was made up`] : []),
  ];
}

async function cookieOf(caller: Caller, { port, data }: Platform): Promise<string | null> {
  if (caller === 'anonymous') return null;
  const [persona] = personasOf(readPersonas(data), caller);
  if (persona === undefined) throw new Error(`the demo has no ${caller}`);
  const { client } = await signIn(port, persona);
  const cookie = String(client.headers()['cookie']);
  client.close();
  return cookie;
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function main(): Promise<void> {
  const tool = installSchemathesis();
  if ('missing' in tool) {
    console.log(`SKIPPED: Schemathesis is not there (${tool.missing}); the API was not fuzzed.`);
    return;
  }
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${seed}`);
  const platform = await startPlatform();
  try {
    const plan = { command: tool.command, examples: 50, seed, corners: true };
    const reports = await Promise.all(callers.map((caller) => fuzzAs(caller, platform, plan)));
    for (const { caller, cases } of reports) console.log(`${caller}: ${cases} requests`);
    const findings = reports.flatMap(judgeFuzz);
    for (const finding of findings) console.log(`BROKEN: ${finding}`);
    process.exitCode = findings.length === 0 ? 0 : 1;
  } finally {
    await platform.discard();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
