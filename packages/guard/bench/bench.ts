// `npm run bench -- guard`: how the engines' time and memory grow with what they are asked about. Prints a table, writes
// the numbers as JSON, and holds the largest size of each question to its bar.
// `node --import tsx packages/guard/bench/bench.ts [--out FILE]`. Exit 0: every bar holds; 1: one is missed.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOf } from '../bin/bundle.mjs';
import { type Bar, type Measured, measurements, type Subject, subjects } from './sizes.ts';

interface Row extends Measured {
  readonly subject: Subject;
  readonly size: number;
  /** What the largest size misses; empty when it holds or is not the largest. */
  readonly missed: readonly string[];
}

const { values } = parseArgs({ options: { out: { type: 'string', default: '.cache/bench/guard.json' } } });

const columns = [
  ['size', 8],
  ['load s', 8],
  ['answer s', 10],
  ['peak MB', 9],
  ['can', 7],
  ['cannot', 8],
  ['unknown', 9],
] as const;

// Measured as it is run: the loader that translates source by source adds calls of its own to every small function.
const script = await bundleOf('bench/measure.ts');
if (script === undefined) throw new Error('esbuild is missing; run `npm ci` in the repository first');

const rows = subjects.flatMap((subject): Row[] => {
  const { question, unit, sizes, bar } = measurements[subject];
  console.log(`\n${question}, by ${unit} (CPU seconds; bar: ${barText(bar)})`);
  console.log(columns.map(([name, width]) => name.padStart(width)).join(''));
  return sizes.map((size) => {
    const found = measure(script, subject, size);
    const missed = size === Math.max(...sizes) ? missing(bar, found) : [];
    const cells = [
      size,
      found.loadSeconds.toFixed(2),
      found.answerSeconds.toFixed(2),
      found.megabytes.toFixed(0),
      found.can,
      found.cannot,
      found.unknown,
    ];
    const line = cells.map((cell, index) => String(cell).padStart(columns[index]?.[1] ?? 0)).join('');
    console.log(`${line}  ${found.given}${missed.map((one) => `  MISSED: ${one}`).join('')}`);
    return { subject, size, ...found, missed };
  });
});

const commit = spawnSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).stdout.trim();
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify({ commit, node: process.version, rows }, null, 2)}\n`);
const missed = rows.filter((row) => row.missed.length > 0);
console.log(
  `\n${missed.length === 0 ? 'every bar holds' : `${missed.length} bars missed`}; commit ${commit}; numbers in ${values.out}`,
);
process.exitCode = missed.length === 0 ? 0 : 1;

function measure(script: string, subject: Subject, size: number): Measured {
  // As the command runs: bin/guard.mjs imports it first.
  const settings = new URL('../bin/compile-late.mjs', import.meta.url).href;
  const args = ['--import', settings, script, subject, `${size}`];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (run.status !== 0)
    throw new Error(`measuring ${subject} at ${size} ended with ${run.status}: ${run.stderr}`);
  return JSON.parse(run.stdout);
}

function barText({ loadSeconds, answerSeconds, megabytes }: Bar): string {
  return [
    loadSeconds && `load ≤ ${loadSeconds} s`,
    `answer ≤ ${answerSeconds} s`,
    megabytes && `memory ≤ ${megabytes} MB`,
  ]
    .filter(Boolean)
    .join(', ');
}

function missing(bar: Bar, found: Measured): readonly string[] {
  const over = (name: keyof Bar) => (found[name] > (bar[name] ?? Number.POSITIVE_INFINITY) ? [name] : []);
  return [...over('loadSeconds'), ...over('answerSeconds'), ...over('megabytes')];
}
