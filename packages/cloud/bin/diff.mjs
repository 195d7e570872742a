#!/usr/bin/env node
// `npm run diff`: see --help.

import process from 'node:process';
import { load } from './load.mjs';

const { runDiff } = await load('../src/delivery/deploy-commands.ts');
process.exitCode = await runDiff(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  folder: process.env.INIT_CWD ?? process.cwd(),
});
