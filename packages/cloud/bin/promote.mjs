#!/usr/bin/env node
// `npm run promote`: see --help.

import process from 'node:process';
import { load } from './load.mjs';

const { runPromote } = await load('../src/delivery/release-commands.ts');
process.exitCode = await runPromote(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  folder: process.env.INIT_CWD ?? process.cwd(),
});
