import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarOf } from './tar.ts';

const long = `${'folder/'.repeat(20)}${'n'.repeat(90)}.js`;
const contents: readonly (readonly [string, string])[] = [
  ['main.js', 'hello'],
  ['empty', ''],
  ['whole-block', 'x'.repeat(512)],
  [long, 'far down'],
];
const files = new Map(contents.map(([path, text]) => [path, Buffer.from(text)]));

describe('an archive', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-tar-'));
    writeFileSync(join(folder, 'made.tar'), tarOf(files));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("is what the system's tar takes apart, byte for byte", () => {
    const run = spawnSync('tar', ['-xf', 'made.tar'], { cwd: folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    for (const [path, text] of contents) expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  });

  it('names no owner, no time and no right to execute', () => {
    const listed = spawnSync('tar', ['--numeric-owner', '-tvf', 'made.tar'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    }).stdout.trim();
    for (const line of listed.split('\n')) expect(line).toMatch(/^-rw-r--r-- 0\/0 +\d+ 1970-01-01 00:00/);
  });

  it('is the same whatever order its files come in', () => {
    expect(Buffer.compare(tarOf(files), tarOf(new Map([...files].reverse())))).toBe(0);
  });

  it.each([
    ['a path that climbs', '../main.js', 'a relative path'],
    ['a path from the root', '/main.js', 'a relative path'],
    ['a path that is not ASCII', 'naïve.js', 'plain ASCII'],
    ['a name that is too long', 'n'.repeat(101), 'shorten the path'],
  ])('refuses %s', (_what, path, sentence) => {
    expect(() => tarOf(new Map([[path, Buffer.from('')]]))).toThrow(sentence);
  });
});
