// Copies the engine, plants one bug, and runs the soak on the copy in a process of its own.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plant } from '../access/soak/plant.ts';
import type { PlantedBug } from '../access/soak/planted-bugs.ts';

const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));

export function findsPlanted(
  bug: PlantedBug,
  count: number,
  seed: number,
): { readonly found: boolean; readonly output: string } {
  const copy = mkdtempSync(join(tmpdir(), 'guard-planted-'));
  try {
    for (const part of ['src', 'data'])
      cpSync(join(packageRoot, part), join(copy, part), { recursive: true });
    symlinkSync(join(packageRoot, '../../node_modules'), join(copy, 'node_modules'));
    writeFileSync(join(copy, 'package.json'), '{ "type": "module" }\n');
    plant(join(copy, 'src', bug.file), bug);
    const soak = join(copy, 'src/reason/soak.ts');
    const args = ['--import', 'tsx', soak, '--count', `${count}`, '--seed', `${seed}`, '--no-features'];
    const run = spawnSync(process.execPath, args, { cwd: packageRoot, encoding: 'utf8' });
    return {
      found: run.status === 1 && /a false "|is refused/.test(run.stdout),
      output: `${run.stdout}${run.stderr}`,
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
