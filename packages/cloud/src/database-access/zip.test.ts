import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { zipOf } from './zip.ts';

const contents: readonly (readonly [string, string])[] = [
  ['index.js', 'hello'],
  ['empty', ''],
  ['folder/naïve.txt', 'x'.repeat(100_000)],
];
const files = new Map(contents.map(([path, text]) => [path, Buffer.from(text)]));
const python = spawnSync('python3', ['--version']).status === 0;

describe('a zip', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-zip-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the same whatever order its files come in', () => {
    expect(Buffer.compare(zipOf(files), zipOf(new Map([...files].reverse())))).toBe(0);
  });

  it.skipIf(!python)('is what another program takes apart, checksums checked (needs python3)', () => {
    writeFileSync(join(folder, 'made.zip'), zipOf(files));
    const unzip = (option: string, ...more: readonly string[]) =>
      spawnSync('python3', ['-m', 'zipfile', option, 'made.zip', ...more], { cwd: folder, encoding: 'utf8' });
    expect(unzip('-t').stdout).toContain('Done testing');
    expect(unzip('-e', 'out')).toMatchObject({ status: 0, stderr: '' });
    for (const [path, text] of contents) expect(readFileSync(join(folder, 'out', path), 'utf8')).toBe(text);
  });

  it.skipIf(!python)('that was changed by one byte is refused by that program', () => {
    const changed = Buffer.from(zipOf(files));
    changed[changed.indexOf('hello')] = 0x48;
    writeFileSync(join(folder, 'made.zip'), changed);
    const run = spawnSync('python3', ['-m', 'zipfile', '-t', 'made.zip'], { cwd: folder, encoding: 'utf8' });
    expect(`${run.stdout}${run.stderr}`).toContain('index.js');
  });
});
