// The sources a release is made of: one commit, whole, and nothing that is not in it. What lies around in a working
// copy cannot get into a release, because it is built from an export of the commit.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export type Checkout = { readonly commit: string } | { readonly mistake: string };

/** The commit of a clean working copy, or the sentence that says why it is none. */
export function readCheckout(repository: string): Checkout {
  const head = git(repository, ['rev-parse', '--verify', 'HEAD']);
  if (head === undefined)
    return {
      mistake: `release: given ${repository}, which is no git checkout with a commit, allowed is a clone of the repository; clone it and build there.`,
    };
  const changed = (git(repository, ['status', '--porcelain', '--untracked-files=all']) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
  if (changed.length > 0)
    return {
      mistake: `release: given a working copy with ${changed.length} changed or unknown files (${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ', …' : ''}), allowed is a clean one; commit them or take them away.`,
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
    throw new Error(
      `release: the files of ${commit} could not be exported: ${archive.stderr}${unpacked.stderr}`,
    );
}

function git(folder: string, args: readonly string[]): string | undefined {
  const run = spawnSync('git', [...args], { cwd: folder, encoding: 'utf8' });
  return run.status === 0 ? run.stdout : undefined;
}
