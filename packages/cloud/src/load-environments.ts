// Reads a configuration file from disk. What it holds is judged in configuration.ts.

import { readFileSync } from 'node:fs';
import { readConfiguration } from './configuration.ts';
import { ConfigurationMistake } from './configuration-mistake.ts';
import { type Environments, environments, environmentsFrom } from './environments.ts';

export type LoadedEnvironments =
  | { readonly kind: 'environments'; readonly environments: Environments }
  | { readonly kind: 'mistakes'; readonly sentences: readonly string[] };

/** Without a file: the documented example. */
export function loadEnvironments(file: string | undefined): LoadedEnvironments {
  if (file === undefined) return { kind: 'environments', environments };
  try {
    return { kind: 'environments', environments: environmentsFrom(readConfiguration(readText(file))) };
  } catch (error) {
    if (!(error instanceof ConfigurationMistake)) throw error;
    return { kind: 'mistakes', sentences: error.message.split('\n') };
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new ConfigurationMistake(
      `--config: given ${file}, which cannot be read (${code}), allowed is a readable YAML file; start from packages/cloud/config.example.yaml.`,
    );
  }
}
