// Resources that differ in single values alone, written as one loop: what differs stands in a mapping by the name of
// the resource, as people do who have many subnets.

import { functionIn, isList, isMap, type Json, section, type Template } from './template.ts';

export interface Folded {
  readonly template: Template;
  /** How many resources now come out of loops. */
  readonly looped: number;
}

export function foldedInLoops(template: Template): Folded {
  const resources = section(template.body, 'Resources');
  const groups = new Map<string, string[]>();
  for (const [id, resource] of Object.entries(resources)) {
    const shape = JSON.stringify(shapeOf(resource));
    groups.set(shape, [...(groups.get(shape) ?? []), id]);
  }
  const loops: Record<string, Json> = {};
  const mapping: Record<string, Record<string, Json>> = {};
  let looped = 0;
  for (const [index, ids] of [...groups.values()].entries()) {
    if (ids.length === 1) {
      for (const id of ids) loops[id] = resources[id] ?? null;
      continue;
    }
    looped += ids.length;
    loops[`Fn::ForEach::Loop${index}`] = [
      `Each${index}`,
      ids,
      {
        [`\${Each${index}}`]: folded(
          ids,
          ids.map((id) => resources[id] ?? null),
          `Each${index}`,
          mapping,
        ),
      },
    ];
  }
  const { Transform: own, Mappings, ...body } = template.body;
  const transforms = own === undefined ? [] : isList(own) ? own : [own];
  const mappings = { ...(isMap(Mappings) ? Mappings : {}), ...(looped > 0 && { FoldedValues: mapping }) };
  return {
    looped,
    template: {
      ...template,
      body: {
        Transform: ['AWS::LanguageExtensions', ...transforms],
        ...body,
        Mappings: mappings,
        Resources: loops,
      },
    },
  };
}

/** What has to be equal for two resources to be one body: everything but literal values, and but what is referred to. */
function shapeOf(value: Json): Json {
  if (isList(value)) return value.map(shapeOf);
  if (!isMap(value)) return typeof value;
  const [name, argument] = functionIn(value) ?? [];
  if (name === 'Ref') return { Ref: String(argument).startsWith('AWS::') ? String(argument) : '' };
  if (name === 'Fn::GetAtt' && isList(argument)) return { 'Fn::GetAtt': ['', ...argument.slice(1)] };
  if (name !== undefined) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, literalKeys.has(key) ? child : shapeOf(child)]),
  );
}

/** Attributes of a resource that are not properties: no function may stand in them. */
const literalKeys = new Set([
  'Type',
  'Condition',
  'DependsOn',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
]);

function folded(
  ids: readonly string[],
  values: readonly Json[],
  each: string,
  mapping: Record<string, Record<string, Json>>,
): Json {
  const [first = null] = values;
  const isOne = values.every((value) => JSON.stringify(value) === JSON.stringify(first));
  if (isOne && !JSON.stringify(first).includes('${')) return first;
  const child = (pick: (value: Json) => Json) => folded(ids, values.map(pick), each, mapping);
  if (isList(first))
    return first.map((_, index) => child((value) => (isList(value) ? (value[index] ?? null) : null)));
  if (isMap(first))
    return Object.fromEntries(
      Object.keys(first).map((key) => [key, child((value) => (isMap(value) ? (value[key] ?? null) : null))]),
    );
  if (isOne) return first;
  const key = `v${Math.max(0, ...ids.map((id) => Object.keys(mapping[id] ?? {}).length))}`;
  for (const [index, id] of ids.entries()) mapping[id] = { ...mapping[id], [key]: values[index] ?? null };
  return { 'Fn::FindInMap': ['FoldedValues', { Ref: each }, key] };
}
