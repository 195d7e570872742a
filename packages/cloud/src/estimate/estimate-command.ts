// `npm run estimate`: synthesises, counts, prices and compares with the budgets.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { begin } from '../begin-command.ts';
import { budgetMistakes } from '../budget-rule.ts';
import { type Environment, type EnvironmentName, environmentNames } from '../environments.ts';
import { type SynthesisedStack, stacksOf } from '../golden-assembly.ts';
import { build } from '../main.ts';
import { isRefusal, refusalSentence } from '../synth-refusal.ts';
import { synthesise } from '../synthesise.ts';
import { refuse, type Terminal } from '../terminal.ts';
import { estimate } from './estimate.ts';
import { asJson, asText } from './estimate-report.ts';
import { readPrices } from './prices.ts';
import { usage as assumedUsage } from './usage.ts';

export const usage = `What each environment costs in a month, from the templates and a dated price table.

  npm run estimate [-- ENV...] [--format text|json] [--config FILE]

  ENV            ${environmentNames.join(', ')}; without it, all of them
  --format NAME  text (default) or json
  --config FILE  the configuration with the budgets; default packages/cloud/config.example.yaml
  --help         this text

Exit codes: 0 every budget is kept, 1 one may be exceeded, 64 usage, 65 configuration unusable.
`;

export type EstimateRequest =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly sentence: string }
  | {
      readonly kind: 'estimate';
      readonly environments: readonly EnvironmentName[];
      readonly format: 'text' | 'json';
      readonly config: string | undefined;
    };

export function readArguments(args: readonly string[]): EstimateRequest {
  const environments = new Set<EnvironmentName>();
  let format: 'text' | 'json' = 'text';
  let config: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const given = args[at] ?? '';
    const value = args[at + 1];
    if (given === '--help') return { kind: 'help' };
    if (given === '--format') {
      if (value !== 'text' && value !== 'json')
        return mistake(`--format: given ${value ?? 'nothing'}, allowed are text and json; see --help.`);
      format = value;
      at += 1;
    } else if (given === '--config') {
      if (value === undefined || value.startsWith('--'))
        return mistake('--config: given nothing, allowed is one value; write --config FILE.');
      config = value;
      at += 1;
    } else {
      const name = environmentNames.find((known) => known === given);
      if (name === undefined)
        return mistake(
          `Given ${given}, allowed are ${environmentNames.join(', ')}, --format, --config and --help; see --help.`,
        );
      environments.add(name);
    }
  }
  const chosen = environments.size > 0 ? [...environments] : [...environmentNames];
  return { kind: 'estimate', environments: chosen, format, config };
}

/** The exit code: 0 budgets kept, 1 one may be exceeded or a check refused, 64 usage, 65 configuration unusable. */
export function runEstimate(
  args: readonly string[],
  terminal: Terminal,
  stacksOfSources = synthesisedStacks,
): number {
  const begun = begin(readArguments(args), usage, terminal);
  if ('code' in begun) return begun.code;
  const { environments, request } = begun;
  const chosen = request.environments.map((name) => environments[name]);
  try {
    return report(chosen, stacksOfSources(chosen), request.format, terminal);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refuse(terminal, [refusalSentence], 1);
  }
}

function report(
  environments: readonly Environment[],
  stacks: readonly SynthesisedStack[],
  format: 'text' | 'json',
  terminal: Terminal,
): number {
  const prices = readPrices();
  const estimates = environments.map(({ name, monthlyBudgetUsd }) =>
    estimate({
      environment: name,
      stacks,
      prices,
      usage: assumedUsage[name],
      budgetUsd: monthlyBudgetUsd,
    }),
  );
  terminal.out(format === 'json' ? asJson(estimates, prices) : asText(estimates, prices));
  const highest = Object.fromEntries(
    estimates.map(({ environment, highestUsd }) => [environment, highestUsd]),
  );
  const mistakes = budgetMistakes(environments, highest);
  for (const sentence of mistakes) terminal.err(`${sentence}\n`);
  return mistakes.length === 0 ? 0 : 1;
}

/** The stacks of these environments; the folder they were written to is gone again when this returns. */
export function synthesisedStacks(environments: readonly Environment[]): readonly SynthesisedStack[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cool-estimate-'));
  try {
    return stacksOf(synthesise(build({ environments, outdir })));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function mistake(sentence: string): EstimateRequest {
  return { kind: 'mistake', sentence };
}
