// The same template in YAML with the short forms of functions: `!Ref Vpc`, `!GetAtt [Vpc, Id]`.

import { functionIn, isList, type Json, type JsonMap } from './template.ts';

/** Block notation for the upper levels, where templates are written in it; flow notation below. */
export function asYaml(body: JsonMap): string {
  return `${block(body, 0)}\n`;
}

const blockLevels = 6;

function block(value: Json, level: number): string {
  const indent = '  '.repeat(level);
  const isEmpty = value === null || typeof value !== 'object' || Object.keys(value).length === 0;
  if (isEmpty || level >= blockLevels || functionIn(value)) return flow(value);
  if (isList(value)) return value.map((item) => `\n${indent}- ${flow(item)}`).join('');
  return Object.entries(value)
    .map(([key, child]) => {
      const written = block(child, level + 1);
      return `${level === 0 ? '' : '\n'}${indent}${JSON.stringify(key)}:${written.startsWith('\n') ? '' : ' '}${written}`;
    })
    .join(level === 0 ? '\n' : '');
}

function flow(value: Json): string {
  const [name, argument] = functionIn(value) ?? [];
  // YAML takes one tag for a node: a function of a function needs the long form outside.
  if (name !== undefined && argument !== undefined && !functionIn(argument))
    return `!${name.replace('Fn::', '')} ${flow(argument)}`;
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, child]) => `${JSON.stringify(key)}: ${flow(child)}`)
    .join(', ')}}`;
}
