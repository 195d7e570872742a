// `npm run synth`: builds, checks and writes, and says what it wrote.

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { App } from 'aws-cdk-lib';
import { stacksOf } from './golden-assembly.ts';
import { loadEnvironments } from './load-environments.ts';
import { type BuildOptions, build } from './main.ts';
import { prepareOutputFolder } from './output-folder.ts';
import { readArguments, usage } from './synth-command.ts';
import { isRefusal, refusalSentence } from './synth-refusal.ts';
import { synthesise } from './synthesise.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Relative paths are the caller's: npm changes the working folder and leaves this one. */
  readonly folder: string;
}

const defaultFolder = fileURLToPath(new URL('../cdk.out', import.meta.url));

/** The exit code: 0 written, 1 refused by a check, 64 usage, 65 configuration unusable. */
export function synth(
  args: readonly string[],
  terminal: Terminal,
  architecture: (options: BuildOptions) => App = build,
): number {
  const request = readArguments(args);
  if (request.kind === 'help') {
    terminal.out(usage);
    return 0;
  }
  if (request.kind === 'mistake') {
    terminal.err(`${request.sentence}\n`);
    return 64;
  }
  const loaded = loadEnvironments(
    request.config === undefined ? undefined : resolve(terminal.folder, request.config),
  );
  if (loaded.kind === 'mistakes') {
    terminal.err(`${loaded.sentences.join('\n')}\n`);
    return 65;
  }
  const chosen = request.only.map((name) => loaded.environments[name]);
  const folder = request.out === undefined ? defaultFolder : resolve(terminal.folder, request.out);
  const refusal = prepareOutputFolder(folder);
  if (refusal !== undefined) {
    terminal.err(`${refusal}\n`);
    return 64;
  }
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
    terminal.err(`${refusalSentence}\n`);
    return 1;
  }
}
