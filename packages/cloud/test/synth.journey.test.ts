// `npm run synth` as it is promised: without a network, the same files every time, and quick enough to be run before
// every commit. CPU time, because wall time measures the neighbours.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../bin/synth.mjs', import.meta.url));
const mostCpuSeconds = 6;

/** Where the kernel allows it, without any network at all. */
const withoutNetwork = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];

interface Ran {
  readonly code: number | null;
  readonly text: string;
  readonly cpuSeconds: number;
}

/** The shell's `times` tells what its children used: lines of user and system time. */
function synth(out: string): Ran {
  const run = spawnSync(
    'bash',
    [
      '-c',
      '"$@"; code=$?; times >&2; exit $code',
      'bash',
      ...withoutNetwork,
      process.execPath,
      script,
      '--out',
      out,
    ],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: out },
    },
  );
  const used = run.stderr.trim().split('\n').at(-1) ?? '';
  const cpuSeconds = [...used.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds),
    0,
  );
  return { code: run.status, text: run.stdout + run.stderr, cpuSeconds };
}

describe('npm run synth', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cool-synth-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const filesIn = (place: string) =>
    readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): readonly [string, string] => [path.slice(place.length), readFileSync(path, 'utf8')])
      .sort(([a], [b]) => (a < b ? -1 : 1));

  it(`needs no network and at most ${mostCpuSeconds} s of CPU for all environments, all checks on, and says the same twice`, () => {
    const [one, two] = ['one', 'two']
      .map((name) => join(folder, name))
      .map((out) => ({ out, ...synth(out) }));
    if (one === undefined || two === undefined) throw new Error('Two runs were asked for.');
    console.log(
      `synth: ${one.cpuSeconds.toFixed(1)} and ${two.cpuSeconds.toFixed(1)} s of CPU, ${withoutNetwork.length > 0 ? 'without a network' : 'the network could not be taken away here'}`,
    );
    for (const { code, text } of [one, two]) expect(code, text).toBe(0);
    const files = filesIn(one.out);
    expect(files.length).toBeGreaterThan(36);
    expect(filesIn(two.out)).toEqual(files);
    // The better of two: the first may find cold files.
    const cpuSeconds = Math.min(one.cpuSeconds, two.cpuSeconds);
    expect(cpuSeconds).toBeGreaterThan(0.5); // or the clock was not read
    expect(cpuSeconds).toBeLessThanOrEqual(mostCpuSeconds);
  });
});
