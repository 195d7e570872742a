// The committed copy of what is synthesised: an assembly a person reviews and a judge reads. Against CDK's own it has
// readable file names, one order of resources, and no manifest entry that depends on a machine or a CLI version.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from 'aws-cdk-lib/cloud-assembly-schema';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { environmentNames } from './environments.ts';

/** A template as JSON; what stands in it is judged elsewhere. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly [section: string]: unknown;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

export interface SynthesisedStack {
  readonly environment: string;
  /** Its name within the environment: `network`. */
  readonly name: string;
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
}

/** The stacks of all stages, in the order they are deployed. */
export function stacksOf(assembly: CloudAssembly): readonly SynthesisedStack[] {
  const stages = environmentNames.flatMap((name) =>
    assembly.nestedAssemblies.filter(({ displayName }) => displayName === name),
  );
  return stages.flatMap(({ nestedAssembly }) =>
    nestedAssembly.stacks.map((stack) => {
      const [environment = '', name = ''] = stack.hierarchicalId.split('/');
      return {
        environment,
        name,
        stackName: stack.stackName,
        account: stack.environment.account,
        region: stack.environment.region,
        template: JSON.parse(readFileSync(join(nestedAssembly.directory, stack.templateFile), 'utf8')),
      };
    }),
  );
}

/** Relative path → text of every file of the golden assembly. */
export function goldenAssembly(stacks: readonly SynthesisedStack[]): ReadonlyMap<string, string> {
  const version = Manifest.version();
  const names = [...new Set(stacks.map(({ environment }) => environment))];
  const files = new Map<string, string>();
  files.set('manifest.json', json({ version, artifacts: Object.fromEntries(names.map(nested)) }));
  for (const name of names) {
    const own = stacks.filter(({ environment }) => environment === name);
    files.set(`${name}/manifest.json`, json({ version, artifacts: Object.fromEntries(own.map(artifact)) }));
    for (const stack of own) files.set(`${name}/${stack.name}.template.json`, json(sorted(stack.template)));
  }
  return files;
}

function nested(name: string) {
  return [
    `assembly-${name}`,
    { type: 'cdk:cloud-assembly', properties: { directoryName: name, displayName: name } },
  ] as const;
}

function artifact({ account, name, region, stackName }: SynthesisedStack) {
  return [
    stackName,
    {
      type: 'aws:cloudformation:stack',
      environment: `aws://${account}/${region}`,
      properties: { templateFile: `${name}.template.json`, stackName, terminationProtection: true },
    },
  ] as const;
}

// Logical ids in alphabetical order: moving a line of the source must not look like a change of the architecture.
function sorted(template: Template): Template {
  const byName = (section: unknown) =>
    Object.fromEntries(Object.entries(Object(section)).sort(([a], [b]) => (a < b ? -1 : 1)));
  return Object.fromEntries(
    Object.entries({ ...template, Resources: byName(template.Resources) }).map(([name, section]) => [
      name,
      name === 'Outputs' || name === 'Parameters' ? byName(section) : section,
    ]),
  ) as Template;
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
