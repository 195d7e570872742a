#!/usr/bin/env node
// Starts the engine. Node 20 runs no TypeScript, so the sources are bundled once into dist/ and again whenever one of
// them is newer; where esbuild is not installed, tsx runs them directly, only slower.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const packageRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(packageRoot, 'dist', 'guard.mjs');

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

async function load() {
  const sources = join(packageRoot, 'src');
  if (existsSync(bundle) && statSync(bundle).mtimeMs > newestSource(sources))
    return import(pathToFileURL(bundle).href);
  const main = join(sources, 'cli', 'main.ts');
  const esbuild = await import('esbuild').catch(() => undefined);
  if (esbuild === undefined) {
    const { tsImport } = await import('tsx/esm/api');
    return tsImport(pathToFileURL(main).href, import.meta.url);
  }
  mkdirSync(dirname(bundle), { recursive: true });
  // Built aside and moved into place: two first starts at once must not read half a file.
  const aside = `${bundle}.${process.pid}`;
  try {
    await esbuild.build({
      entryPoints: [main],
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
  return import(pathToFileURL(bundle).href);
}

const { main } = await load();
const { stdout, stderr, env } = process;
// `guard … | head` closes the pipe early; that ends the output, not the program with an error.
stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = main(process.argv.slice(2), {
  base: env.INIT_CWD || process.cwd(),
  packageRoot,
  width: Math.max(60, Math.min(stdout.columns || 100, 140)),
  colour: Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
  print: (text) => stdout.write(text),
  printError: (text) => stderr.write(text),
});
