// Copies the engines, plants one bug, and runs a soak on the copy in a process of its own.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PlantedBug {
  /** The mistake, as a sentence. */
  readonly name: string;
  /** From `src/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface Planted {
  readonly found: boolean;
  readonly output: string;
}

/** Opens each line that tells of a disagreement: a copy that fails in another way has found nothing. */
export const disagreementMark = 'DISAGREE';

const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** `script`: the soak to run, from `src/`. */
export function findsPlanted(script: string, bug: PlantedBug, count: number, seed: number): Planted {
  const copy = mkdtempSync(join(tmpdir(), 'guard-planted-'));
  try {
    for (const part of ['src', 'data'])
      cpSync(join(packageRoot, part), join(copy, part), { recursive: true });
    symlinkSync(join(packageRoot, '../../node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'package.json'), '{ "type": "module" }\n');
    const file = join(copy, 'src', bug.file);
    writeFileSync(file, withBug(readFileSync(file, 'utf8'), bug));
    const sample = ['--count', `${count}`, '--seed', `${seed}`, '--no-features', '--stop-after', '1'];
    const args = ['--import', 'tsx', join(copy, 'src', script), ...sample];
    const run = spawnSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' });
    return {
      found: run.status === 1 && run.stdout.includes(disagreementMark),
      output: `${run.stdout}${run.stderr}`,
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The source with the bug in it. Fails when the text to replace is not there exactly once: what is not planted proves nothing. */
export function withBug(text: string, { name, from, to }: PlantedBug): string {
  // Formatting may break a line anywhere: white space between the words does not count.
  const words = from.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const wanted = new RegExp(words.join('\\s+'), 'g');
  const places = [...text.matchAll(wanted)];
  if (places.length !== 1)
    throw new Error(
      `"${name}": its text occurs ${places.length} times, not once; adapt the bug to the source`,
    );
  return text.replace(wanted, () => to);
}
