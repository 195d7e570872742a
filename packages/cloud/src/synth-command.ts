// What `npm run synth` was asked for, decided before anything is built. Mistakes are one sentence and exit 64.

import { type Environment, environmentNames, environments } from './environments.ts';

export const usage = `Writes the CloudFormation templates of the environments, offline.

  npm run synth [-- --out DIR] [--only NAME]...

  --out DIR     folder for the assembly; default packages/cloud/cdk.out
  --only NAME   only this environment: ${environmentNames.join(', ')}; may be repeated
  --help        this text

Exit codes: 0 written, 1 a check refused the architecture, 64 usage.
`;

export type SynthRequest =
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly sentence: string }
  | {
      readonly kind: 'synth';
      readonly out: string | undefined;
      readonly environments: readonly Environment[];
    };

export function readArguments(args: readonly string[]): SynthRequest {
  let out: string | undefined;
  const only: Environment[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const option = args[at];
    if (option === '--help') return { kind: 'help' };
    if (option !== '--out' && option !== '--only')
      return mistake(`Given ${option}, allowed are --out DIR, --only NAME and --help; see --help.`);
    const value = args[at + 1];
    at += 1;
    if (value === undefined || value === '' || value.startsWith('--'))
      return mistake(
        `${option}: given nothing, allowed is one value; write ${option} ${option === '--out' ? 'DIR' : 'NAME'}.`,
      );
    if (option === '--out') out = value;
    else {
      const environment = Object.values(environments).find(({ name }) => name === value);
      if (environment === undefined)
        return mistake(
          `--only: given ${value}, allowed are ${environmentNames.join(', ')}; name one of them or leave it out.`,
        );
      only.push(environment);
    }
  }
  return { kind: 'synth', out, environments: only.length > 0 ? only : Object.values(environments) };
}

function mistake(sentence: string): SynthRequest {
  return { kind: 'mistake', sentence };
}
