// One file of text → one tree with lines, whichever of the two notations it is written in.

import { UnreadableInput } from '../unreadable.ts';
import { limits, type Node } from './node.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';

/** Parses a template file; throws UnreadableInput with one sentence that names file, line and column. */
export function parse(file: string, text: string): Node {
  if (text.trim() === '')
    throw new UnreadableInput(`${file}: the file is empty; expected a CloudFormation template`);
  if (text.length > limits.bytes) {
    throw new UnreadableInput(
      `${file}: ${text.length} bytes; at most ${limits.bytes} are read (CloudFormation takes 1 MB)`,
    );
  }
  if (text.includes('\0')) throw new UnreadableInput(`${file}: binary content; expected JSON or YAML text`);
  const looksLikeJson = /^\uFEFF?\s*[{[]/.test(text);
  return looksLikeJson && !/\.ya?ml$/i.test(file) ? parseJson(file, text) : parseYaml(file, text);
}
