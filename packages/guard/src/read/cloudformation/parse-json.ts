// JSON with line numbers. JSON.parse forgets where a value stood, and a YAML parser needs ten times the time for the
// megabytes that a synthesised assembly holds, so this is a plain RFC 8259 parser that also refuses duplicate keys.

import { unreadableAt } from '../unreadable.ts';
import { limits, list, map, type Node, onLine, scalar } from './node.ts';

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const plainString = /[^"\\\n\r\t]*/y;

/** Parses one JSON document; throws UnreadableInput with line and column. */
export function parseJson(file: string, text: string): Node {
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let lineStart = at;
  let nodes = 0;

  const refuse = (problem: string) => unreadableAt(file, line, at - lineStart + 1, problem);

  function skipSpace(): void {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 10) {
        line += 1;
        lineStart = at + 1;
      } else if (code !== 32 && code !== 9 && code !== 13) {
        return;
      }
      at += 1;
    }
  }

  function found(): string {
    return at >= text.length ? 'the file ends here' : `found ${JSON.stringify(text.slice(at, at + 12))}`;
  }

  function readString(): string {
    const start = at;
    at += 1;
    plainString.lastIndex = at;
    const plain = plainString.exec(text)?.[0] ?? '';
    at += plain.length;
    if (text[at] === '"') {
      at += 1;
      return plain;
    }
    while (text[at] !== '"') {
      if (at >= text.length || text[at] === '\n') throw refuse(`a string is not closed; ${found()}`);
      at += text[at] === '\\' ? 2 : 1;
    }
    at += 1;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      at = start;
      throw refuse('a string holds an escape or control character that JSON does not allow');
    }
  }

  function readValue(depth: number): Node {
    if (depth > limits.depth) throw refuse(`nested deeper than ${limits.depth} levels`);
    nodes += 1;
    if (nodes > limits.nodes) throw refuse(`more than ${limits.nodes} values`);
    const began = line;
    const first = text[at];
    if (first === '{') return readMap(depth, began);
    if (first === '[') return readList(depth, began);
    if (first === '"') return scalar(readString(), began);
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return scalar(value, began);
      }
    }
    numberPattern.lastIndex = at;
    const number = numberPattern.exec(text)?.[0];
    if (number === undefined) throw refuse(`expected a JSON value; ${found()}`);
    at += number.length;
    return scalar(Number(number), began);
  }

  function readMap(depth: number, began: number): Node {
    const entries = new Map<string, Node>();
    at += 1;
    skipSpace();
    while (text[at] !== '}') {
      if (text[at] !== '"') throw refuse(`expected a key in double quotes or "}"; ${found()}`);
      const keyLine = line;
      const key = readString();
      if (entries.has(key)) throw refuse(`the key ${JSON.stringify(key)} stands twice in one object`);
      skipSpace();
      if (text[at] !== ':') throw refuse(`expected ":" after the key ${JSON.stringify(key)}; ${found()}`);
      at += 1;
      skipSpace();
      entries.set(key, onLine(readValue(depth + 1), keyLine));
      separator('}');
    }
    at += 1;
    return map(entries, began);
  }

  function readList(depth: number, began: number): Node {
    const items: Node[] = [];
    at += 1;
    skipSpace();
    while (text[at] !== ']') {
      items.push(readValue(depth + 1));
      separator(']');
    }
    at += 1;
    return list(items, began);
  }

  function separator(end: string): void {
    skipSpace();
    if (text[at] === end) return;
    if (text[at] !== ',') throw refuse(`expected "," or "${end}"; ${found()}`);
    at += 1;
    skipSpace();
    if (text[at] === end) throw refuse(`a comma stands before "${end}"`);
  }

  skipSpace();
  const root = readValue(0);
  skipSpace();
  if (at < text.length) throw refuse(`text after the end of the document; ${found()}`);
  return root;
}
