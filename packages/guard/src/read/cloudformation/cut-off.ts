// A YAML template that was cut off is YAML still. Where it broke off behind a key, its last key has no value, which
// CloudFormation takes nowhere ("'null' values are not allowed in templates"); elsewhere nothing shows the cut.

import { unreadableAt } from '../unreadable.ts';
import type { Node } from './node.ts';

/** Refuses a template whose very last value is missing; throws UnreadableInput with file and line. */
export function refuseCutOff(file: string, root: Node): void {
  let last: Node = root;
  let key = '';
  for (;;) {
    const inside: readonly (readonly [string, Node])[] =
      last.kind === 'map'
        ? [...last.entries]
        : last.kind === 'list'
          ? last.items.map((item) => [key, item])
          : [];
    const end = inside.at(-1);
    if (end === undefined) break;
    [key, last] = end;
  }
  if (last.kind === 'scalar' && last.value === null) {
    throw unreadableAt(
      file,
      last.line,
      1,
      `the file ends behind "${key}", which has no value: is it cut off? Give it whole, or the key a value`,
    );
  }
}
