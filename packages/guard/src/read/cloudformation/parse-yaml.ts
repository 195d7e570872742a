// YAML with line numbers and CloudFormation's short-form tags, which become their long form (`!Ref x` → `{Ref: x}`)
// so that everything behind this file knows one spelling. Aliases are expanded here under a budget: a small file
// must not become a large one. CloudFormation reads YAML 1.1: `yes` is true, and a number may begin with zero.

import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLMap,
  type Node as YamlNode,
  type Scalar as YamlScalar,
} from 'yaml';
import { unreadableAt } from '../unreadable.ts';
import { limits, list, type MapNode, map, type Node, onLine, type Scalar, scalar } from './node.ts';
import { refuseHeavyYaml, tooDeep } from './yaml-weight.ts';

/** Words that YAML 1.1 takes for true and false; YAML 1.2, which the library reads, takes them for texts. */
const oldBooleans: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
]);

/** Parses one YAML document; throws UnreadableInput with line and column. */
export function parseYaml(file: string, text: string): Node {
  refuseHeavyYaml(file, text);
  const lines = new LineCounter();
  // Keys are compared here, not by the library, which compares each with all others. Any log level but "silent"
  // reports a second document; with that one the library passes over it.
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'error',
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const error = document.errors[0];
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw unreadableAt(file, line, col, `not valid YAML: ${error.message.split('\n')[0] ?? error.code}`);
  }
  const anchors = new Map<string, YamlNode>();
  let nodes = 0;

  const placeOf = (node: YamlNode) => lines.linePos(node.range?.[0] ?? 0);

  /** `line` is taken where nothing is written, as for the value of `key:`. */
  function convert(node: unknown, depth: number, line: number): Node {
    nodes += 1;
    if (!isNode(node)) return scalar(null, line);
    const here = placeOf(node);
    if (depth > limits.depth) throw unreadableAt(file, here.line, here.col, tooDeep);
    if (nodes > limits.nodes)
      throw unreadableAt(
        file,
        here.line,
        here.col,
        `expands to more than ${limits.nodes} values; its aliases multiply`,
      );
    if (isAlias(node)) return convertAlias(node, depth, here);
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    return longForm(node.tag, convertPlain(node, depth, here.line), here.line);
  }

  function convertAlias(alias: Alias, depth: number, { line, col }: { line: number; col: number }): Node {
    const target = anchors.get(alias.source);
    if (!target) throw unreadableAt(file, line, col, `the alias *${alias.source} has no anchor before it`);
    return convert(target, depth + 1, line);
  }

  function convertPlain(node: YamlNode, depth: number, here: number): Node {
    if (isSeq(node))
      return list(
        node.items.map((item) => convert(item, depth + 1, here)),
        here,
      );
    if (isMap(node)) return convertMap(node, depth, here);
    return scalar(isScalar(node) ? plainScalar(node) : null, here);
  }

  function convertMap(node: YAMLMap, depth: number, here: number): MapNode {
    const entries = new Map<string, Node>();
    const merged: MapNode[] = [];
    for (const pair of node.items) {
      const key = pair.key as YamlNode;
      const { line, col } = lines.linePos(key.range?.[0] ?? 0);
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) throw unreadableAt(file, line, col, 'a key must be a plain text');
      if (entries.has(name))
        throw unreadableAt(file, line, col, `the key ${JSON.stringify(name)} stands twice in one map`);
      const value = onLine(convert(pair.value, depth + 1, line), line);
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') merged.push(...mapsIn(value, line, col));
      else entries.set(name, value);
    }
    // A merge fills in what the map does not say itself; the first of several merged maps wins.
    for (const other of merged)
      for (const [name, value] of other.entries) if (!entries.has(name)) entries.set(name, value);
    return map(entries, here);
  }

  function mapsIn(value: Node, line: number, col: number): readonly MapNode[] {
    const maps = value.kind === 'list' ? value.items : [value];
    return maps.map((it) => {
      if (it.kind !== 'map') throw unreadableAt(file, line, col, '"<<" merges maps; found something else');
      return it;
    });
  }

  return convert(document.contents, 0, 1);
}

function plainScalar({ type, value, source }: YamlScalar): Scalar {
  if (type === 'PLAIN' && typeof source === 'string') {
    const word = oldBooleans.get(source);
    if (word !== undefined) return word;
    // An account number that begins with zero is not the number without it.
    if (/^0\d+$/.test(source)) return source;
  }
  return isPlainScalar(value) ? value : String(value);
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
