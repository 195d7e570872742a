// Schemathesis, a fuzzer that reads the API's own description (PyPI, MIT), in a private environment under .cache that is
// made once. Without Python, or without a package index, there is none, and whoever wanted it says so aloud.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../platform/start-platform.ts';

export const version = '4.32.5';
const installTimeoutMs = 240_000;

export type Tool = { readonly command: string } | { readonly missing: string };

export function installSchemathesis(cache = join(checkout, '.cache')): Tool {
  const folder = join(cache, `schemathesis-${version}`);
  const command = join(folder, 'bin', 'schemathesis');
  const ready = join(folder, 'ready');
  if (existsSync(ready)) return { command };
  rmSync(folder, { recursive: true, force: true }); // half made by a run that was stopped
  mkdirSync(cache, { recursive: true });
  const run = (program: string, args: readonly string[]) =>
    spawnSync(program, args, { encoding: 'utf8', timeout: installTimeoutMs });
  if (run('python3', ['-m', 'venv', folder]).status !== 0)
    return { missing: 'there is no Python 3 with venv on the PATH' };
  const pip = ['-m', 'pip', 'install', '--no-compile', '--quiet', '--disable-pip-version-check'];
  const filled = run(join(folder, 'bin', 'python'), [...pip, `schemathesis==${version}`]);
  if (filled.status !== 0)
    return { missing: `pip said: ${(filled.stderr || 'nothing').trim().split('\n').at(-1)}` };
  writeFileSync(ready, '');
  return { command };
}
