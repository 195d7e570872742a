#!/usr/bin/env node
// `npm run release`: see --help.

import process from 'node:process';
import { load } from './load.mjs';

const { runRelease } = await load('../src/delivery/release-commands.ts');
process.exitCode = await runRelease(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  folder: process.env.INIT_CWD ?? process.cwd(),
});
