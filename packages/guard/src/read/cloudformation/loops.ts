// `Fn::ForEach` (transform AWS::LanguageExtensions): a tree with loops → the tree that CloudFormation makes of it.
// Loops nest, stand in Conditions, Resources, Outputs and inside of properties, and put their values into keys and
// texts. Invariant: what a loop made keeps the line it was written on; a loop over a list that is not known stays.

import { UnreadableInput } from '../unreadable.ts';
import { entry, type ListNode, list, type MapNode, map, type Node, scalar, textOf } from './node.ts';
import { text, type Value } from './value.ts';

/** What loops may make of one template. CloudFormation takes 500 resources and 1 MB after the transform. */
export const loopLimits = { values: 200_000, characters: 8_000_000 } as const;

const sections = ['Conditions', 'Resources', 'Outputs'] as const;

type Bindings = ReadonlyMap<string, string>;

export const isLoop = (key: string): boolean => key.startsWith('Fn::ForEach');

/** Names of the transforms that the template as a whole asks for. */
export function transformsOf(root: Node): string[] {
  const transform = entry(root, 'Transform');
  const named = transform?.kind === 'list' ? transform.items : [transform];
  return named.flatMap((name) => textOf(name) ?? textOf(entry(name, 'Name')) ?? []);
}

/**
 * The template without its loops. `evaluate` gives the value of a loop's collection in the stack.
 * Throws UnreadableInput for a loop that CloudFormation would refuse, and for one that explodes.
 */
export function expandLoops(file: string, root: Node, evaluate: (node: Node) => Value | undefined): Node {
  if (root.kind !== 'map' || !transformsOf(root).includes('AWS::LanguageExtensions')) return root;
  const expansion = new Expansion(file, evaluate);
  const expanded = new Map(root.entries);
  for (const name of sections) {
    const section = root.entries.get(name);
    if (section !== undefined) expanded.set(name, expansion.walk(section, new Map()));
  }
  return map(expanded, root.line);
}

class Expansion {
  readonly #file: string;
  readonly #evaluate: (node: Node) => Value | undefined;
  #values = 0;
  #characters = 0;

  constructor(file: string, evaluate: (node: Node) => Value | undefined) {
    this.#file = file;
    this.#evaluate = evaluate;
  }

  walk(node: Node, bound: Bindings): Node {
    if (node.kind === 'scalar') {
      if (bound.size === 0) return node;
      this.#spend(1, 0, node.line);
      return typeof node.value === 'string'
        ? scalar(this.#fill(node.value, bound, node.line), node.line)
        : node;
    }
    if (bound.size > 0) this.#spend(1, 0, node.line);
    if (node.kind === 'list')
      return list(
        node.items.map((item) => this.walk(item, bound)),
        node.line,
      );
    const named = node.entries.size === 1 ? bound.get(textOf(entry(node, 'Ref')) ?? '') : undefined;
    if (named !== undefined) return scalar(named, node.line);
    return this.#walkMap(node, bound);
  }

  #walkMap(node: MapNode, bound: Bindings): MapNode {
    const entries = new Map<string, Node>();
    const add = (key: string, value: Node) => {
      if (entries.has(key) && !isLoop(key)) throw this.#refused(value.line, `makes the key "${key}" twice`);
      entries.set(key, value);
    };
    for (const [key, child] of node.entries) {
      if (isLoop(key)) for (const [made, value] of this.#loop(key, child, bound)) add(made, value);
      else add(bound.size === 0 ? key : this.#fill(key, bound, child.line), this.walk(child, bound));
    }
    return map(entries, node.line);
  }

  /** The entries that one loop makes; the loop itself when its collection is not known. */
  #loop(key: string, loop: Node, bound: Bindings): [string, Node][] {
    const [identifierNode, collectionNode, body] = loop.kind === 'list' ? loop.items : [];
    const identifier = textOf(identifierNode);
    if (loop.kind !== 'list' || loop.items.length !== 3 || identifier === undefined || body?.kind !== 'map')
      throw this.#refused(
        loop.line,
        `${key} is not [Identifier, Collection, {Key: Value}]; write the three of them`,
      );
    const collection = collectionNode && this.#collection(collectionNode, bound);
    if (collection === undefined) return [[key, this.#unresolved(loop, bound)]];
    return collection.flatMap((item) => {
      this.#spend(1, 0, loop.line);
      return [...this.#walkMap(body, new Map([...bound, [identifier, item]])).entries];
    });
  }

  /** A loop that stays: its outer values are filled in, its own is not known. */
  #unresolved(loop: ListNode, bound: Bindings): Node {
    const [identifier, collection, ...body] = loop.items;
    const filled = collection && this.walk(collection, bound);
    return list(
      [identifier, filled, ...body].filter((it) => it !== undefined),
      loop.line,
    );
  }

  #collection(node: Node, bound: Bindings): string[] | undefined {
    const value = this.#evaluate(this.walk(node, bound));
    if (value?.kind !== 'list') return undefined;
    // A list inside the list is the value of a parameter or mapping that is a list itself.
    const items = value.items.flatMap((item) => (item.kind === 'list' ? item.items : [item])).map(text);
    return items.every((item) => item !== undefined) ? items : undefined;
  }

  /** `${Name}` becomes the value, `&{Name}` the value without what a logical id cannot hold. */
  #fill(written: string, bound: Bindings, line: number): string {
    if (bound.size === 0 || !written.includes('{')) return written;
    return written.replace(/([$&])\{([A-Za-z0-9.:]+)\}/g, (whole, sign: string, name: string) => {
      const value = bound.get(name);
      if (value === undefined) return whole;
      this.#spend(0, value.length, line);
      return sign === '$' ? value : value.replace(/[^A-Za-z0-9]/g, '');
    });
  }

  #spend(values: number, characters: number, line: number): void {
    this.#values += values;
    this.#characters += characters;
    if (this.#values > loopLimits.values || this.#characters > loopLimits.characters)
      throw this.#refused(
        line,
        `repeats to more than ${loopLimits.values} values; CloudFormation takes 500 resources: shorten its collection`,
      );
  }

  #refused(line: number, problem: string): UnreadableInput {
    return new UnreadableInput(`${this.#file}:${line}: Fn::ForEach ${problem}`);
  }
}
