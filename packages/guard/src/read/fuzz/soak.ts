// Mutated templates against everything that reads them. Each process takes a part of the cases; one that dies, stands
// still or needs too much memory is a finding with the cases that repeat it.
// `node --import tsx packages/guard/src/read/fuzz/soak.ts [--count N] [--seed N] [--from N]`

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hostileTemplates } from '../hostile-templates.ts';
import { corpus } from './corpus.ts';
import { runCases } from './run-cases.ts';

/** Half a gigabyte in all: V8 keeps more than it needs unless its heap is told where to end. */
const limits = {
  heapMegabytes: 320,
  partSize: 5000,
  processes: 2,
  stillMs: 120_000,
  rssMegabytes: 500,
} as const;

interface PartResult {
  readonly judged: number;
  readonly refused: number;
  readonly slowestMs: number;
  readonly rssMegabytes: number;
  readonly cpuSeconds: number;
  readonly findings: readonly string[];
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    part: { type: 'boolean', default: false },
  },
});
const [count = 0, seed = 0, from = 0] = [values.count, values.seed, values.from].map(Number);
if (![count, seed, from].every((value) => Number.isInteger(value) && value >= 0) || count === 0) {
  console.error(
    `soak: given --count ${values.count} --seed ${values.seed} --from ${values.from}; all are whole numbers, count at least 1.`,
  );
  process.exit(64);
}

if (values.part) {
  const seeds = corpus();
  const ran = runCases(seeds, seed, from, count, () => process.stdout.write('.'));
  const rssMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const { user, system } = process.cpuUsage();
  const result: PartResult = { ...ran, rssMegabytes, cpuSeconds: (user + system) / 1e6 };
  process.stdout.write(`\n${JSON.stringify(result)}\n`);
} else {
  process.exitCode = (await soak()) ? 0 : 1;
}

async function soak(): Promise<boolean> {
  const startedAt = Date.now();
  const parts: { from: number; count: number }[] = [];
  for (let at = from; at < from + count; at += limits.partSize)
    parts.push({ from: at, count: Math.min(limits.partSize, from + count - at) });
  const results: PartResult[] = [];
  const work = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      const result = await runPart(part.from, part.count);
      results.push(result);
      for (const finding of result.findings) console.log(`FOUND ${finding}`);
    }
  };
  await Promise.all(Array.from({ length: limits.processes }, work));
  const sum = (pick: (result: PartResult) => number) => results.reduce((total, it) => total + pick(it), 0);
  const most = (pick: (result: PartResult) => number) => Math.max(...results.map(pick));
  const findings = sum((it) => it.findings.length);
  console.log(
    `templates: seed ${seed}, ${count} mutants of ${corpus().length} seeds, and ${hostileTemplates.length} hostile templates, ${((Date.now() - startedAt) / 1000).toFixed(0)} s, ${sum((it) => it.cpuSeconds).toFixed(0)} s CPU`,
  );
  console.log(
    `  judged ${sum((it) => it.judged)}, refused ${sum((it) => it.refused)}, broken or still ${findings}; slowest ${most((it) => it.slowestMs).toFixed(0)} ms CPU, peak ${most((it) => it.rssMegabytes)} MB`,
  );
  return findings === 0;
}

/** One process over a part of the cases, watched: silence for too long counts as standing still. */
function runPart(first: number, cases: number): Promise<PartResult> {
  const repeat = `--seed ${seed} --from ${first} --count ${cases}`;
  const options = [
    `--max-old-space-size=${limits.heapMegabytes}`,
    '--import',
    'tsx',
    fileURLToPath(import.meta.url),
    '--part',
  ];
  const child: ChildProcess = spawn(
    process.execPath,
    [...options, '--seed', `${seed}`, '--from', `${first}`, '--count', `${cases}`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve) => {
    let output = '';
    let isStill = false;
    const stop = () => {
      isStill = true;
      child.kill('SIGKILL');
    };
    let watch = setTimeout(stop, limits.stillMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      clearTimeout(watch);
      watch = setTimeout(stop, limits.stillMs);
    });
    child.on('close', (code) => {
      clearTimeout(watch);
      resolve(code === 0 ? checked(output, repeat) : died(isStill, code, output, repeat));
    });
  });
}

function checked(output: string, repeat: string): PartResult {
  const result = JSON.parse(output.slice(output.indexOf('\n'))) as PartResult;
  if (result.rssMegabytes <= limits.rssMegabytes) return result;
  const grown = `${repeat}: ${result.rssMegabytes} MB; at most ${limits.rssMegabytes} are allowed`;
  return { ...result, findings: [...result.findings, grown] };
}

function died(isStill: boolean, code: number | null, output: string, repeat: string): PartResult {
  const how = isStill ? `no answer for ${limits.stillMs / 1000} s` : `the process ended with ${code}`;
  const finding = `${repeat}: ${how} after ${output.length} steps of 100 cases`;
  return { judged: 0, refused: 0, slowestMs: 0, rssMegabytes: 0, cpuSeconds: 0, findings: [finding] };
}
