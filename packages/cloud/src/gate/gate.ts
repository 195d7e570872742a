// `npm run gate`: the slow second opinions on the synthesised templates, held against one table of decisions.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../environments.ts';
import { goldenAssembly, stacksOf } from '../golden-assembly.ts';
import { writeGolden } from '../golden-files.ts';
import { build } from '../main.ts';
import { isRefusal, refusalSentence } from '../synth-refusal.ts';
import { synthesise } from '../synthesise.ts';
import type { Terminal } from '../terminal.ts';
import { accepted } from './accepted.ts';
import type { ToolReport } from './finding.ts';
import { asText, usage, verdict } from './gate-report.ts';
import { judge } from './judge.ts';
import { type NagReport, nagLine, nagMistakes, nagReport } from './nag.ts';
import { type Installed, installPythonTools } from './python-tools.ts';
import { readCheckov, readLint, readValidation } from './tool-output.ts';

const checkovVersion = '3.3.30';
const lintVersion = '1.58.0';
const pinned = [`checkov==${checkovVersion}`, `cfn-lint==${lintVersion}`] as const;
const python = `checkov ${checkovVersion} and cfn-lint ${lintVersion}`;
const toolTimeoutMs = 600_000;

const constraints = fileURLToPath(new URL('constraints.txt', import.meta.url));
const cache = fileURLToPath(new URL('../../../../.cache', import.meta.url));

export interface GateOptions {
  readonly environments?: readonly Environment[];
  readonly install?: typeof installPythonTools;
}

interface ToolRun {
  readonly nag: NagReport;
  readonly reports: readonly ToolReport[];
}

/** The exit code: 0 all findings decided, 1 not, 64 usage. Skipped tools fail with `--complete`, else the last line says so. */
export function gate(
  args: readonly string[],
  terminal: Terminal,
  { environments, install = installPythonTools }: GateOptions = {},
): number {
  if (args.includes('--help')) {
    terminal.out(usage);
    return 0;
  }
  const complete = args[0] === '--complete';
  if (args.length > (complete ? 1 : 0)) {
    terminal.err(`Given ${args.join(' ')}, allowed are --complete and --help; see --help.\n`);
    return 64;
  }
  terminal.out(
    `looking for ${python}; the first time they are installed under .cache, which takes minutes …\n`,
  );
  const tools = install({ packages: [...pinned], constraints, cache });
  if ('failed' in tools) {
    terminal.err(`${python}: ${tools.failed}\n`);
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'cool-gate-'));
  try {
    const today = new Date().toISOString().slice(0, 10);
    const { nag, reports } = runTools(folder, terminal, environments, tools);
    const skipped = 'missing' in tools ? [`${python}: ${tools.missing}`] : [];
    const judgement = judge(reports, accepted, today);
    const mistakes = nagMistakes(nag, today);
    terminal.out(asText(reports, skipped, judgement));
    for (const line of [...mistakes, nagLine(nag)]) terminal.out(`${line}\n`);
    const passes = judgement.passes && mistakes.length === 0 && !(complete && skipped.length > 0);
    terminal.out(`${verdict(passes, skipped)}\n`);
    return passes ? 0 : 1;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    terminal.err(`${refusalSentence}\n`);
    return 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runTools(
  folder: string,
  terminal: Terminal,
  environments: readonly Environment[] | undefined,
  tools: Exclude<Installed, { failed: string }>,
): ToolRun {
  const [synthesised, templates] = [join(folder, 'synthesised'), join(folder, 'templates')];
  terminal.out('synthesising with the built-in validation …\n');
  const app = build({ ...(environments && { environments }), outdir: synthesised });
  const assembly = synthesise(app, { validateTemplates: true });
  const nag = nagReport(app);
  const validation = readValidation(readFileSync(join(synthesised, 'validation-report.json'), 'utf8'));
  if ('missing' in tools) return { nag, reports: [validation] };
  const files = goldenAssembly(stacksOf(assembly));
  writeGolden(files, templates);
  const paths = [...files.keys()].filter((path) => path.endsWith('.template.json'));
  terminal.out(`asking ${python} about ${paths.length} templates …\n`);
  const run = (command: string, ...args: readonly string[]) =>
    runTool(join(tools.bin, command), args, templates);
  const checkov = ['-d', '.', '--framework', 'cloudformation', '-o', 'json', '--compact', '--skip-download'];
  return {
    nag,
    reports: [
      validation,
      readCheckov(run('checkov', ...checkov)),
      readLint(run('cfn-lint', '--format', 'json', '--', ...paths), lintVersion),
    ],
  };
}

// Both exit with another code than 0 when they find something: what counts is that they wrote a report.
function runTool(command: string, args: readonly string[], folder: string): string {
  const run = spawnSync(command, [...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: toolTimeoutMs,
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, ANSI_COLORS_DISABLED: '1' },
  });
  if (run.error !== undefined || run.stdout === '')
    throw new Error(
      `${command}: given no report (${run.error?.message ?? run.stderr.trim().split('\n').at(-1)}), allowed is JSON on its output; run it by hand to see why.`,
      { cause: run.error },
    );
  return run.stdout;
}
