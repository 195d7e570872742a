// What a template declares in a way that this reader does not expand: macros, includes, loops over a list that is not
// known, SAM's short forms, modules. Invariant: each is named and counted, so that nothing is called safe beside it.

import { isLoop, transformsOf } from './loops.ts';
import { entry, type Node, textOf } from './node.ts';

const serverless = 'AWS::Serverless-2016-10-31';

/** Resource types that stand for resources which no template shows. A nested stack is read, when it is found. */
const standsForOthers =
  /^AWS::(CloudFormation::(Macro|StackSet)|ServiceCatalog::CloudFormationProvisionedProduct)$|::MODULE$/;

/** One sentence for each thing out of sight. `root` is the template after its loops were expanded. */
export function unreadParts(file: string, root: Node): string[] {
  const section = entry(root, 'Resources');
  const resources = section?.kind === 'map' ? [...section.entries] : [];
  const opaque = resources.flatMap(([id, node]) => {
    if (isLoop(id)) return [`${file} repeats resources with ${id}, whose collection is not known`];
    if (id === 'Fn::Transform') return [];
    const type = textOf(entry(node, 'Type'));
    if (type === undefined) return [`${id} in ${file} has no Type`];
    if (standsForOthers.test(type)) return [`${id} in ${file} (${type}) stands for resources`];
    const inserted = [node, entry(node, 'Properties')].some((it) => entry(it, 'Fn::Transform') !== undefined);
    return inserted ? [`${id} in ${file} gets properties from Fn::Transform`] : [];
  });
  const macros = transformsOf(root)
    .filter((name) => name !== 'AWS::LanguageExtensions' && name !== serverless)
    .map((name) => `${file} is transformed by ${name}`);
  const included = ['', 'Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs']
    .filter((name) => entry(name === '' ? root : entry(root, name), 'Fn::Transform') !== undefined)
    .map((name) => `${file} is completed by Fn::Transform${name && ` in ${name}`}`);
  return [...opaque, ...serverlessParts(file, resources), ...macros, ...included];
}

/** SAM's resources and events, counted by type: roles, permissions, APIs and queues come out of them. */
function serverlessParts(file: string, resources: readonly (readonly [string, Node])[]): string[] {
  const counts = new Map<string, number>();
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const [, node] of resources) {
    const type = textOf(entry(node, 'Type')) ?? '';
    if (!type.startsWith('AWS::Serverless::')) continue;
    count(type);
    const events = entry(entry(node, 'Properties'), 'Events');
    if (events?.kind !== 'map') continue;
    for (const event of events.entries.values())
      count(`event ${textOf(entry(event, 'Type')) ?? 'of no type'}`);
  }
  if (counts.size === 0) return [];
  const counted = [...counts].map(([what, number]) => `${number} × ${what}`).join(', ');
  return [`${file} is written for ${serverless}, which is not expanded: ${counted}`];
}
