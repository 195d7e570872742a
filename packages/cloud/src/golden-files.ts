// Writes the golden files, and says which of the committed ones are no longer what the sources say.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goldenAssembly, type SynthesisedStack, stacksOf } from './golden-assembly.ts';
import { goldenLines } from './golden-lines.ts';
import { build } from './main.ts';
import { synthesise } from './synthesise.ts';

export const goldenFolder = fileURLToPath(new URL('../golden', import.meta.url));

/** All environments, synthesised into a folder that is gone again when this returns. */
export function synthesisedStacks(): readonly SynthesisedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cool-synth-'));
  try {
    return stacksOf(synthesise(build({ outdir })));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Path relative to `golden/` → text. */
export function goldenFiles(stacks: readonly SynthesisedStack[]): ReadonlyMap<string, string> {
  const under = (folder: string, files: ReadonlyMap<string, string>) =>
    [...files].map(([path, text]) => [`${folder}/${path}`, text] as const);
  return new Map([...under('assembly', goldenAssembly(stacks)), ...under('lines', goldenLines(stacks))]);
}

/** Replaces everything under `folder`. */
export function writeGolden(files: ReadonlyMap<string, string>, folder = goldenFolder): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What is on disk under `folder`, in the same form. */
export function readGolden(folder = goldenFolder): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}
