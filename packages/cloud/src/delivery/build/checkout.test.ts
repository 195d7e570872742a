import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportCommit, readCheckout } from './checkout.ts';

describe('the sources of a release', () => {
  let folder = '';
  const repository = () => join(folder, 'repository');
  function git(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
    const run = spawnSync('git', [...identity, ...args], { cwd: repository(), encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    return run.stdout.trim();
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-checkout-'));
    spawnSync('git', ['init', '--quiet', repository()]);
    writeFileSync(join(repository(), 'kept.txt'), 'kept');
    writeFileSync(join(repository(), '.gitignore'), 'ignored.txt\n');
    git('add', '.');
    git('commit', '--quiet', '--no-gpg-sign', '-m', 'first');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are the commit of a clean working copy; ignored files do not make it unclean', () => {
    writeFileSync(join(repository(), 'ignored.txt'), 'x');
    expect(readCheckout(repository())).toEqual({ commit: git('rev-parse', 'HEAD') });
  });

  it.each([
    ['changed', 'kept.txt'],
    ['unknown', 'new.txt'],
  ])('are not a working copy with a %s file', (_what, path) => {
    writeFileSync(join(repository(), path), 'other');
    expect(readCheckout(repository())).toEqual({
      mistake: `Working copy: given 1 changed or unknown files (${path}), allowed are none; commit them or take them away.`,
    });
  });

  it('are not a folder without a commit', () => {
    expect(readCheckout(tmpdir())).toMatchObject({
      mistake: expect.stringContaining('given a folder that is no git checkout with a commit'),
    });
  });

  it('are exported without what is not committed', () => {
    const commit = git('rev-parse', 'HEAD');
    writeFileSync(join(repository(), 'kept.txt'), 'changed since');
    exportCommit(repository(), commit, join(folder, 'exported'));
    expect(readFileSync(join(folder, 'exported', 'kept.txt'), 'utf8')).toBe('kept');
  });
});
