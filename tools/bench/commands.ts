// `npm run bench -- commands`: what the commands cost whoever types them, each as a whole process, held to its bar.
// The starts run in a bare clone of the last commit, the first of them with an empty npm cache.
// CPU seconds where the machine works, wall seconds where a person waits. Exit 0: every bar holds; 1: one is missed.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: 's CPU' | 's' | 'MB';
  readonly bar: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cool-bench-'));
const meter = `process.on('exit', () => process.stderr.write(
  'most memory ' + Math.round(process.resourceUsage().maxRSS / 1024) + ' MB\\n'));`;
const runs = 3; // the best counts: what else the machine does can only make a run slower

try {
  const measured = [...synth(), ...prove(), ...demo(), ...(await starts())];
  const missed = measured.filter(({ value, bar }) => !(value <= bar));
  const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8' });
  console.log(
    `\n${missed.length === 0 ? 'every bar holds' : `${missed.length} bars missed`}; commit ${commit.trim()}`,
  );
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function synth(): readonly Measured[] {
  const found = best(['packages/cloud/bin/synth.mjs', '--out', join(folder, 'assembly')], [0]);
  return [tell({ what: 'synth, every environment, every check', value: found.cpu, unit: 's CPU', bar: 6 })];
}

function prove(): readonly Measured[] {
  const found = best(['packages/guard/bin/guard.mjs', 'prove', 'packages/cloud/golden/assembly'], [0, 2]);
  return [
    tell({ what: 'guard prove, all our templates', value: found.cpu, unit: 's CPU', bar: 1 }),
    tell({ what: 'guard prove, most memory held', value: found.megabytes, unit: 'MB', bar: 200 }),
  ];
}

function demo(): readonly Measured[] {
  const found = best(['packages/guard/bin/guard.mjs', 'demo'], [0]);
  return [tell({ what: 'guard demo', value: found.wall, unit: 's', bar: 2 })];
}

async function starts(): Promise<readonly Measured[]> {
  const clone = join(folder, 'clone');
  execFileSync('git', ['clone', '--quiet', root, clone]);
  const cold = await startOnce(clone);
  const first = tell({ what: 'npm start, bare clone, empty npm cache', value: cold, unit: 's', bar: 90 });
  const again: number[] = [];
  for (let run = 0; run < runs; run += 1) again.push(await startOnce(clone));
  return [first, tell({ what: 'npm start, again', value: Math.min(...again), unit: 's', bar: 4 })];
}

/** Seconds from the command to `ready`; then Ctrl-C, which has to end it with 0. */
async function startOnce(clone: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--port', '0', '--data', join(folder, 'data')], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that Ctrl-C reaches all of it as in a terminal
    env: { ...process.env, npm_config_cache: join(folder, 'npm-cache') },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  while (!/^ready http/m.test(output)) {
    if (child.exitCode !== null) throw new Error(`npm start ended before it was ready:\n${output}`);
    await sleep(10);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  process.kill(-(child.pid ?? 0), 'SIGINT');
  const code = await ended;
  if (code !== 0) throw new Error(`npm start ended with ${code} after Ctrl-C:\n${output}`);
  return seconds;
}

interface Cost {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
}

/** The best run of a command; one more before, unmeasured, in which it may bundle itself. */
function best(args: readonly string[], allowed: readonly number[]): Cost {
  once(args, allowed);
  const costs = Array.from({ length: runs }, () => once(args, allowed));
  const least = (of: (cost: Cost) => number) => Math.min(...costs.map(of));
  return {
    wall: least((cost) => cost.wall),
    cpu: least((cost) => cost.cpu),
    megabytes: costs[0]?.megabytes ?? Number.NaN,
  };
}

/** The shell's `times` adds up what the command and its children used; the memory is the largest process's own word. */
function once(args: readonly string[], allowed: readonly number[]): Cost {
  const startedAt = performance.now();
  const run = spawnSync(
    'bash',
    ['-c', '"$@"; code=$?; times >&2; exit $code', 'bash', process.execPath, ...args],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(meter)}` },
      maxBuffer: 1 << 28,
    },
  );
  const wall = (performance.now() - startedAt) / 1_000;
  if (run.status === null || !allowed.includes(run.status))
    throw new Error(`${args.join(' ')} ended with ${run.status}:\n${run.stdout}${run.stderr}`);
  const used = run.stderr.trim().split('\n').at(-1) ?? '';
  return {
    wall,
    cpu: [...used.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
      (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
      0,
    ),
    megabytes: Math.max(
      ...[...run.stderr.matchAll(/^most memory (\d+) MB$/gm)].map(([, one]) => Number(one)),
    ),
  };
}

function tell(measured: Measured): Measured {
  const { what, value, unit, bar } = measured;
  const missed = value <= bar ? '' : '  MISSED';
  console.log(
    `${what.padEnd(42)}${value.toFixed(unit === 'MB' ? 0 : 2).padStart(8)} ${unit} (bar ${bar})${missed}`,
  );
  return measured;
}
