// Schemathesis, a fuzzer that reads the API's own description (PyPI, MIT), in a private environment under .cache that is
// made once. Without Python, or without a package index, there is none, and whoever wanted it says so aloud.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../platform/start-platform.ts';

export const version = '4.32.5';
const installTimeoutMs = 240_000;

export type Tool = { readonly command: string } | { readonly missing: string };

export function installSchemathesis(cache = join(checkout, '.cache')): Tool {
  const folder = join(cache, `schemathesis-${version}`);
  const command = join(folder, 'bin', 'schemathesis');
  if (existsSync(command)) return { command };
  const making = `${folder}.${process.pid}`;
  mkdirSync(cache, { recursive: true });
  const run = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { encoding: 'utf8', timeout: installTimeoutMs });
  try {
    if (run('python3', ['-m', 'venv', making]).status !== 0)
      return { missing: 'there is no Python 3 with venv on the PATH' };
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    const filled = run(join(making, 'bin', 'python'), [...pip, `schemathesis==${version}`]);
    if (filled.status !== 0) {
      return { missing: `pip said: ${(filled.stderr || 'nothing').trim().split('\n').at(-1)}` };
    }
    // The commands of an environment name its folder: it is made again under its last name by a link.
    renameSync(making, folder);
    const mended = run(join(folder, 'bin', 'python'), ['-m', 'schemathesis.cli', '--version']);
    return mended.status === 0 ? { command } : { missing: 'the environment does not start' };
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
