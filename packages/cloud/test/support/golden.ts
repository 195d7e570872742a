// The committed templates, for tests that state what the architecture is. That they are what the sources say is a
// test of its own (golden-files.test.ts), so no other test pays for a synth.

import { readFileSync } from 'node:fs';
import { type Environment, type EnvironmentName, environments } from '../../src/environments.ts';
import type { Resource, Template } from '../../src/golden-assembly.ts';

export const stackNames = [
  'costs',
  'logs',
  'network',
  'artefacts',
  'data',
  'dns',
  'mail',
  'api',
  'edge',
  'front',
  'cdn-logs',
  'observe',
  'pipeline',
] as const;

export type StackName = (typeof stackNames)[number];

export const everyEnvironment: readonly Environment[] = Object.values(environments);

export function template(environment: EnvironmentName, stack: StackName): Template {
  return JSON.parse(
    readFileSync(
      new URL(`../../golden/assembly/${environment}/${stack}.template.json`, import.meta.url),
      'utf8',
    ),
  );
}

export interface Found {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly resource: Resource;
}

/** The resources of a type, or all of them, as they stand in the template. */
export function resources(environment: EnvironmentName, stack: StackName, type?: string): readonly Found[] {
  return Object.entries(template(environment, stack).Resources)
    .filter(([, resource]) => type === undefined || resource.Type === type)
    .map(([id, resource]) => ({ id, type: resource.Type, properties: resource.Properties ?? {}, resource }));
}

/** The one resource of a type; a second one is a failure of the test. */
export function only(environment: EnvironmentName, stack: StackName, type: string): Found {
  const [first, ...others] = resources(environment, stack, type);
  if (first === undefined || others.length > 0)
    throw new Error(
      `${environment}-${stack}: given ${others.length + (first ? 1 : 0)} ${type}, allowed is one.`,
    );
  return first;
}

/** The value at a path of property names, undefined where the path ends early. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
