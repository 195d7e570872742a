import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';
import { processStart } from './process-identity.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cool-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const owner = (pid: number, startedAt: string) =>
  writeFileSync(path, JSON.stringify({ pid, startedAt, runDir: '/tmp/of-the-other' }));

describe('the lock of a data folder', () => {
  it('is taken in an empty folder, names its owner, and leaves nothing when released', () => {
    const lock = takeLock(path, '/tmp/mine');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      pid: process.pid,
      startedAt: processStart(process.pid),
      runDir: '/tmp/mine',
    });
    if (lock.taken) lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused while its owner lives', () => {
    takeLock(path, '/tmp/first');
    const second = takeLock(path, '/tmp/second');
    expect(second).toMatchObject({ taken: false, owner: { pid: process.pid, runDir: '/tmp/first' } });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('of a dead owner is passed over, and the dead one is named', () => {
    owner(4_194_304, 'long ago'); // above the largest process id of Linux
    expect(takeLock(path, '/tmp/mine')).toMatchObject({
      taken: true,
      stale: { runDir: '/tmp/of-the-other' },
    });
    expect(JSON.parse(readFileSync(path, 'utf8')).pid).toBe(process.pid);
  });

  it('is passed over when its process id lives on in another program', () => {
    owner(process.pid, 'another start');
    expect(takeLock(path, '/tmp/mine').taken).toBe(true);
  });

  it.each(['', 'no json', '{"pid":"1"}', 'null'])('that reads %j has no owner', (text) => {
    writeFileSync(path, text);
    expect(takeLock(path, '/tmp/mine').taken).toBe(true);
  });

  it('goes to one of two who both saw the stale one', () => {
    owner(4_194_304, 'long ago');
    let second: ReturnType<typeof takeLock> | undefined;
    const startOf = (pid: number) => {
      if (pid === process.pid) return processStart(pid);
      // In this very moment, another starter removes the stale lock and takes its own.
      second ??= takeLock(path, '/tmp/second');
      return null;
    };
    const first = takeLock(path, '/tmp/first', startOf);
    expect([first.taken, second?.taken]).toEqual([false, true]);
    expect(JSON.parse(readFileSync(path, 'utf8')).runDir).toBe('/tmp/second');
    expect(existsSync(`${path}.stale.${process.pid}`)).toBe(false);
  });
});

describe('who a process is', () => {
  it('is the same as long as it lives, and null when it does not', () => {
    expect(processStart(process.pid)).toBe(processStart(process.pid));
    expect(processStart(process.pid)).not.toBeNull();
    expect(processStart(4_194_304)).toBeNull();
  });
});
