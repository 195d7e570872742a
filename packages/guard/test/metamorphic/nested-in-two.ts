// One template as two of which one nests the other: parameters are handed down, outputs handed up.

import type { TemplateSource } from '../../src/read/sources.ts';
import type { Random } from '../../src/reason/access/soak/random.ts';
import { splitInTwo } from './split-in-two.ts';
import {
  functionIn,
  isList,
  isMap,
  type Json,
  type JsonMap,
  section,
  sourceOf,
  type Template,
} from './template.ts';

const id = 'FirstPart';

export function nestedInTwo(template: Template, random: Random): readonly TemplateSource[] {
  const [child, rest] = splitInTwo(template, random);
  const outputs = new Map(
    Object.entries(section(child.body, 'Outputs')).map(([name, it]) => [
      JSON.stringify(section(it, 'Export')['Name']),
      name,
    ]),
  );
  const names = Object.keys(section(template.body, 'Parameters'));
  const url = './first-part.json';
  const nested: JsonMap = {
    Type: 'AWS::CloudFormation::Stack',
    Properties: {
      TemplateURL: url,
      Parameters: Object.fromEntries(names.map((name) => [name, { Ref: name }])),
    },
  };
  const resources = { [id]: nested, ...section(rest.body, 'Resources') };
  const body = handedUp({ ...rest.body, Resources: resources }, outputs);
  if (!isMap(body)) throw new Error(`${template.stackName}: a template is a map`);
  const below = sourceOf(child);
  const parent = sourceOf({ ...rest, body });
  return [{ ...parent, nests: new Map([[url, below.file]]) }, below];
}

/** Every import of what the first part offers as an output of the nested stack. */
function handedUp(value: Json, outputs: ReadonlyMap<string, string>): Json {
  if (isList(value)) return value.map((item) => handedUp(item, outputs));
  if (!isMap(value)) return value;
  const [name, argument] = functionIn(value) ?? [];
  const output = name === 'Fn::ImportValue' ? outputs.get(JSON.stringify(argument)) : undefined;
  if (output !== undefined) return { 'Fn::GetAtt': [id, `Outputs.${output}`] };
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, handedUp(child, outputs)]));
}
