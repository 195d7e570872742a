import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// A little package of our shape beside a copy of the loader: what the commands run must be what their sources say.
describe('the loader of the commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cool-load-'));
  const [cloud, contract] = [join(folder, 'packages/cloud'), join(folder, 'packages/contract')];
  const main = join(cloud, 'src/deep/main.ts');

  beforeAll(() => {
    for (const path of [join(cloud, 'bin'), join(cloud, 'src/deep'), join(contract, 'src')])
      mkdirSync(path, { recursive: true });
    cpSync(join(root, 'packages/cloud/bin/load.mjs'), join(cloud, 'bin/load.mjs'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(cloud, 'src/beside.txt'), 'found');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = (text: string) => {
    const source = `import { readFileSync } from 'node:fs';
export const says: string = '${text}, ' + readFileSync(new URL('../beside.txt', import.meta.url), 'utf8');`;
    writeFileSync(main, source);
    utimesSync(main, 0, 0); // as old as a file that was put back from a backup
  };
  const run = () => {
    const script = `import { load } from './bin/load.mjs'; console.log((await load('../src/deep/main.ts')).says);`;
    const ran = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: cloud,
      encoding: 'utf8',
    });
    return ran.stdout.trim() || ran.stderr;
  };

  it('runs what the sources say now, however old their times are, with the files beside them', () => {
    write('first');
    expect(run()).toBe('first, found');
    write('second');
    expect(run()).toBe('second, found');
  });
});
