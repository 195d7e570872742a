// Packages for one workspace, from the lockfile alone: npm checks each against its integrity and runs no script of it.

import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { Refused } from '../refused.ts';
import type { Platform } from './closure.ts';

const installTimeoutMs = 300_000;

/** Without a platform, for the machine that builds. */
export function installWorkspace(sources: string, workspace: string, platform?: Platform): void {
  const target =
    platform === undefined ? [] : [`--os=${platform.os}`, `--cpu=${platform.cpu}`, `--libc=${platform.libc}`];
  const only = ['--workspace', workspace, '--omit=dev', '--ignore-scripts', ...target];
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  runIn(sources, 'npm', ['ci', ...only, ...quiet]);
}

/** Runs a step of the build; what the terminal's variables say to bundlers is not heard. */
export function runIn(folder: string, command: string, args: readonly string[]): void {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITE_|NODE_OPTIONS$)/.test(name));
  const run = spawnSync(command, [...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: installTimeoutMs,
    env: { ...Object.fromEntries(inherited), NODE_ENV: 'production' },
  });
  if (run.status !== 0)
    throw new Refused(
      `release: ${command} ${args[0]} did not succeed (${run.error?.message ?? run.signal ?? run.status}); it said last: ${`${run.stdout}${run.stderr}`.trim().split('\n').slice(-5).join(' / ')}`,
    );
}
