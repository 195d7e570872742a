// The API as one archive: our sources bundled into main.js, and beside it the packages it needs, file by file as they
// were published. Packages stay whole so that a scanner of the host finds their names and versions. It starts with
// `node main.js` and nothing else.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type LockedPackage, type Platform, productionClosure, readLockfile } from './closure.ts';
import { installWorkspace } from './install.ts';
import { tarOf } from './tar.ts';

/** What the hosts are: our own Debian image on x86. */
export const hostPlatform: Platform = { os: 'linux', cpu: 'x64', libc: 'glibc' };

const workspace = 'packages/api';
const photoWorker = 'src/features/proofs/photo-worker.mjs';

export interface ApiArchive {
  readonly bytes: Uint8Array;
  readonly packages: readonly LockedPackage[];
}

/** `sources` is an export of the commit; packages are installed into it. */
export async function buildApiArchive(sources: string): Promise<ApiArchive> {
  const lock = readLockfile(readFileSync(join(sources, 'package-lock.json'), 'utf8'));
  const packages = productionClosure(lock, workspace, hostPlatform);
  const outside = packages.find(({ path }) => !path.startsWith('node_modules/'));
  if (outside !== undefined)
    throw new Error(
      `${outside.path}: given a package below a workspace, allowed is one below node_modules/; align its version with the other workspaces.`,
    );
  installWorkspace(sources, workspace, hostPlatform);
  const files = new Map<string, Uint8Array>([
    ['main.js', await bundle(sources)],
    // A thread's first file is a file of its own; it is plain JavaScript that needs packages alone.
    ['photo-worker.mjs', readFileSync(join(sources, workspace, photoWorker))],
    ['package.json', Buffer.from(manifest(packages))],
  ]);
  for (const { path } of packages)
    for (const file of filesOf(sources, path)) files.set(file, readFileSync(join(sources, file)));
  return { bytes: tarOf(files), packages };
}

async function bundle(sources: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: sources,
    entryPoints: [`${workspace}/src/main.ts`],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'silent',
    legalComments: 'none',
    plugins: [
      {
        name: 'our own code alone',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^[^.#]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@cool/') ? undefined : { path, external: true },
          );
        },
      },
    ],
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild: given no output, allowed is one file; run it by hand.');
  return file.contents;
}

/** Says that main.js is a module, and names the packages for whoever scans the host. */
function manifest(packages: readonly LockedPackage[]): string {
  const nested = (path: string) => path.lastIndexOf('node_modules/') > 0;
  const dependencies = Object.fromEntries(
    packages.filter(({ path }) => !nested(path)).map(({ name, version }) => [name, version]),
  );
  const own = { name: '@cool/api', private: true, license: 'Apache-2.0', type: 'module', main: 'main.js' };
  return `${JSON.stringify({ ...own, dependencies }, null, 2)}\n`;
}

/** Files of one package, without those of the packages below it: they are listed by themselves. */
function filesOf(sources: string, folder: string): readonly string[] {
  return readdirSync(join(sources, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesOf(sources, path);
    if (entry.isFile()) return [path];
    throw new Error(`${path}: given neither a file nor a folder, allowed are these; what made it?`);
  });
}
