// Synthesises one environment, or takes the assembly that was synthesised and judged before.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { Environment } from '../environments.ts';
import { type SynthesisedStack, stacksOf } from '../golden-assembly.ts';
import { build } from '../main.ts';
import { isRefusal, refusalSentence } from '../synth-refusal.ts';
import { synthesise } from '../synthesise.ts';
import { refuse, type Terminal } from '../terminal.ts';

/** The folder is gone again when this returns, unless it was there before. */
export async function inAssembly(
  environment: Environment,
  terminal: Terminal,
  ready: string | undefined,
  act: (assembly: string, stacks: readonly SynthesisedStack[]) => Promise<number>,
): Promise<number> {
  if (ready !== undefined) {
    if (!existsSync(join(ready, 'manifest.json')) || !existsSync(join(ready, `assembly-${environment.name}`)))
      return refuse(terminal, [noAssembly(environment.name, ready)], 65);
    return act(ready, stacksOf(new CloudAssembly(ready)));
  }
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

function noAssembly(environment: string, folder: string): string {
  return `--assembly: given ${folder}, which holds no assembly of ${environment}, allowed is a folder that npm run synth -- --only ${environment} --out DIR wrote; make it so.`;
}
