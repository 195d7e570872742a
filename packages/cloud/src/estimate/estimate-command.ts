// `npm run estimate`: synthesises, counts, prices and compares with the budgets.

import { environmentNames } from '../environments.ts';
import { synthesisedStacks } from '../golden-files.ts';
import type { Terminal } from '../synth.ts';
import { monthlyBudgetsUsd } from './budgets.ts';
import { estimate } from './estimate.ts';
import { asJson, asText, overBudget } from './estimate-report.ts';
import { readPrices } from './prices.ts';
import { usage as assumedUsage } from './usage.ts';

export const usage = `What each environment costs in a month, from the templates and a dated price table.

  npm run estimate [-- ENV...] [--format text|json]

  ENV            ${environmentNames.join(', ')}; without it, all of them
  --format NAME  text (default) or json
  --help         this text

Exit codes: 0 every budget is kept, 1 one may be exceeded, 64 usage.
`;

export interface EstimateRequest {
  readonly environments: readonly (typeof environmentNames)[number][];
  readonly format: 'text' | 'json';
}

/** The request, the usage text, or one sentence about a mistake. */
export function readArguments(
  args: readonly string[],
): EstimateRequest | { readonly help: true } | { readonly mistake: string } {
  const environments = new Set<(typeof environmentNames)[number]>();
  let format: EstimateRequest['format'] = 'text';
  for (let at = 0; at < args.length; at += 1) {
    const given = args[at] ?? '';
    if (given === '--help') return { help: true };
    if (given === '--format') {
      at += 1;
      const value = args[at];
      if (value !== 'text' && value !== 'json')
        return { mistake: `--format: given ${value ?? 'nothing'}, allowed are text and json; see --help.` };
      format = value;
      continue;
    }
    const name = environmentNames.find((known) => known === given);
    if (name === undefined)
      return {
        mistake: `Given ${given}, allowed are ${environmentNames.join(', ')}, --format and --help; see --help.`,
      };
    environments.add(name);
  }
  return { environments: environments.size > 0 ? [...environments] : [...environmentNames], format };
}

/** The exit code: 0 budgets kept, 1 one may be exceeded, 64 usage. */
export function runEstimate(
  args: readonly string[],
  terminal: Terminal,
  stacksOfSources = synthesisedStacks,
  budgetsUsd = monthlyBudgetsUsd,
): number {
  const request = readArguments(args);
  if ('help' in request) {
    terminal.out(usage);
    return 0;
  }
  if ('mistake' in request) {
    terminal.err(`${request.mistake}\n`);
    return 64;
  }
  const prices = readPrices();
  const stacks = stacksOfSources();
  const estimates = request.environments.map((environment) =>
    estimate({
      environment,
      stacks,
      prices,
      usage: assumedUsage[environment],
      budgetUsd: budgetsUsd[environment],
    }),
  );
  terminal.out(request.format === 'json' ? asJson(estimates, prices) : asText(estimates, prices));
  const over = estimates.filter(({ withinBudget }) => !withinBudget);
  for (const one of over) terminal.err(`${overBudget(one)}\n`);
  return over.length === 0 ? 0 : 1;
}
