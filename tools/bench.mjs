// `npm run bench [-- SUITE]`: how long things take and how much memory they need. Each suite prints a table.
// Exit 0: every bar holds; 1: one is missed.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

const suites = {
  guard: {
    about: 'the engines over size: what the internet reaches, who can read a bucket, many globs',
    command: ['--import', 'tsx', 'packages/guard/bench/bench.ts'],
  },
  commands: {
    about: 'synth, prove, demo and npm start as whole processes, from a bare clone where it matters',
    command: ['--import', 'tsx', 'tools/bench/commands.ts'],
  },
};

const usage = `npm run bench [-- SUITE]

Suites (all of them without an argument):
${Object.entries(suites)
  .map(([name, suite]) => `  ${name.padEnd(8)} ${suite.about}`)
  .join('\n')}`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(usage);
  process.exit(0);
}
const unknown = args.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(
    `npm run bench: unknown suite "${unknown.join(' ')}"; allowed: ${Object.keys(suites).join(', ')}.`,
  );
  process.exit(64);
}
ensureInstalled('all');

const runs = (args.length > 0 ? args : Object.keys(suites)).map((name) => {
  console.log(`── ${name}`);
  return spawnSync(process.execPath, suites[name].command, { cwd: root, stdio: 'inherit' }).status;
});
process.exitCode = runs.every((status) => status === 0) ? 0 : 1;
