// Whether a named condition holds in one world: true, false, or undefined when even the world does not decide it.
// Each condition is decided once, and one that leads back to itself is undecided: no chain of them can explode.

import { entry, type Node, textOf } from './node.ts';
import type { Stack } from './stack.ts';
import { flag, hasToken, scalarValue, text, type Value } from './value.ts';
import { choiceKey, conditionKey, type World } from './worlds.ts';

export class Conditions {
  readonly #world: World;
  readonly #evaluate: (node: Node, stack: Stack) => Value | undefined;
  readonly #decided = new Map<string, boolean | undefined>();

  constructor(world: World, evaluate: (node: Node, stack: Stack) => Value | undefined) {
    this.#world = world;
    this.#evaluate = evaluate;
  }

  holds(name: string, stack: Stack): boolean | undefined {
    const key = conditionKey(stack, name);
    const chosen = this.#world.choices.get(key);
    if (chosen !== undefined) return chosen === 'true';
    if (this.#decided.has(key)) return this.#decided.get(key);
    const node = stack.conditions.get(name);
    if (node === undefined) return undefined;
    this.#decided.set(key, undefined);
    const truth = this.#truth(node, stack);
    this.#decided.set(key, truth);
    return truth;
  }

  #truth(node: Node, stack: Stack): boolean | undefined {
    if (node.kind !== 'map')
      return node.kind === 'scalar' ? flag(scalarValue(node.value, node.line)) : undefined;
    const [name, argument] = node.entries.entries().next().value ?? [];
    if (name === undefined || argument === undefined) return undefined;
    const parts = argument.kind === 'list' ? argument.items : [argument];
    const truths = () => parts.map((part) => this.#truth(part, stack));
    switch (name) {
      case 'Condition':
        return this.holds(textOf(argument) ?? '', stack);
      case 'Fn::Not': {
        const [inner] = truths();
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And': {
        const all = truths();
        return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
      }
      case 'Fn::Or': {
        const all = truths();
        return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
      }
      case 'Fn::Equals':
        return this.#equals(parts, stack);
      default:
        return undefined;
    }
  }

  #equals(parts: readonly Node[], stack: Stack): boolean | undefined {
    const [left, right] = parts.map((part) => this.#evaluate(part, stack));
    // "Any value no condition mentions" equals none of the literals that a condition mentions.
    for (const [side, other] of [
      [parts[0], parts[1]],
      [parts[1], parts[0]],
    ] as const) {
      const key = choiceKey(stack, textOf(entry(side, 'Ref')) ?? '');
      if (this.#world.choices.has(key) && this.#world.choices.get(key) === undefined)
        return other?.kind === 'scalar' ? false : undefined;
    }
    const [a, b] = [text(left), text(right)];
    if (a === undefined || b === undefined) return undefined;
    if (a === b) return true;
    return hasToken(a) || hasToken(b) ? undefined : false;
  }
}
