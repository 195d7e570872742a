#!/usr/bin/env node
// The operator's commands behind `npm run audit:verify`, `admin:invite`, `backup` and `restore`.

import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepareBundles } from '../setup/prepare.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
try {
  const built = await prepareBundles(root);
  const { command } = await import(pathToFileURL(`${built}/commands.mjs`).href);
  process.exitCode = await command(process.argv.slice(2), { root, built });
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
