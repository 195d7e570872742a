// Where the package keeps its data. The command line is bundled into one file that lies at another depth than the
// sources, so the folder is looked for upwards and not counted in `..`. A program of others that bundles the engine finds
// it where Node would find the package.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const homes = ['data', 'node_modules/@cool/guard/data'];

/** The text of a file in this package's `data/`. */
export function dataFile(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = homes.map((home) => join(folder, home, name)).find((each) => existsSync(each));
    if (path !== undefined) return readFileSync(path, 'utf8');
    if (dirname(folder) === folder)
      throw new Error(`guard's own data/${name} is missing; install the package again`);
  }
}
