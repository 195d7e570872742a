// The configuration file: YAML (JSON is YAML too), checked before anything is built from it. Every mistake is one
// sentence: what, given, allowed, what to do.

import { type Document, parseDocument, visit } from 'yaml';
import { ConfigurationMistake } from './configuration-mistake.ts';
import type { ConfiguredEnvironment } from './configured-environment.ts';
import { type EnvironmentName, environmentNames } from './environment-names.ts';
import { fieldMistakes, unknownFieldMistakes } from './environment-rules.ts';
import { configuredFields, sharedFields } from './environment-schema.ts';

export interface Configuration {
  readonly repository: string;
  readonly environments: Readonly<Record<EnvironmentName, ConfiguredEnvironment>>;
}

/** Promises a configuration whose every field is allowed on its own; environmentsFrom compares the environments. */
export function readConfiguration(text: string): Configuration {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined)
    throw new ConfigurationMistake(
      `Configuration: given text that is not YAML (${error.message.split('\n')[0]}), allowed is the form of config.example.yaml; correct the line named.`,
    );
  if (refersToItself(document))
    throw new ConfigurationMistake(
      'Configuration: given text that refers to its own parts (&name, *name), allowed is each value where it stands; write it out.',
    );
  const value: unknown = document.toJS();
  const mistakes = mistakesInConfiguration(value);
  if (mistakes.length > 0) throw new ConfigurationMistake(mistakes.join('\n'));
  return value as Configuration;
}

// A few lines of references can stand for more text than memory holds; a configuration needs none.
function refersToItself(document: Document): boolean {
  let found = false;
  visit(document, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function mistakesInConfiguration(value: unknown): readonly string[] {
  const top = fieldsOf(value);
  if (top === undefined)
    return [
      `Configuration: given ${describe(value)}, allowed is a mapping with repository and environments; start from config.example.yaml.`,
    ];
  const environments = fieldsOf(top.get('environments'));
  return [
    ...fieldMistakes('', top, sharedFields, 'the configuration file'),
    ...unknownFieldMistakes('configuration', top, [...Object.keys(sharedFields), 'environments']),
    ...(environments === undefined
      ? [
          `environments: given ${describe(top.get('environments'))}, allowed is a mapping with ${environmentNames.join(', ')}; start from config.example.yaml.`,
        ]
      : mistakesInEnvironments(environments)),
  ];
}

function mistakesInEnvironments(environments: ReadonlyMap<string, unknown>): readonly string[] {
  const unknown = [...environments.keys()].filter((key) => !environmentNames.some((name) => name === key));
  return [
    ...unknown.map(
      (key) =>
        `environments.${key}: given an unknown environment, allowed are ${environmentNames.join(', ')}; rename or remove it.`,
    ),
    ...environmentNames.flatMap((name) => {
      const at = `environments.${name}`;
      const values = fieldsOf(environments.get(name));
      if (values === undefined)
        return [
          `${at}: given ${describe(environments.get(name))}, allowed is a mapping with ${Object.keys(configuredFields).join(', ')}; add it.`,
        ];
      return [
        ...fieldMistakes(at, values, configuredFields, 'the configuration file'),
        ...unknownFieldMistakes(at, values, Object.keys(configuredFields)),
      ];
    }),
  ];
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value));
}

const describe = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));
