// `npm run diff | deploy | promote | release`: reads the request, wires the edges together, gives the exit code.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { budgetMistakes } from '../budget-rule.ts';
import type { Environment, EnvironmentName, Environments } from '../environments.ts';
import { estimate } from '../estimate/estimate.ts';
import { readPrices } from '../estimate/prices.ts';
import { usage } from '../estimate/usage.ts';
import { stacksOf } from '../golden-assembly.ts';
import { loadEnvironments } from '../load-environments.ts';
import { build } from '../main.ts';
import type { Terminal } from '../synth.ts';
import { isRefusal, refusalSentence } from '../synth-refusal.ts';
import { synthesise } from '../synthesise.ts';
import { accountIn } from './account.ts';
import {
  type Arguments,
  type Command,
  deployCommand,
  diffCommand,
  fetchReleaseCommand,
  makeReleaseCommand,
  promoteCommand,
  readArguments,
} from './arguments.ts';
import { buildRelease } from './build/build-release.ts';
import { readBundle } from './bundle.ts';
import { diffArguments } from './cdk-arguments.ts';
import { runCdk } from './cdk-cli.ts';
import { deploy } from './deploy.ts';
import { fetchRelease } from './fetch-release.ts';
import { imageIdMistake, releaseId } from './release.ts';

const checkout = fileURLToPath(new URL('../../../../', import.meta.url));

interface Asked extends Arguments {
  readonly known: Environments;
  readonly one: (option: string) => string | undefined;
  readonly path: (option: string) => string;
}

export function runDiff(args: readonly string[], terminal: Terminal): Promise<number> {
  return ask(diffCommand, args, terminal, ({ known, environments }) => {
    const [name] = environments;
    return name === undefined
      ? Promise.resolve(64)
      : inAssembly(known[name], terminal, undefined, (assembly) =>
          runCdk(diffArguments({ assembly, environment: name, parameters: [] })),
        );
  });
}

export function runDeploy(args: readonly string[], terminal: Terminal): Promise<number> {
  return ask(deployCommand, args, terminal, async ({ known, environments, one, options, path }) => {
    const [name] = environments;
    if (name === undefined) return 64;
    const bundle = readBundle(path('--release'));
    if ('mistake' in bundle) return refuse(terminal, [bundle.mistake], 65);
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

/** Makes a release, or with `fetch` takes one out of the account it ran in. */
export function runRelease(
  args: readonly string[],
  terminal: Terminal,
  repository = checkout,
): Promise<number> {
  if (args[0] === 'fetch')
    return ask(fetchReleaseCommand, args.slice(1), terminal, async ({ known, environments, one, path }) => {
      const [from, to] = environments;
      if (from === undefined || to === undefined) return 64;
      const { account, region } = known[from];
      const fetched = await fetchRelease({
        from,
        to,
        wanted: one('--release'),
        account: accountIn(region),
        expectedAccount: account,
        folder: path('--out'),
      });
      if ('refusal' in fetched) return refuse(terminal, [fetched.refusal], 1);
      terminal.out(`fetched ${releaseId(fetched.release)} from ${from}\n`);
      return 0;
    });
  return ask(makeReleaseCommand, args, terminal, async ({ one, path }) => {
    const imageId = one('--image-id');
    const mistake = imageId === undefined ? undefined : imageIdMistake(imageId);
    if (mistake !== undefined) return refuse(terminal, [mistake], 64);
    const built = await buildRelease({
      repository,
      folder: path('--out'),
      imageId,
      say: (line) => terminal.err(`${line}\n`),
    });
    if (built.kind === 'refused') return refuse(terminal, [built.sentence], 1);
    terminal.out(`${releaseId(built.release)}\n${JSON.stringify(built.release, null, 2)}\n`);
    return 0;
  });
}

export function runPromote(args: readonly string[], terminal: Terminal): Promise<number> {
  return ask(promoteCommand, args, terminal, async ({ environments, options, one }) => {
    const [from, to] = environments;
    if (from === undefined || to === undefined) return 64;
    const folder = mkdtempSync(join(tmpdir(), 'cool-promote-'));
    const pass = (option: string) => (options.get(option) ?? []).flatMap((value) => [option, value]);
    const file = (option: string) => {
      const value = one(option);
      return value === undefined ? [] : [option, resolve(terminal.folder, value)];
    };
    try {
      const fetching = ['fetch', from, to, '--out', folder, ...pass('--release'), ...file('--config')];
      const fetched = await runAs(from, 'release.mjs', fetching);
      if (fetched !== 0) return fetched;
      const rest = [...pass('--parameter'), ...file('--config'), ...file('--assembly')];
      return await runAs(to, 'deploy.mjs', [to, '--release', folder, ...rest]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

/** Runs a command with the credentials of one environment's profile, and with no others. */
function runAs(environment: EnvironmentName, script: string, args: readonly string[]): Promise<number> {
  const own = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];
  const inherited = Object.entries(process.env).filter(([name]) => !own.includes(name));
  const path = fileURLToPath(new URL(`../../bin/${script}`, import.meta.url));
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, [path, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...Object.fromEntries(inherited), AWS_PROFILE: `cool-delivery-${environment}` },
    });
    child.on('error', reject);
    child.on('close', (code) => done(code ?? 1));
  });
}

async function ask(
  command: Command,
  args: readonly string[],
  terminal: Terminal,
  act: (asked: Asked) => Promise<number>,
): Promise<number> {
  const read = readArguments(command, args);
  if ('help' in read) {
    terminal.out(command.usage);
    return 0;
  }
  if ('mistake' in read) return refuse(terminal, [read.mistake], 64);
  const one = (option: string) => read.options.get(option)?.at(-1);
  const config = one('--config');
  const loaded = loadEnvironments(config === undefined ? undefined : resolve(terminal.folder, config));
  if (loaded.kind === 'mistakes') return refuse(terminal, loaded.sentences, 65);
  const path = (option: string) => resolve(terminal.folder, one(option) ?? '');
  return act({ ...read, known: loaded.environments, one, path });
}

async function inAssembly(
  environment: Environment,
  terminal: Terminal,
  ready: string | undefined,
  act: (assembly: string, stacks: ReturnType<typeof stacksOf>) => Promise<number>,
): Promise<number> {
  if (ready !== undefined) return act(ready, stacksOf(new CloudAssembly(ready)));
  const folder = mkdtempSync(join(tmpdir(), 'cool-deploy-'));
  try {
    const assembly = synthesise(build({ environments: [environment], outdir: folder }));
    return await act(folder, stacksOf(assembly));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refuse(terminal, [refusalSentence], 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function overBudget(environment: Environment, stacks: ReturnType<typeof stacksOf>): readonly string[] {
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

function refuse(terminal: Terminal, sentences: readonly string[], code: number): number {
  for (const sentence of sentences) terminal.err(`${sentence}\n`);
  return code;
}
