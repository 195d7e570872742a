// The project's tracked and new files as plain data, so that each law is a pure function that a planted
// breach can be handed to.

import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** Path from the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

const readable = /\.(ts|tsx|mjs|js|json|md|css|html|yaml|yml|csv|txt|svg)$|(^|\/)(LICENSE|\.npmrc|run)$/;

/** Every file git knows or would add; build output and installed packages are not among them. */
export function readSourceTree(root: string = repositoryRoot): readonly SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed
    .split('\0')
    .filter((path) => path !== '' && readable.test(path) && isFile(root + path))
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false; // a file deleted but not yet committed
}

export function isCode(file: SourceFile): boolean {
  return /\.(ts|tsx|mjs)$/.test(file.path);
}

export function isTest(file: SourceFile): boolean {
  return /\.test\.tsx?$/.test(file.path) || /^packages\/[^/]+\/test\//.test(file.path);
}
