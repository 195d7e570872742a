// A template as a deployed stack: its sections, where it is deployed, and which stack nests it.

import type { TemplateSource } from '../sources.ts';
import { entry, type MapNode, type Node, textOf } from './node.ts';
import { unreadParts } from './unread-parts.ts';

export interface Stack {
  readonly file: string;
  /** Of a nested stack: the name of the stack that nests it, a slash, and the logical id it has there. */
  readonly name: string;
  readonly environment: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly parent: ParentStack | undefined;
  readonly parameters: ReadonlyMap<string, Node>;
  readonly mappings: Node | undefined;
  readonly conditions: ReadonlyMap<string, Node>;
  readonly resources: ReadonlyMap<string, MapNode>;
  readonly outputs: ReadonlyMap<string, Node>;
  /** What this template declares in a way that is not expanded here: loops, macros, serverless resources. */
  readonly unread: readonly string[];
}

/** The stack that nests another one, and the resource by which it does. */
export interface ParentStack {
  readonly stack: Stack;
  readonly resource: MapNode;
}

const none: ReadonlyMap<string, Node> = new Map();

export function stackOf(source: TemplateSource, parent?: ParentStack): Stack {
  const section = (name: string) => {
    const node = entry(source.root, name);
    return node?.kind === 'map' ? node.entries : none;
  };
  const resources = new Map<string, MapNode>();
  for (const [id, node] of section('Resources')) {
    if (node.kind === 'map' && textOf(entry(node, 'Type')) !== undefined) resources.set(id, node);
  }
  const environment = parent?.stack.environment ?? source.environment;
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
  return {
    file: source.file,
    name: source.stackName,
    environment,
    account,
    region,
    parent,
    parameters: section('Parameters'),
    mappings: entry(source.root, 'Mappings'),
    conditions: section('Conditions'),
    resources,
    outputs: section('Outputs'),
    unread: unreadParts(source.file, source.root),
  };
}

/** Name of the stack that a resource of the type AWS::CloudFormation::Stack deploys. */
export const nestedName = (stack: Stack, id: string): string => `${stack.name}/${id}`;

/** Values from `--parameters`: by name for every stack, or `StackName.Name` for one. */
export type GivenParameters = Readonly<Record<string, string>>;
