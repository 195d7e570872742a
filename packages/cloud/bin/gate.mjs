#!/usr/bin/env node
// `npm run gate`: built-in validation, Checkov and cfn-lint on the templates. See --help.

import process from 'node:process';
import { load } from './load.mjs';

const { gate } = await load('../src/gate/gate.ts');
process.exitCode = gate(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  folder: process.env.INIT_CWD ?? process.cwd(),
});
