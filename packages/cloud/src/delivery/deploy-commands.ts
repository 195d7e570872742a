// `npm run diff` and `npm run deploy`: reads the request, wires the edges together, gives the exit code.

import { budgetMistakes } from '../budget-rule.ts';
import type { Environment } from '../environments.ts';
import { estimate } from '../estimate/estimate.ts';
import { readPrices } from '../estimate/prices.ts';
import { usage } from '../estimate/usage.ts';
import type { SynthesisedStack } from '../golden-assembly.ts';
import { refuse, type Terminal } from '../terminal.ts';
import { accountIn } from './account.ts';
import { deployAccessCommand, deployCommand, diffCommand } from './arguments.ts';
import { ask } from './ask.ts';
import { ownCheckout, readCheckout } from './build/checkout.ts';
import { readBundle } from './bundle.ts';
import { accessStack, deployArguments, diffArguments } from './cdk-arguments.ts';
import { runCdk } from './cdk-cli.ts';
import { refusalOfSources, refusalsOfDeploy } from './decisions.ts';
import { deploy } from './deploy.ts';
import { inAssembly } from './in-assembly.ts';
import { pipelineRoleName, pipelineRoles } from './pipeline-trust.ts';

export function runDiff(args: readonly string[], terminal: Terminal): Promise<number> {
  return ask(diffCommand, args, terminal, async ({ known, environments, one, path }) => {
    const [name] = environments;
    if (name === undefined) return 64;
    const ready = one('--assembly') && path('--assembly');
    return inAssembly(known[name], terminal, ready, (assembly) =>
      runCdk(diffArguments({ assembly, environment: name, parameters: [] })),
    );
  });
}

export function runDeploy(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args[0] === 'access') return runDeployAccess(args.slice(1), terminal);
  return ask(deployCommand, args, terminal, async ({ known, environments, one, options, path }) => {
    const [name] = environments;
    if (name === undefined) return 64;
    const bundle = readBundle(path('--release'));
    if ('mistake' in bundle) return refuse(terminal, [bundle.mistake], 65);
    const foreign =
      one('--assembly') === undefined
        ? refusalOfSources(name, bundle.release, readCheckout(ownCheckout))
        : undefined;
    if (foreign !== undefined) return refuse(terminal, [foreign], 1);
    const environment = known[name];
    return inAssembly(
      environment,
      terminal,
      one('--assembly') && path('--assembly'),
      async (assembly, stacks) => {
        const outcome = await deploy({
          bundle,
          account: accountIn(environment.region),
          cdk: runCdk,
          request: { assembly, environment: name, parameters: options.get('--parameter') ?? [] },
          stacks: stacks
            .filter(({ environment, name: stack }) => environment === name && stack !== accessStack)
            .map(({ name: stack }) => stack),
          facts: {
            environment: name,
            account: environment.account,
            budgetMistakes: overBudget(environment, stacks),
          },
          now: () => new Date(),
          say: (line) => terminal.out(`${line}\n`),
        });
        if (outcome.kind === 'refused') return refuse(terminal, outcome.sentences, 1);
        if (outcome.kind === 'failed') return refuse(terminal, [outcome.sentence], 1);
        terminal.out(`deployed ${outcome.id} to ${name}\n`);
        return 0;
      },
    );
  });
}

/** Deploys the pipeline's own roles: what a person does, and no workflow. */
function runDeployAccess(args: readonly string[], terminal: Terminal): Promise<number> {
  return ask(deployAccessCommand, args, terminal, async ({ known, environments, one, path }) => {
    const [name] = environments;
    if (name === undefined) return 64;
    const { account, region } = known[name];
    return inAssembly(known[name], terminal, one('--assembly') && path('--assembly'), async (assembly) => {
      const givenAccount = await accountIn(region).id();
      const refusals = refusalsOfDeploy({ environment: name, account, givenAccount, budgetMistakes: [] });
      if (refusals.length > 0) return refuse(terminal, refusals, 1);
      const request = { assembly, environment: name, parameters: [] };
      const code = await runCdk([...deployArguments(request, [accessStack]), '--exclusively']);
      if (code !== 0) return code;
      for (const role of pipelineRoles)
        terminal.out(`${role}: arn:aws:iam::${account}:role/${pipelineRoleName(name, role)}\n`);
      return 0;
    });
  });
}

function overBudget(environment: Environment, stacks: readonly SynthesisedStack[]): readonly string[] {
  const { name, monthlyBudgetUsd } = environment;
  const { highestUsd } = estimate({
    environment: name,
    stacks,
    prices: readPrices(),
    usage: usage[name],
    budgetUsd: monthlyBudgetUsd,
  });
  return budgetMistakes([environment], { [name]: highestUsd });
}
