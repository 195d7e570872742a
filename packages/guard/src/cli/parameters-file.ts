// `--parameters FILE`: a JSON map of names to values, or the list that AWS's own command line takes.

import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { entry, textOf } from '../read/cloudformation/node.ts';
import { parse } from '../read/cloudformation/parse.ts';
import type { GivenParameters } from '../read/cloudformation/stack.ts';
import { UnreadableInput } from '../read/unreadable.ts';

export function readParametersFile(file: string, base: string): GivenParameters {
  const path = isAbsolute(file) ? file : join(base, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new UnreadableInput(`${file}: no such file; --parameters takes a JSON file`);
  const root = parse(file, readFileSync(path, 'utf8'));
  const values: Record<string, string> = {};
  const map = entry(root, 'Parameters') ?? root;
  if (map.kind === 'map') {
    for (const [name, value] of map.entries) {
      if (value.kind !== 'scalar')
        throw new UnreadableInput(`${file}:${value.line}: ${name} must be a text or a number`);
      values[name] = String(value.value);
    }
    return values;
  }
  if (map.kind !== 'list')
    throw new UnreadableInput(
      `${file}: expected {"Name": "value"} or [{"ParameterKey": …, "ParameterValue": …}]`,
    );
  for (const item of map.items) {
    const name = textOf(entry(item, 'ParameterKey'));
    const value = entry(item, 'ParameterValue');
    if (name === undefined || value?.kind !== 'scalar') {
      throw new UnreadableInput(`${file}:${item.line}: expected {"ParameterKey": …, "ParameterValue": …}`);
    }
    values[name] = String(value.value);
  }
  return values;
}
