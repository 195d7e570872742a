// `npm run soak [-- SUITE]`: the properties of `npm test` with full counts. Prints seed, count, time and commit.

import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Each suite is one command or several; their own output says what was counted. */
const suites = {
  engines: {
    about: 'guard: 10,000 random networks and policy sets beside their oracles, then bugs planted in copies',
    commands: ['packages/guard/src/reason/soak.ts', 'packages/guard/src/reason/access/soak.ts'].flatMap(
      (soak) => [
        ['--import', 'tsx', soak, '--count', '10000'],
        ['--import', 'tsx', soak, '--planted', '--count', '3000'],
      ],
    ),
  },
  templates: {
    about: 'guard: 100,000 mutated templates end in a report or in a refusal, in bounded time and memory',
    commands: [['--import', 'tsx', 'packages/guard/src/read/fuzz/soak.ts']],
  },
  kills: {
    about: 'kill -9 of engine, API process and edge, 20 times each, with acknowledged writes between',
    commands: [['--import', 'tsx', 'packages/trials/src/faults/kills.ts', '--kills', '20']],
  },
  schemathesis: {
    about:
      'a fuzzer over the whole description of the API, every corner of every schema, as each kind of caller',
    commands: [['--import', 'tsx', 'packages/trials/src/openapi/fuzz.ts']],
  },
  faults: {
    about:
      'half an hour of everything breaking in turn with two API processes and five minutes with four, then bugs planted in copies',
    commands: [['--minutes', '30'], ['--minutes', '5', '--api', '4'], ['--planted']].map((args) => [
      '--import',
      'tsx',
      'packages/trials/src/faults/faults.ts',
      ...args,
    ]),
  },
  four: {
    about: 'the journeys of the API and of whole platforms, each with four API processes in place of two',
    commands: [
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--project',
        'journeys',
        'packages/api/test',
        'packages/local/test/checkpoints',
        ...['main-job', 'bad-input', 'pages', 'restore'].map((name) => `packages/trials/test/${name}`),
      ],
    ],
    env: { API_PROCESSES: '4' },
  },
  trail: {
    about: 'audit: 20,000 random trails for each way an insider may change one, found as far as promised',
    commands: [
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        '--project',
        'unit',
        'packages/api/src/features/audit/trail.property',
      ],
    ],
    env: { PROPERTY_RUNS: '20000' },
  },
};

const usage = `npm run soak [-- SUITE]

Suites (all of them without an argument):
${Object.entries(suites)
  .map(([name, suite]) => `  ${name.padEnd(12)} ${suite.about}`)
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
  // Every command runs, also after one that failed: the report is whole.
  const runs = suites[name].commands.map((command) =>
    spawnSync(process.execPath, command, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...('env' in suites[name] ? suites[name].env : {}) },
    }),
  );
  const held = runs.every(({ status }) => status === 0);
  if (!held) failed += 1;
  console.log(`── ${name}: ${held ? 'held' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
}
process.exitCode = failed === 0 ? 0 : 1;
