// The sources a release is made of: one commit, whole, and nothing that is not in it. What lies around in a working
// copy cannot get into a release, because it is built from an export of the commit.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Refused } from '../refused.ts';

/** The repository this file lies in. */
export const ownCheckout = fileURLToPath(new URL('../../../../../', import.meta.url));

export type Checkout = { readonly commit: string } | { readonly mistake: string };

/** The commit of a clean working copy, or the sentence that says why it is none. */
export function readCheckout(repository: string): Checkout {
  const head = git(repository, ['rev-parse', '--verify', 'HEAD']);
  if (head === undefined)
    return {
      mistake: `${repository}: given a folder that is no git checkout with a commit, allowed is a clone of the repository; clone it and run the command there.`,
    };
  const changed = (git(repository, ['status', '--porcelain', '--untracked-files=all']) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
  if (changed.length > 0)
    return {
      mistake: `Working copy: given ${changed.length} changed or unknown files (${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ', …' : ''}), allowed are none; commit them or take them away.`,
    };
  return { commit: head.trim() };
}

/** Writes the files of a commit into `folder`. */
export function exportCommit(repository: string, commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = spawnSync('git', ['archive', '--format=tar', commit], {
    cwd: repository,
    maxBuffer: 1024 * 1024 * 1024,
  });
  const unpacked = spawnSync('tar', ['-xf', '-'], { cwd: folder, input: archive.stdout });
  if (archive.status !== 0 || unpacked.status !== 0)
    throw new Refused(
      `release: the files of ${commit} could not be exported: ${archive.stderr}${unpacked.stderr}`,
    );
}

function git(folder: string, args: readonly string[]): string | undefined {
  const run = spawnSync('git', [...args], { cwd: folder, encoding: 'utf8' });
  return run.status === 0 ? run.stdout : undefined;
}
