// What `diff`, `deploy`, `promote` and `release` were asked for, decided before anything is done.

import type { NotAsked } from '../begin-command.ts';
import { type EnvironmentName, environmentNames } from '../environments.ts';
import { imageIdMistake, wantedMistake } from './release.ts';

const config = '--config';

export interface Arguments {
  readonly kind: 'asked';
  readonly config: string | undefined;
  readonly environments: readonly EnvironmentName[];
  /** Option → its values, in order. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

export interface Command {
  readonly name: string;
  readonly usage: string;
  /** How many environments it takes. */
  readonly environments: number;
  /** Options with one value each; `required` ones must stand. */
  readonly options: readonly string[];
  readonly required: readonly string[];
  /** Option → the sentence for a value of a wrong form; undefined for a right one. */
  readonly forms?: Readonly<Record<string, (value: string) => string | undefined>>;
}

export function readArguments(command: Command, args: readonly string[]): Arguments | NotAsked {
  const environments: EnvironmentName[] = [];
  const options = new Map<string, readonly string[]>();
  for (let at = 0; at < args.length; at += 1) {
    const given = args[at] ?? '';
    if (given === '--help') return { kind: 'help' };
    if (command.options.includes(given)) {
      const value = args[at + 1];
      at += 1;
      if (value === undefined || value === '' || value.startsWith('--'))
        return mistake(`${given}: given nothing, allowed is one value; see --help.`);
      const sentence = command.forms?.[given]?.(value);
      if (sentence !== undefined) return mistake(sentence);
      options.set(given, [...(options.get(given) ?? []), value]);
      continue;
    }
    const environment = environmentNames.find((name) => name === given);
    if (environment === undefined)
      return mistake(
        `${command.name}: given ${given}, allowed are ${[...environmentNames, ...command.options, '--help'].join(', ')}; see --help.`,
      );
    environments.push(environment);
  }
  if (environments.length !== command.environments)
    return mistake(
      `${command.name}: given ${counted(environments.length)}, allowed ${command.environments === 1 ? 'is' : 'are'} ${command.environments}; see --help.`,
    );
  const missing = command.required.find((option) => !options.has(option));
  if (missing !== undefined) return mistake(`${missing}: given nothing, allowed is one value; see --help.`);
  return { kind: 'asked', config: options.get(config)?.at(-1), environments, options };
}

const counted = (environments: number) =>
  `${environments} ${environments === 1 ? 'environment' : 'environments'}`;

function mistake(sentence: string): NotAsked {
  return { kind: 'mistake', sentence };
}

function parameterMistake(given: string): string | undefined {
  return /^[\w-]+:\w+=.+$/s.test(given)
    ? undefined
    : `--parameter: given ${given}, allowed is STACK:NAME=VALUE, such as dev-edge:ViewerCertificate=arn:aws:acm:…; see --help.`;
}

const configLine =
  '  --config FILE  accounts, domains and budgets; default packages/cloud/config.example.yaml';

export const diffCommand: Command = {
  name: 'diff',
  environments: 1,
  options: [config, '--assembly'],
  required: [],
  usage: `What a deployment would change in an environment.

  npm run diff -- ENV [--assembly DIR] [--config FILE]

  ENV            ${environmentNames.join(', ')}
  --assembly DIR what npm run synth wrote and the gate judged; default: synthesised now
${configLine}

Credentials come from the environment of the process. Exit codes: 0 compared, 1 not, 64 usage, 65 configuration unusable.
`,
};

export const deployCommand: Command = {
  name: 'deploy',
  environments: 1,
  options: [config, '--release', '--parameter', '--assembly'],
  required: ['--release'],
  forms: { '--parameter': parameterMistake },
  usage: `Deploys a release to an environment: stacks, artefact, web files, and the record that it ran there.

  npm run deploy -- ENV --release DIR [--assembly DIR] [--config FILE] [--parameter STACK:NAME=VALUE]...
  npm run deploy -- access ENV [--assembly DIR] [--config FILE]

  ENV            ${environmentNames.join(', ')}
  --release DIR  what npm run release made
  --parameter P  a CloudFormation parameter of one stack; may be repeated
  --assembly DIR what npm run synth wrote and the gate judged; default: synthesised now
${configLine}

The second form deploys the roles of GitHub Actions alone. A person does that, after the first deployment: a pipeline
that could widen its own rights would have none that count.

Credentials come from the environment of the process and must be those of ENV's account.
Exit codes: 0 deployed, 1 refused or failed, 64 usage, 65 configuration or release unusable.
`,
};

export const deployAccessCommand: Command = {
  name: 'deploy access',
  environments: 1,
  options: [config, '--assembly'],
  required: [],
  usage: deployCommand.usage,
};

export const promoteCommand: Command = {
  name: 'promote',
  environments: 2,
  options: [config, '--release', '--parameter', '--assembly'],
  required: [],
  forms: { '--parameter': parameterMistake, '--release': wantedMistake },
  usage: `Moves a release on, byte for byte: dev to qa, qa to prod. Only one that ran in FROM.

  npm run promote -- FROM TO [--release ID] [--assembly DIR] [--config FILE] [--parameter STACK:NAME=VALUE]...

  --release ID   sha256:… of a release that ran in FROM; default current, what runs there
  --parameter P  a CloudFormation parameter of one of TO's stacks; may be repeated
  --assembly DIR what npm run synth wrote and the gate judged; default: synthesised now
${configLine}

Credentials: the profiles cool-delivery-FROM and cool-delivery-TO. No process holds those of both accounts.
Exit codes: 0 promoted, 1 refused or failed, 64 usage, 65 configuration unusable.
`,
};

export const makeReleaseCommand: Command = {
  name: 'release',
  environments: 0,
  options: ['--out', '--image-id'],
  required: ['--out'],
  forms: { '--image-id': imageIdMistake },
  usage: `Makes a release from a clean working copy: builds the API's archive and the web files from its commit, lists
what is in them (CycloneDX), says where they come from (SLSA provenance) and names all of it by digest in release.json.
Two builds of one commit have the same bytes.

  npm run release -- --out DIR [--image-id AMI]
  npm run release -- fetch FROM TO [--release ID] [--config FILE] --out DIR

  --out DIR      a new or empty folder
  --image-id AMI the hosts' disk image, as registered in EC2; a release without it cannot be deployed

The second form takes one out of the account it ran in, which is the first half of promote.
Exit codes: 0 made, 1 refused, 64 usage, 65 configuration unusable.
`,
};

export const fetchReleaseCommand: Command = {
  name: 'release fetch',
  environments: 2,
  options: [config, '--release', '--out'],
  required: ['--out'],
  forms: { '--release': wantedMistake },
  usage: makeReleaseCommand.usage,
};
