// Python tools in a private environment under .cache, made once for each set of pinned versions. Nothing is installed
// outside the repository. What is missing on this machine (Python, the network) is told apart from what went wrong.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const installTimeoutMs = 30 * 60_000; // 200 MB of packages: minutes, and many on a busy machine
const probeTimeoutMs = 20_000;

export interface PythonTools {
  /** Exact versions: `checkov==3.3.30`. */
  readonly packages: readonly string[];
  /** File that pins what those need in turn. */
  readonly constraints: string;
  /** Folder for the environments. */
  readonly cache: string;
  readonly timeoutMs?: number;
}

/** `missing`: this machine has no Python or no way to the package index. `failed`: it has both, and still no tools. */
export type Installed = { readonly bin: string } | { readonly missing: string } | { readonly failed: string };

/** pip's own words, before it says that it found no such version. */
const unreachable =
  /NewConnectionError|ConnectTimeoutError|ReadTimeoutError|NameResolutionError|ProxyError|Network is unreachable/;

/** The folder with the tools' commands, or the sentence that says why there is none. */
export function installPythonTools({
  packages,
  constraints,
  cache,
  timeoutMs = installTimeoutMs,
}: PythonTools): Installed {
  const python = ['python3', 'python'].find(isUsable);
  if (python === undefined)
    return {
      missing:
        'given no Python of 3.9 or later with venv, allowed is one on the PATH; install it to run this.',
    };
  const version = output(python, ['-c', 'import sys; print(sys.version_info[:2])']);
  const key = createHash('sha256')
    .update([...packages, version, constraintsText(constraints)].join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cache, `python-${key}`);
  const bin = join(folder, 'bin');
  if (existsSync(join(folder, 'ready'))) return { bin };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const made = spawnSync(python, ['-m', 'venv', folder], { encoding: 'utf8', timeout: timeoutMs });
  // Retries are what makes pip say that it cannot reach the index, and not only that it found nothing there.
  // Python translates what it imports when it does; to translate all of it beforehand is a third of the installation.
  const install = [
    ...['-m', 'pip', 'install', '--no-compile', '--quiet', '--disable-pip-version-check'],
    ...['--retries', '2'],
  ];
  const filled =
    made.status === 0
      ? spawnSync(join(bin, 'python'), [...install, '-c', constraints, ...packages], {
          encoding: 'utf8',
          timeout: timeoutMs,
        })
      : made;
  if (filled.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    if (filled.error !== undefined && 'code' in filled.error && filled.error.code === 'ETIMEDOUT')
      return {
        failed: `given an installation that was not done after ${timeoutMs / 60_000} minutes, allowed is one that ends; try again when the machine is less busy.`,
      };
    return whyNot((filled.stderr || filled.stdout || 'no message').trim(), packages);
  }
  mkdirSync(join(folder, 'making'));
  renameSync(join(folder, 'making'), join(folder, 'ready')); // last, so that a half-made environment is not taken
  return { bin };
}

/** From what pip said: whether the index is out of reach, or there and of no help. */
export function whyNot(
  said: string,
  packages: readonly string[],
): { readonly missing: string } | { readonly failed: string } {
  const wanted = packages.join(', ');
  return unreachable.test(said)
    ? {
        missing: `given a package index that cannot be reached, allowed is one with ${wanted}; check the network and try again.`,
      }
    : {
        failed: `given an installation that did not succeed (${said.split('\n').at(-1)}), allowed is a package index with ${wanted}; see what pip says of it.`,
      };
}

function isUsable(command: string): boolean {
  const probe = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 9) else 1)';
  return spawnSync(command, ['-c', probe], { timeout: probeTimeoutMs }).status === 0;
}

function output(command: string, args: readonly string[]): string {
  return spawnSync(command, [...args], { encoding: 'utf8', timeout: probeTimeoutMs }).stdout;
}

function constraintsText(path: string): string {
  return readFileSync(path, 'utf8');
}
