// YAML with line numbers and CloudFormation's short-form tags, which become their long form (`!Ref x` → `{Ref: x}`)
// so that everything behind this file knows one spelling. Aliases are expanded here under a budget: a small file
// must not become a large one.

import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node as YamlNode,
} from 'yaml';
import { UnreadableInput, unreadableAt } from '../unreadable.ts';
import { limits, list, map, type Node, onLine, type Scalar, scalar } from './node.ts';

const tooDeep = `nested deeper than ${limits.depth} levels`;

/** Parses one YAML document; throws UnreadableInput with line and column. */
export function parseYaml(file: string, text: string): Node {
  const lines = new LineCounter();
  const document = parseOrRefuse(file, text, lines);
  const error = document.errors[0];
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    // The library reports its own exhausted stack as an error of the text.
    if (/maximum/i.test(error.message)) throw unreadableAt(file, line, col, tooDeep);
    throw unreadableAt(
      file,
      line,
      col,
      `not valid YAML: ${error.message.split('\n')[0]?.replace(/ at line.*$/, '') ?? error.code}`,
    );
  }
  const anchors = new Map<string, YamlNode>();
  let nodes = 0;

  const lineOf = (node: YamlNode) => lines.linePos(node.range?.[0] ?? 0).line;

  function convert(node: unknown, depth: number, line: number): Node {
    nodes += 1;
    if (depth > limits.depth) throw unreadableAt(file, line, 1, tooDeep);
    if (nodes > limits.nodes) {
      throw unreadableAt(file, line, 1, `expands to more than ${limits.nodes} values; its aliases multiply`);
    }
    if (isAlias(node)) return convertAlias(node, depth, line);
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return scalar(null, line);
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    const here = node.range ? lineOf(node) : line;
    return longForm(node.tag, convertPlain(node, depth, here), here);
  }

  function convertAlias(alias: Alias, depth: number, line: number): Node {
    const target = anchors.get(alias.source);
    if (!target) throw unreadableAt(file, line, 1, `the alias *${alias.source} has no anchor before it`);
    return convert(target, depth + 1, line);
  }

  function convertPlain(node: YamlNode, depth: number, here: number): Node {
    if (isSeq(node))
      return list(
        node.items.map((item) => convert(item, depth + 1, here)),
        here,
      );
    if (isMap(node)) {
      const entries = new Map<string, Node>();
      for (const pair of node.items) {
        const key = pair.key as YamlNode;
        const keyLine = lineOf(key);
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name === undefined) throw unreadableAt(file, keyLine, 1, 'a key must be a plain text');
        entries.set(name, onLine(convert(pair.value, depth + 1, keyLine), keyLine));
      }
      return map(entries, here);
    }
    const value = isScalar(node) ? node.value : null;
    return scalar(isPlainScalar(value) ? value : String(value), here);
  }

  return convert(document.contents, 0, 1);
}

function parseOrRefuse(file: string, text: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, { lineCounter, logLevel: 'silent', stringKeys: true, uniqueKeys: true });
  } catch (error) {
    // The library recurses over nesting; a stack overflow is its way to say "too deep".
    if (error instanceof RangeError) {
      throw new UnreadableInput(`${file}: ${tooDeep}`);
    }
    throw error;
  }
}

function isPlainScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** `!GetAtt A.B` → `{Fn::GetAtt: [A, B]}`; standard YAML tags and none at all leave the value as it is. */
function longForm(tag: string | undefined, value: Node, line: number): Node {
  if (tag === undefined || !tag.startsWith('!') || tag.startsWith('!!')) return value;
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return map(new Map([[name, value]]), line);
  if (name === 'GetAtt' && value.kind === 'scalar') {
    const [id = '', ...attribute] = String(value.value).split('.');
    return map(
      new Map([['Fn::GetAtt', list([scalar(id, line), scalar(attribute.join('.'), line)], line)]]),
      line,
    );
  }
  return map(new Map([[`Fn::${name}`, value]]), line);
}
