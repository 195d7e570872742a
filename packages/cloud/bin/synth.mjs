#!/usr/bin/env node
// `npm run synth [-- --out DIR]`: the templates of every environment, offline. See --help.

import process from 'node:process';
import { load } from './load.mjs';

const { synth } = await load('../src/synth.ts');
process.exitCode = synth(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  folder: process.env.INIT_CWD ?? process.cwd(),
});
