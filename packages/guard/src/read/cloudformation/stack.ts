// A template as a deployed stack: its sections, and what the world around it gives to its parameters.

import type { TemplateSource } from '../sources.ts';
import { entry, type MapNode, type Node, textOf } from './node.ts';

export interface Stack {
  readonly file: string;
  readonly name: string;
  readonly environment: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly parameters: ReadonlyMap<string, Node>;
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  readonly resources: ReadonlyMap<string, MapNode>;
  readonly outputs: ReadonlyMap<string, Node>;
  /** What this template declares in a way that is not expanded here: loops, macros, nested stacks. */
  readonly unread: readonly string[];
}

const none: ReadonlyMap<string, Node> = new Map();

export function stackOf(source: TemplateSource): Stack {
  const section = (name: string) => {
    const node = entry(source.root, name);
    return node?.kind === 'map' ? node.entries : none;
  };
  const resources = new Map<string, MapNode>();
  for (const [id, node] of section('Resources')) {
    if (node.kind === 'map' && textOf(entry(node, 'Type')) !== undefined) resources.set(id, node);
  }
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(source.environment ?? '') ?? [];
  return {
    file: source.file,
    name: source.stackName,
    environment: source.environment,
    account,
    region,
    parameters: section('Parameters'),
    mappings: entry(source.root, 'Mappings'),
    conditions: section('Conditions'),
    resources,
    outputs: section('Outputs'),
    unread: unreadParts(source),
  };
}

function unreadParts(source: TemplateSource): string[] {
  const resources = entry(source.root, 'Resources');
  const declared = resources?.kind === 'map' ? [...resources.entries] : [];
  const loops = declared
    .filter(([id]) => id.startsWith('Fn::ForEach'))
    .map(([id]) => `${source.file} repeats resources with ${id}`);
  const expanded = declared.filter(([, node]) =>
    /^AWS::(CloudFormation::Stack|CloudFormation::Macro|Serverless::)/.test(
      textOf(entry(node, 'Type')) ?? '',
    ),
  );
  const stacks = expanded.map(
    ([id, node]) => `${id} in ${source.file} (${textOf(entry(node, 'Type'))}) stands for resources`,
  );
  const transform = entry(source.root, 'Transform');
  const names = transform?.kind === 'list' ? transform.items : [transform];
  const macros = names
    .flatMap((name) => textOf(name) ?? textOf(entry(name, 'Name')) ?? [])
    .filter((name) => name !== 'AWS::LanguageExtensions' && name !== 'AWS::Serverless-2016-10-31')
    .map((name) => `${source.file} is transformed by ${name}`);
  return [...loops, ...stacks, ...macros];
}

/** Values from `--parameters`: by name for every stack, or `StackName.Name` for one. */
export type GivenParameters = Readonly<Record<string, string>>;

export type ParameterValue = { readonly known: string } | { readonly unknown: string };

/** What a parameter is worth before any world is chosen. */
export function parameterValue(stack: Stack, name: string, given: GivenParameters): ParameterValue {
  const declared = stack.parameters.get(name);
  const value = given[`${stack.name}.${name}`] ?? given[name];
  if (value !== undefined) return { known: value };
  const type = textOf(entry(declared, 'Type')) ?? 'String';
  if (type.startsWith('AWS::SSM::Parameter::Value')) {
    return { unknown: `parameter ${name} is read from Systems Manager at deployment` };
  }
  const fallback = entry(declared, 'Default');
  if (fallback?.kind === 'scalar' && fallback.value !== null) return { known: String(fallback.value) };
  return { unknown: `parameter ${name} has no default; give it with --parameters` };
}
