// What `npm run synth` was asked for, decided before anything is built. Mistakes are one sentence and exit 64.

import { type EnvironmentName, environmentNames } from './environment-names.ts';

export const usage = `Writes the CloudFormation templates of the environments, offline.

  npm run synth [-- --out DIR] [--config FILE] [--only NAME]...

  --out DIR     folder for the assembly; default packages/cloud/cdk.out
  --config FILE accounts, domains, addresses, budgets; default packages/cloud/config.example.yaml
  --only NAME   only this environment: ${environmentNames.join(', ')}; may be repeated
  --help        this text

Exit codes: 0 written, 1 a check refused the architecture, 64 usage, 65 the configuration cannot be used.
`;

export type SynthRequest =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly sentence: string }
  | {
      readonly kind: 'synth';
      readonly out: string | undefined;
      readonly config: string | undefined;
      readonly only: readonly EnvironmentName[];
    };

const values: Readonly<Record<string, string>> = { '--out': 'DIR', '--config': 'FILE', '--only': 'NAME' };

export function readArguments(args: readonly string[]): SynthRequest {
  const given: Partial<Record<string, string>> = {};
  const only: EnvironmentName[] = [];
  for (let at = 0; at < args.length; at += 2) {
    const [option = '', value = ''] = args.slice(at);
    if (option === '--help') return { kind: 'help' };
    if (!Object.hasOwn(values, option))
      return mistake(
        `Given ${option}, allowed are --out DIR, --config FILE, --only NAME and --help; see --help.`,
      );
    if (value === '' || value.startsWith('--'))
      return mistake(`${option}: given nothing, allowed is one value; write ${option} ${values[option]}.`);
    if (option !== '--only') {
      given[option] = value;
      continue;
    }
    const name = environmentNames.find((known) => known === value);
    if (name === undefined)
      return mistake(
        `--only: given ${value}, allowed are ${environmentNames.join(', ')}; name one of them or leave it out.`,
      );
    only.push(name);
  }
  return {
    kind: 'synth',
    out: given['--out'],
    config: given['--config'],
    only: only.length > 0 ? only : environmentNames,
  };
}

function mistake(sentence: string): SynthRequest {
  return { kind: 'mistake', sentence };
}
