// Makes Node run a command of this package, or says in one sentence why it cannot. Node 20 runs no TypeScript, and a
// loader that translates file by file costs more than a second of CPU at every start; so the sources of a command are
// bundled once into dist/, and again when one of them changed.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

// What it would say of Node 20 is no news: a release runs on 24, and these commands on whatever README allows.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const packageRoot = fileURLToPath(new URL('../', import.meta.url));
const dist = join(packageRoot, 'dist');
const sourceFolders = [join(packageRoot, 'src'), join(packageRoot, '..', 'contract', 'src')];

/** The module at `path`, which is a source file relative to this folder. */
export async function load(path) {
  const entry = fileURLToPath(new URL(path, import.meta.url));
  const bundle = join(dist, `${basename(entry, '.ts')}.mjs`);
  const stamp = `// of sources ${digestOfSources()}\n`;
  if (!startsWith(bundle, stamp)) write(bundle, stamp + (await bundled(entry)));
  module.enableCompileCache?.(join(dist, 'compile-cache')); // Node 22.1 and later
  return import(pathToFileURL(bundle).href);
}

/** By what stands in them, not by their times: a file put back from an older copy changes the templates too. */
function digestOfSources() {
  const digest = createHash('sha256').update(process.version);
  for (const folder of sourceFolders)
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (!/\.(ts|json)$/.test(name) || /\.test\.ts$/.test(name)) continue;
      digest.update(`${name}\n`).update(readFileSync(join(folder, name)));
    }
  return digest.update(readFileSync(fileURLToPath(import.meta.url))).digest('hex');
}

function startsWith(file, text) {
  try {
    return readFileSync(file, 'utf8').startsWith(text);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return false;
  }
}

async function bundled(entry) {
  const { build } = await import('esbuild').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stderr.write(
      'Dependencies: given none installed, allowed are those of package-lock.json; run `npm ci` in the repository first.\n',
    );
    process.exit(1);
  });
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    plugins: [{ name: 'ours-only', setup: ours }],
  });
  return outputFiles[0].text;
}

/** Bundles what is ours and leaves the packages where they lie; a source finds the files beside it as before. */
function ours(build) {
  build.onResolve({ filter: /^[^.#/]/ }, ({ path, kind }) =>
    kind === 'entry-point' || path.startsWith('@cool/') ? undefined : { path, external: true },
  );
  build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const text = readFileSync(path, 'utf8');
    if (!text.includes('import.meta.url')) return undefined;
    const place = JSON.stringify(relative(dist, path).replaceAll('\\', '/'));
    const own = `new URL(${place}, import.meta.url).href`;
    return { contents: text.replaceAll('import.meta.url', own), loader: 'ts', resolveDir: dirname(path) };
  });
}

/** Written aside and moved into place: two first starts at once must not read half a file. */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}`;
  try {
    writeFileSync(aside, text);
    renameSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}
