// What the API sent to its database during a journey against docs/documentdb.md: what that page does not list, with its
// source, is a breach, wherever a journey happened to cause it.

import { readFileSync } from 'node:fs';

const page = readFileSync(new URL('../../../docs/documentdb.md', import.meta.url), 'utf8');
const listed = new Set([...page.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? ''));

/** One sentence for each shape that DocumentDB is not known to take. */
export function undocumentedCommands(recorded: string): readonly string[] {
  return [...new Set(recorded.split('\n'))]
    .filter((shape) => shape !== '' && !listed.has(shape))
    .map((shape) => `the API sends "${shape}", which docs/documentdb.md does not list`);
}
