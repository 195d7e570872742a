// `npm test`: types, lint, house laws, unit, property, oracle, integration and browser tests, from a bare clone.
// Plain JavaScript, because it installs what everything else needs. Last line: N passed, N failed, N skipped.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const usage = `npm test [-- --only STAGE,…]

Stages, in order: types, lint, laws, unit, journeys. Without --only, all of them.`;
const stageNames = ['types', 'lint', 'laws', 'unit', 'journeys'];

const wanted = readArguments(process.argv.slice(2));
ensureInstalled('all');

// What tools and tests leave in the temporary folder goes with this run.
const temporary = mkdtempSync(join(tmpdir(), 'cool-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

const count = { passed: 0, failed: 0, skipped: 0 };
const stages = {
  types,
  lint,
  laws: () => vitest('laws', ['--project', 'laws']),
  unit: () => vitest('unit', ['--project', 'unit']),
  journeys: () => vitest('journeys', ['--project', 'journeys']),
};
for (const name of wanted) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  await stages[name]();
  console.log(`── ${name}: ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed === 0 ? 0 : 1;

async function types() {
  const projects = [
    'tools',
    ...readdirSync(`${root}packages`)
      .map((name) => `packages/${name}`)
      .filter((folder) => existsSync(`${root}${folder}/tsconfig.json`)),
  ];
  // Two at once, each with one checker: several checkers of one project work out the same types, each for itself.
  const check = async () => {
    for (let project = projects.shift(); project !== undefined; project = projects.shift())
      tally(await tool('typescript/bin/tsc', '--singleThreaded', '-p', project), `types of ${project}`);
  };
  await Promise.all([check(), check()]);
}

async function lint() {
  tally(await tool('@biomejs/biome/bin/biome', 'ci', '--reporter=summary', '.'), 'lint');
}

/** Runs one Vitest project and adds its counts; a run that breaks without a failed test still fails. */
async function vitest(name, args) {
  const report = `${root}.cache/vitest-${name}.json`;
  mkdirSync(`${root}.cache`, { recursive: true });
  rmSync(report, { force: true });
  const reports = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await tool('vitest/vitest.mjs', 'run', ...args, ...reports);
  if (!existsSync(report)) return tally(status === 0 ? 1 : status, `${name}: no report was written`);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  count.passed += result.numPassedTests;
  count.failed += result.numFailedTests;
  count.skipped += result.numPendingTests + result.numTodoTests;
  if (result.numTotalTests === 0) tally(1, `${name}: no test ran`);
  else if (status !== 0 && result.numFailedTests === 0) tally(status, `${name}: broke outside a test`);
}

function tally(status, what) {
  if (status === 0) count.passed += 1;
  else {
    count.failed += 1;
    console.log(`FAILED ${what}`);
  }
}

/** Started by its file: asking npx where it lies costs half a second each time. */
function tool(file, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', file), ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1', TMPDIR: temporary },
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function readArguments(args) {
  if (args.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  if (args.length === 0) return stageNames;
  const given = args[0] === '--only' ? (args[1] ?? '').split(',') : [args.join(' ')];
  const unknown = given.filter((name) => !stageNames.includes(name));
  if (unknown.length > 0 || args.length > 2) {
    console.error(`npm test: unknown "${unknown.join(' ')}"; allowed: --only with ${stageNames.join(', ')}.`);
    process.exit(64);
  }
  return stageNames.filter((name) => given.includes(name));
}
