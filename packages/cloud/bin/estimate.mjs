#!/usr/bin/env node
// `npm run estimate [-- ENV...] [--format json]`: monthly cost against the budgets. See --help.

import process from 'node:process';
import { load } from './load.mjs';

const { runEstimate } = await load('../src/estimate/estimate-command.ts');
process.exitCode = runEstimate(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  folder: process.env.INIT_CWD ?? process.cwd(),
});
