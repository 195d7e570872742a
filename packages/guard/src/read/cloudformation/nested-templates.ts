// Which template a nested stack is made of, as its parent writes it down: the path that CDK or the packaging command
// leaves in the template, or the name of an asset in an assembly.

import { entry, type MapNode, type Node, textOf } from './node.ts';

/**
 * The ways in which a nested stack's resource may name its template on this disk: a path beside the parent, or
 * `asset:HASH`. A URL is not followed: nothing is asked of the network.
 */
export function templateReferences(resource: MapNode): string[] {
  const path = textOf(entry(entry(resource, 'Metadata'), 'aws:asset:path'));
  const texts = textsIn(entry(entry(resource, 'Properties'), 'TemplateURL'));
  const local = texts.filter(
    (it) => texts.length === 1 && it !== '' && !/^[a-z][a-z0-9+.-]*:|\$\{/i.test(it),
  );
  const hashes = texts.flatMap((it) => it.match(/[0-9a-f]{64}/g) ?? []);
  return [...(path === undefined ? [] : [path]), ...local, ...hashes.map((hash) => `asset:${hash}`)];
}

/** Every nested stack that a template declares, inside of loops as well. */
export function nestedResources(root: Node): MapNode[] {
  if (root.kind === 'scalar') return [];
  const isNested = textOf(entry(root, 'Type')) === 'AWS::CloudFormation::Stack';
  if (root.kind === 'map' && isNested) return [root];
  return [...(root.kind === 'list' ? root.items : root.entries.values())].flatMap(nestedResources);
}

function textsIn(node: Node | undefined): string[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') return typeof node.value === 'string' ? [node.value] : [];
  return [...(node.kind === 'list' ? node.items : node.entries.values())].flatMap(textsIn);
}
