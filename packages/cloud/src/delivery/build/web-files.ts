// The web application as files, and the packages whose code is in them, as the bundler reports it.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import Type from 'typebox';
import Value from 'typebox/value';
import { Refused } from '../refused.ts';
import { type LockedPackage, productionClosure, readLockfile } from './closure.ts';
import { installWorkspace, runIn } from './install.ts';

const workspace = 'packages/web';

/** Licences ask to go with every copy: the page carries them in this file. */
const licencesFile = 'licenses.json';

const Licences = Type.Array(
  Type.Object({ name: Type.String(), version: Type.String(), identifier: Type.String() }),
);

// The web's own configuration, with the bundler's list of what it took in.
const configuration = `import own from './vite.config.ts';
export default { ...own, build: { ...own.build, license: { fileName: '${licencesFile}' } } };
`;

/** Builds from an export of the commit into `folder`. */
export function buildWebFiles(sources: string, folder: string): readonly LockedPackage[] {
  installWorkspace(sources, workspace);
  const web = join(sources, workspace);
  writeFileSync(join(web, 'release.config.mjs'), configuration);
  const vite = join(sources, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = ['build', '--config', 'release.config.mjs', '--outDir', folder, '--emptyOutDir'];
  runIn(web, process.execPath, [vite, ...args, '--logLevel', 'error']);
  const given: unknown = JSON.parse(readFileSync(join(folder, licencesFile), 'utf8'));
  if (!Value.Check(Licences, given))
    throw new Error(
      `${licencesFile}: given a form that is not the bundler's, allowed is that of the pinned version; compare it with web-files.ts.`,
    );
  return inLockfile(sources, given);
}

function inLockfile(
  sources: string,
  bundled: readonly { readonly name: string; readonly version: string }[],
): readonly LockedPackage[] {
  const lock = readLockfile(readFileSync(join(sources, 'package-lock.json'), 'utf8'));
  const here = { os: process.platform, cpu: process.arch, libc: 'glibc' };
  const closure = productionClosure(lock, workspace, here);
  const foreign = bundled.filter(({ name }) => !name.startsWith('@cool/'));
  return foreign.map(({ name, version }) => {
    const found = closure.find((each) => each.name === name && each.version === version);
    if (found === undefined)
      throw new Refused(
        `web: given ${name} ${version} in the bundle, allowed is what package-lock.json names; run npm install and commit the lockfile.`,
      );
    return found;
  });
}
