// One template as two that are joined by exports: some resource and all that it needs go into a stack of their own,
// and what stays behind imports them.

import type { Random } from '../../src/reason/access/soak/random.ts';
import { functionIn, isList, isMap, type Json, type JsonMap, section, type Template } from './template.ts';

/** The part that is needed first, and the rest, which keeps the name and the outputs. */
export function splitInTwo(template: Template, random: Random): readonly [Template, Template] {
  const resources = section(template.body, 'Resources');
  const moved = new Set<string>();
  const move = (id: string) => {
    if (moved.has(id)) return;
    moved.add(id);
    for (const needed of needsOf(resources[id] ?? null, resources)) move(needed);
  };
  for (const id of random.some(Object.keys(resources), 3)) move(id);
  const exports = new Map<string, Json>();
  const imported = (id: string, attribute?: string): Json => {
    const name = [template.stackName, id, ...(attribute?.split('.') ?? [])].join('-');
    exports.set(name, attribute === undefined ? { Ref: id } : { 'Fn::GetAtt': [id, attribute] });
    return { 'Fn::ImportValue': name };
  };
  const rest = Object.entries(resources).filter(([id]) => !moved.has(id));
  const behind = rest.map(([id, resource]) => [id, withoutOrder(joined(resource, moved, imported), moved)]);
  const outputs = joined(section(template.body, 'Outputs'), moved, imported);
  const conditionOf = (value: Json) => {
    const [, argument] = functionIn(value) ?? [];
    const [id] = isList(argument) ? argument : [argument];
    const resource = resources[String(id)];
    return isMap(resource) ? resource['Condition'] : undefined;
  };
  const offered = [...exports].map(([name, Value], index) => {
    const Condition = conditionOf(Value);
    return [
      `Shared${index}`,
      { Value, Export: { Name: name }, ...(Condition !== undefined && { Condition }) },
    ];
  });
  const first = Object.entries(resources).filter(([id]) => moved.has(id));
  const body = (own: JsonMap): JsonMap => ({ ...template.body, ...own });
  return [
    {
      ...template,
      stackName: `${template.stackName}-first`,
      body: body({ Resources: Object.fromEntries(first), Outputs: Object.fromEntries(offered) as JsonMap }),
    },
    { ...template, body: body({ Resources: Object.fromEntries(behind) as JsonMap, Outputs: outputs }) },
  ];
}

/** Ids of the resources that a value refers to in whatever way. */
function needsOf(value: Json, resources: JsonMap): readonly string[] {
  const written = JSON.stringify(value);
  return Object.keys(resources).filter(
    (id) => written.includes(`"${id}"`) || new RegExp(`\\$\\{${id}[.}]`).test(written),
  );
}

/** The value with every reference to a moved resource turned into an import. */
function joined(
  value: Json,
  moved: ReadonlySet<string>,
  imported: (id: string, attribute?: string) => Json,
): Json {
  if (isList(value)) return value.map((item) => joined(item, moved, imported));
  if (!isMap(value)) return value;
  const [name, argument] = functionIn(value) ?? [];
  if (name === 'Ref' && typeof argument === 'string') return moved.has(argument) ? imported(argument) : value;
  if (name === 'Fn::GetAtt' && argument !== undefined) {
    const [id = '', ...attribute] = (isList(argument) ? argument.map(String) : [String(argument)])
      .join('.')
      .split('.');
    return moved.has(id) ? imported(id, attribute.join('.')) : value;
  }
  if (name === 'Fn::Sub' && argument !== undefined) return joinedSub(argument, moved, imported);
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, joined(child, moved, imported)]),
  );
}

function joinedSub(
  argument: Json,
  moved: ReadonlySet<string>,
  imported: (id: string, attribute?: string) => Json,
): Json {
  const [pattern, given] = isList(argument) ? argument : [argument];
  const variables: Record<string, Json> = {
    ...(isMap(given) ? (joined(given, moved, imported) as JsonMap) : {}),
  };
  const filled = String(pattern).replace(
    /\$\{([A-Za-z0-9]+)(?:\.([^}]+))?\}/g,
    (whole, id: string, attribute?: string) => {
      if (!moved.has(id) || id in variables) return whole;
      const variable = `Import${Object.keys(variables).length}`;
      variables[variable] = imported(id, attribute);
      return `\${${variable}}`;
    },
  );
  return { 'Fn::Sub': Object.keys(variables).length === 0 ? filled : [filled, variables] };
}

/** The order of creation is kept by the imports. */
function withoutOrder(resource: Json, moved: ReadonlySet<string>): Json {
  if (!isMap(resource) || resource['DependsOn'] === undefined) return resource;
  const { DependsOn: needed, ...kept } = resource;
  const left = (isList(needed) ? needed : [needed ?? null]).filter((id) => !moved.has(String(id)));
  return left.length === 0 ? kept : { ...kept, DependsOn: left };
}
