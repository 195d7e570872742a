// Copies the engine, plants one bug, and runs the soak on the copy in a process of its own.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlantedBug } from './planted-bugs.ts';

const packageRoot = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Planted {
  readonly found: boolean;
  /** The last lines of the run: what it found, or that it found nothing. */
  readonly output: string;
}

export function findsPlanted(bug: PlantedBug, count: number, seed: number): Planted {
  const copy = mkdtempSync(join(tmpdir(), 'guard-planted-'));
  try {
    copyEngine(copy);
    const engine = join(copy, 'src/reason/access');
    plant(join(engine, bug.file), bug);
    const args = [
      '--import',
      'tsx',
      join(engine, 'soak.ts'),
      '--count',
      String(count),
      '--seed',
      String(seed),
      '--no-features',
    ];
    const run = spawnSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' });
    return {
      found: run.status === 1 && run.stdout.includes('disagreements'),
      output: `${run.stdout}${run.stderr}`,
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function copyEngine(copy: string): void {
  mkdirSync(join(copy, 'src/reason'), { recursive: true });
  for (const part of ['src/addresses.ts', 'src/checker', 'src/reason/access', 'data'])
    cpSync(join(packageRoot, part), join(copy, part), { recursive: true });
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }\n');
}

/** Fails when the text to replace is not there exactly once: a bug that cannot be planted proves nothing. */
export function plant(file: string, { name, from, to }: PlantedBug): void {
  // Formatting may break a line anywhere: white space between the words does not count.
  const words = from.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const wanted = new RegExp(words.join('\\s+'), 'g');
  const text = readFileSync(file, 'utf8');
  const places = [...text.matchAll(wanted)];
  if (places.length !== 1)
    throw new Error(
      `"${name}": its text occurs ${places.length} times, not once; adapt the bug to the source`,
    );
  writeFileSync(
    file,
    text.replace(wanted, () => to),
  );
}
