#!/usr/bin/env node
// Starts the engine from its bundle; where esbuild is not installed, tsx runs the sources directly, only slower.

import './compile-late.mjs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleOf, packageRoot } from './bundle.mjs';

const entry = 'src/cli/main.ts';

async function load() {
  const bundle = await bundleOf(entry);
  if (bundle !== undefined) return import(pathToFileURL(bundle).href);
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(pathToFileURL(join(packageRoot, entry)).href, import.meta.url);
}

const { main } = await load();
const { stdout, stderr, env } = process;
// `guard … | head` closes the pipe early; that ends the output, not the program with an error.
stdout.on('error', (error) => {
  if (!('code' in error && error.code === 'EPIPE')) throw error;
});
process.exitCode = main(process.argv.slice(2), {
  base: env.INIT_CWD || process.cwd(),
  packageRoot,
  width: Math.max(60, Math.min(stdout.columns || 100, 140)),
  colour: Boolean(stdout.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb',
  print: (/** @type {string} */ text) => stdout.write(text),
  printError: (/** @type {string} */ text) => stderr.write(text),
});
