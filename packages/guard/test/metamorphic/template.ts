// A template as plain data that transformations rewrite: what a writer of templates edits, before any reader sees it.

import type { Node } from '../../src/read/cloudformation/node.ts';
import { parse } from '../../src/read/cloudformation/parse.ts';
import type { TemplateSource } from '../../src/read/sources.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonMap;
export interface JsonMap {
  readonly [key: string]: Json;
}

export interface Template {
  readonly stackName: string;
  readonly environment: string | undefined;
  readonly body: JsonMap;
}

export const isMap = (value: Json | undefined): value is JsonMap =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** A section of the template, or of anything else that is a map. */
export const section = (value: Json | undefined, name: string): JsonMap => {
  const found = isMap(value) ? value[name] : undefined;
  return isMap(found) ? found : {};
};

export const templateOf = ({ stackName, environment, root }: TemplateSource): Template => {
  const body = plain(root);
  if (!isMap(body)) throw new Error(`${stackName}: a template is a map`);
  return { stackName, environment, body };
};

function plain(node: Node): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, child]) => [key, plain(child)]));
}

/** The template written down as JSON, or by `write` in another notation. */
export function sourceOf(
  { stackName, environment, body }: Template,
  extension: 'json' | 'yaml' = 'json',
  write: (body: JsonMap) => string = (it) => JSON.stringify(it, null, 1),
): TemplateSource {
  const file = `${stackName}.${extension}`;
  const text = write(body);
  return { file, text, root: parse(file, text), stackName, environment };
}

/** The name and argument of an intrinsic function; undefined when the value is none. */
export function functionIn(value: Json): readonly [name: string, argument: Json] | undefined {
  if (!isMap(value)) return undefined;
  const [only, more] = Object.entries(value);
  const isFunction = only !== undefined && more === undefined && /^(Ref|Fn::.*)$/.test(only[0]);
  return isFunction ? only : undefined;
}
