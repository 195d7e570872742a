// Makes the folder an assembly goes into empty, and refuses to empty one that is not an assembly.

import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
  try {
    makeFolder(folder);
  } catch (error) {
    return `--out: given ${folder}, which cannot be made (${codeOf(error)}); ${allowed}.`;
  }
  return undefined;
}

/**
 * Makes a folder and what leads to it. Not by mkdir's own `recursive`: where a file system answers "no such folder" to
 * every attempt, as /proc does, Node tries for ever.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error; // made meanwhile by another run is made
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
