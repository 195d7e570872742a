// `npm run soak [-- SUITE]`: the properties of `npm test` with full counts. Prints seed, count, time and commit.

import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Each suite is one command; its own output says what was counted. */
const suites = {
  kills: {
    about: 'kill -9 of engine, API process and edge, 20 times each, with acknowledged writes between',
    command: ['--import', 'tsx', 'packages/trials/src/faults/kills.ts', '--kills', '20'],
  },
};

const usage = `npm run soak [-- SUITE]

Suites (all of them without an argument):
${Object.entries(suites)
  .map(([name, suite]) => `  ${name.padEnd(8)} ${suite.about}`)
  .join('\n')}`;

const args = process.argv.slice(2);
if (args.includes('--help')) {
  console.log(usage);
  process.exit(0);
}
const unknown = args.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(
    `npm run soak: unknown suite "${unknown.join(' ')}"; allowed: ${Object.keys(suites).join(', ')}.`,
  );
  process.exit(64);
}
ensureInstalled('all');

const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
  cwd: root,
  encoding: 'utf8',
}).trim();
let failed = 0;
for (const name of args.length > 0 ? args : Object.keys(suites)) {
  const startedAt = Date.now();
  console.log(`── ${name} (commit ${commit})`);
  const run = spawnSync(process.execPath, suites[name].command, { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) failed += 1;
  console.log(
    `── ${name}: ${run.status === 0 ? 'held' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`,
  );
}
process.exitCode = failed === 0 ? 0 : 1;
