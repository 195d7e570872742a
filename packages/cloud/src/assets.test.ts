// What a deployment publishes. CDK's synthesizer remembers what it was given: shared between stages, it would send
// the templates of one environment into the account of another.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentNames, environments } from './environments.ts';
import { build } from './main.ts';
import { synthesise } from './synthesise.ts';

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'cool-assets-'));
  synthesise(build({ outdir }));
}, 120_000);
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

describe.each(environmentNames)('the asset manifests of %s', (name) => {
  const folder = () => join(outdir, `assembly-${name}`);
  const manifests = () => readdirSync(folder()).filter((file) => file.endsWith('.assets.json'));

  it('publish each template once, and nothing into another account', () => {
    expect(manifests().length).toBeGreaterThan(5);
    for (const file of manifests()) {
      const text = readFileSync(join(folder(), file), 'utf8');
      const { files } = JSON.parse(text) as { readonly files: Readonly<Record<string, unknown>> };
      expect(Object.keys(files), file).toHaveLength(1); // its own template: no stack has other assets
      const accounts = new Set(text.match(/\b\d{12}\b/g));
      expect([...accounts], file).toEqual([environments[name].account]);
    }
  });
});
