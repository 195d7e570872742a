// How much may be read through references before a template counts as hostile. A small file can ask for exponentially
// much: outputs that import each other twice, lists of lists out of a mapping. Invariant: what one world reads through
// references is bounded by the size of what was given, so time and memory are.

import { UnreadableInput } from '../unreadable.ts';
import type { Node } from './node.ts';

/** A text that functions put together is at most this long; CloudFormation's whole template is at most as long. */
export const longestText = 1_000_000;

/** More values than these, over all worlds, are not held in memory at once. */
export const valuesInAllWorlds = 2_000_000;

export class Budget {
  readonly #limit: number;
  #spent = 0;

  /** `declared`: how many values the templates of the closed world hold. */
  constructor(declared: number) {
    this.#limit = 100_000 + 2 * declared;
  }

  /** Takes from the budget; throws UnreadableInput with the place where it ended. */
  spend(values: number, file: string, line: number): void {
    this.#spent += values;
    if (this.#spent <= this.#limit) return;
    throw new UnreadableInput(
      `${file}:${line}: references multiply to more than ${this.#limit} values; break the chain of references that leads here`,
    );
  }
}

export function countNodes(node: Node | undefined): number {
  if (node === undefined) return 0;
  if (node.kind === 'scalar') return 1;
  let count = 1;
  for (const child of node.kind === 'list' ? node.items : node.entries.values()) count += countNodes(child);
  return count;
}
