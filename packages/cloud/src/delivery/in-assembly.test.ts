import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { inAssembly } from './in-assembly.ts';

it.each<readonly [string, (folder: string) => void]>([
  ['that is empty', () => undefined],
  [
    'of another environment',
    (folder) => {
      writeFileSync(join(folder, 'manifest.json'), '{}');
      mkdirSync(join(folder, 'assembly-qa'));
    },
  ],
])('a folder %s is no assembly of dev: 65, and what makes one', async (_what, fill) => {
  const folder = mkdtempSync(join(tmpdir(), 'cool-no-assembly-'));
  fill(folder);
  const said: string[] = [];
  const terminal = { out: () => undefined, err: (text: string) => said.push(text), folder };
  const code = await inAssembly(environments.dev, terminal, folder, () => Promise.reject(new Error('ran')));
  rmSync(folder, { recursive: true });
  expect(code).toBe(65);
  expect(said).toEqual([
    `--assembly: given ${folder}, which holds no assembly of dev, allowed is a folder that npm run synth -- --only dev --out DIR wrote; make it so.\n`,
  ]);
});
