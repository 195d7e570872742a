// Makes the folder an assembly goes into empty, and refuses to empty one that is not an assembly.

import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Undefined when the folder is ready, else the sentence that says why not. */
export function prepareOutputFolder(folder: string): string | undefined {
  const allowed =
    'allowed is a new folder, an empty one or one of an earlier synth; choose another with --out';
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) return `--out: given ${folder}, which is a file; ${allowed}.`;
    const entries = readdirSync(folder);
    const isAssembly = existsSync(join(folder, 'cdk.out')) && existsSync(join(folder, 'manifest.json'));
    if (entries.length > 0 && !isAssembly)
      return `--out: given ${folder}, which holds other files; ${allowed}.`;
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder, { recursive: true });
  return undefined;
}
