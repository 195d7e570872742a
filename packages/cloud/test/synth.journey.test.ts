// `npm run synth` as it is promised: without a network, the same files every time. What it costs, `npm run bench` says.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentNames, environments } from '../src/environments.ts';

const script = fileURLToPath(new URL('../bin/synth.mjs', import.meta.url));

/** Where the kernel allows it, without any network at all. */
const withoutNetwork = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];

interface Ran {
  readonly code: number | null;
  readonly text: string;
}

function synth(out: string): Ran {
  const [command = '', ...args] = [...withoutNetwork, process.execPath, script, '--out', out];
  const run = spawnSync(command, args, { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: out } });
  return { code: run.status, text: run.stdout + run.stderr };
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

  it('needs no network and says the same twice, for all environments, all checks on', () => {
    const [one, two] = ['one', 'two']
      .map((name) => join(folder, name))
      .map((out) => ({ out, ...synth(out) }));
    if (one === undefined || two === undefined) throw new Error('Two runs were asked for.');
    console.log(
      `synth: ${withoutNetwork.length > 0 ? 'without a network' : 'the network could not be taken away here'}`,
    );
    for (const { code, text } of [one, two]) expect(code, text).toBe(0);
    const files = filesIn(one.out);
    expect(files.length).toBeGreaterThan(36);
    expect(filesIn(two.out)).toEqual(files);
  });

  // CDK's synthesizer remembers what it was given: shared between stages, it would send the templates of one environment
  // into the account of another.
  it.each(environmentNames)(
    'the asset manifests of %s publish each template once, and into no other account',
    (name) => {
      const manifests = filesIn(join(folder, 'one', `assembly-${name}`)).filter(([path]) =>
        path.endsWith('.assets.json'),
      );
      expect(manifests.length).toBeGreaterThan(5);
      for (const [file, text] of manifests) {
        const { files } = JSON.parse(text) as { readonly files: Readonly<Record<string, unknown>> };
        expect(Object.keys(files), file).toHaveLength(1); // its own template: no stack has other assets
        const accounts = new Set(text.match(/\b\d{12}\b/g));
        expect([...accounts], file).toEqual([environments[name].account]);
      }
    },
  );
});
