// Wraps literal texts of properties into Fn::Sub, which changes nothing about what is deployed.

import type { Random } from '../../src/reason/access/soak/random.ts';
import { functionIn, isList, isMap, type Json, type JsonMap, section, type Template } from './template.ts';

export function literalsInSub(template: Template, random: Random, share = 0.5): Template {
  const resources = Object.entries(section(template.body, 'Resources')).map(([id, resource]) => [
    id,
    isMap(resource) && isMap(resource['Properties'])
      ? { ...resource, Properties: wrapped(resource['Properties'], random, share) }
      : resource,
  ]);
  return { ...template, body: { ...template.body, Resources: Object.fromEntries(resources) as JsonMap } };
}

function wrapped(value: Json, random: Random, share: number): Json {
  if (typeof value === 'string')
    return random.chance(share) ? { 'Fn::Sub': value.replaceAll('${', '${!') } : value;
  if (isList(value)) return value.map((item) => wrapped(item, random, share));
  if (!isMap(value)) return value;
  const [name, argument] = functionIn(value) ?? [];
  // What a function takes may be a name and not a text; only the branches of a condition are texts for certain.
  if (name === 'Fn::If' && isList(argument))
    return { [name]: argument.map((it, index) => (index === 0 ? it : wrapped(it, random, share))) };
  if (name !== undefined) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, wrapped(it, random, share)]));
}
