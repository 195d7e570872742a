// `npm run synth`: builds, checks and writes, and says what it wrote.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'aws-cdk-lib';
import { begin } from './begin-command.ts';
import { stacksOf } from './golden-assembly.ts';
import { type BuildOptions, build } from './main.ts';
import { prepareOutputFolder } from './output-folder.ts';
import { readArguments, usage } from './synth-command.ts';
import { isRefusal, refusalSentence } from './synth-refusal.ts';
import { synthesise } from './synthesise.ts';
import { refuse, type Terminal } from './terminal.ts';

const defaultFolder = fileURLToPath(new URL('../cdk.out', import.meta.url));

/** The exit code: 0 written, 1 refused by a check, 64 usage, 65 configuration unusable. */
export function synth(
  args: readonly string[],
  terminal: Terminal,
  architecture: (options: BuildOptions) => App = build,
): number {
  const begun = begin(readArguments(args), usage, terminal);
  if ('code' in begun) return begun.code;
  const { environments, request } = begun;
  const chosen = request.only.map((name) => environments[name]);
  const folder = request.out === undefined ? defaultFolder : resolve(terminal.folder, request.out);
  const refusal = prepareOutputFolder(folder);
  if (refusal !== undefined) return refuse(terminal, [refusal], 64);
  const app = architecture({ environments: chosen, outdir: folder });
  try {
    const stacks = stacksOf(synthesise(app));
    for (const { stackName, account, region, template } of stacks)
      terminal.out(
        `${stackName.padEnd(14)} ${account} ${region}  ${String(Object.keys(template.Resources).length).padStart(3)} resources\n`,
      );
    terminal.out(`${stacks.length} templates in ${folder}\n`);
    return 0;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return refuse(terminal, [refusalSentence], 1);
  }
}
