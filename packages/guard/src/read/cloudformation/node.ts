// What both parsers hand on: a tree of plain values in which each value knows the line it is written on.
// Invariant: the value of a map entry carries the line of its *key*, because that is the line a reader looks for.

export type Scalar = string | number | boolean | null;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly line: number;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly line: number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Node>;
  readonly line: number;
}

export type Node = ScalarNode | ListNode | MapNode;

/**
 * Limits that end a hostile file in a sentence instead of in exhausted memory. CloudFormation itself stops at 1 MB; JSON
 * may be larger here, because recorded accounts are read by the same parser. YAML costs some 400 bytes of memory a byte.
 */
export const limits = {
  bytes: 8_000_000,
  yamlBytes: 1_100_000,
  yamlTokens: 250_000,
  depth: 200,
  nodes: 1_000_000,
} as const;

export const scalar = (value: Scalar, line: number): ScalarNode => ({ kind: 'scalar', value, line });
export const list = (items: readonly Node[], line: number): ListNode => ({ kind: 'list', items, line });
export const map = (entries: ReadonlyMap<string, Node>, line: number): MapNode => ({
  kind: 'map',
  entries,
  line,
});

/** The same value, said to stand on another line. */
export const onLine = (node: Node, line: number): Node => (node.line === line ? node : { ...node, line });

/** The entry of a map, or undefined when the node is no map or has no such entry. */
export function entry(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key) : undefined;
}

/** The text of a scalar string, or undefined. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
