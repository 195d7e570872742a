// Node 20 runs no TypeScript, so what is to be run is bundled once into dist/, and again whenever a source is newer.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The bundle of a source file; undefined where esbuild is not installed.
 *
 * @param {string} entry relative to this package
 * @returns {Promise<string | undefined>}
 */
export async function bundleOf(entry) {
  const source = join(packageRoot, entry);
  const bundle = join(packageRoot, 'dist', `${basename(entry, '.ts')}.mjs`);
  const newest = Math.max(newestSource(join(packageRoot, 'src')), newestSource(dirname(source)));
  if (existsSync(bundle) && statSync(bundle).mtimeMs > newest) return bundle;
  const esbuild = await import('esbuild').catch(() => undefined);
  if (esbuild === undefined) return undefined;
  mkdirSync(dirname(bundle), { recursive: true });
  // Built aside and moved into place: two first starts at once must not read half a file.
  const aside = `${bundle}.${process.pid}`;
  try {
    await esbuild.build({
      entryPoints: [source],
      outfile: aside,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
      // `yaml` is CommonJS inside and asks for node's modules with require.
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    renameSync(aside, bundle);
  } finally {
    rmSync(aside, { force: true });
  }
  return bundle;
}

/**
 * @param {string} folder
 * @returns {number} milliseconds since the epoch
 */
function newestSource(folder) {
  let newest = 0;
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) newest = Math.max(newest, statSync(path).mtimeMs, newestSource(path));
    else if (item.name.endsWith('.ts') && !item.name.includes('.test.'))
      newest = Math.max(newest, statSync(path).mtimeMs);
  }
  return newest;
}
