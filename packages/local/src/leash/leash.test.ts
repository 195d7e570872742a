// The leash with real processes: a parent is killed with -9, its children must go by themselves.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processStart } from '../supervisor/process-identity.ts';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cool-leash-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'leash.ts')],
    outfile: join(folder, 'leash.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  writeFileSync(
    join(folder, 'parent.mjs'),
    `import { spawn } from 'node:child_process';
     const child = spawn(process.execPath, ['--import', './leash.mjs', process.argv[2]], {
       cwd: ${JSON.stringify(folder)}, detached: true, stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
     child.stdout.once('data', () => console.log(child.pid));
     setInterval(() => {}, 1000);`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function childOf(script: string): Promise<{ parent: ChildProcess; childPid: number }> {
  writeFileSync(join(folder, 'child.mjs'), script);
  const parent = spawn(process.execPath, ['parent.mjs', './child.mjs'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const childPid = await new Promise<number>((resolve) =>
    parent.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk))),
  );
  return { parent, childPid };
}

async function goneWithin(pid: number, ms: number): Promise<boolean> {
  const start = processStart(pid);
  const until = Date.now() + ms;
  while (start !== null && processStart(pid) === start) {
    if (Date.now() > until) return false;
    await pause(20);
  }
  return true;
}

describe('the leash', () => {
  it('ends an idle child within moments of its parent’s kill -9, by the SIGTERM it knows', async () => {
    const { parent, childPid } = await childOf(
      `console.log('up'); process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);`,
    );
    parent.kill('SIGKILL');
    expect(await goneWithin(childPid, 2_000)).toBe(true);
  });

  it('ends a child that is busy and deaf', async () => {
    const { parent, childPid } = await childOf(
      `process.on('SIGTERM', () => {}); process.stdout.write('up\\n', () => { for (;;); });`,
    );
    parent.kill('SIGKILL');
    expect(await goneWithin(childPid, 5_000)).toBe(true);
  });

  it('does not keep a child from ending by itself', async () => {
    const { parent, childPid } = await childOf(`console.log('up'); setTimeout(() => {}, 50);`);
    expect(await goneWithin(childPid, 2_000)).toBe(true);
    parent.kill('SIGKILL');
  });
});
