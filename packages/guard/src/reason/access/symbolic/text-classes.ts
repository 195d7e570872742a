// All texts, divided by which of some patterns they match: one shortest text for each combination that occurs.
// Invariant: two texts with the same combination are alike for every policy built from these patterns, so looking at
// one of them is looking at all.

import type { BoundPattern } from '../policy/bound-pattern.ts';
import { type Automaton, automatonOf } from './automaton.ts';

/** Characters to spell "anything else" with, the most readable first. */
const others = [
  ...'xabcdefghijklmnopqrstuvwyz0123456789XABCDEFGHIJKLMNOPQRSTUVWYZ-_.~!$&()+;=@,^{}[]<>|%#',
].map((character) => character.charCodeAt(0));

/**
 * The shortest text of each class. With `within`, only texts that match one of these count.
 * Calls `spend` once for each state visited.
 */
export function textClasses(
  patterns: readonly BoundPattern[],
  within: readonly BoundPattern[],
  spend: () => void,
): readonly string[] {
  const distinct = withoutRepeats([...within, ...patterns]);
  const automata = distinct.map(automatonOf);
  const frame =
    within.length > 0
      ? distinct.flatMap((pattern, index) => (within.some((one) => same(one, pattern)) ? [index] : []))
      : [];
  const alive = (state: readonly number[]) => frame.length === 0 || frame.some((index) => state[index] !== 0);
  const inside = (state: readonly number[]) =>
    frame.length === 0 || frame.some((index) => acceptsAt(automata, state, index));

  const start = automata.map((automaton) => automaton.start);
  const seen = new Set([start.join()]);
  const classes = new Map<string, string>();
  let edge: { readonly state: readonly number[]; readonly text: string }[] = alive(start)
    ? [{ state: start, text: '' }]
    : [];
  while (edge.length > 0) {
    const next: typeof edge = [];
    for (const { state, text } of edge) {
      spend();
      if (inside(state)) {
        const signature = state.map((_, index) => (acceptsAt(automata, state, index) ? '1' : '0')).join('');
        if (!classes.has(signature)) classes.set(signature, text);
      }
      for (const character of alphabet(automata, state)) {
        const reached = automata.map((automaton, index) => automaton.step(state[index] ?? 0, character));
        const key = reached.join();
        if (seen.has(key) || !alive(reached)) continue;
        seen.add(key);
        next.push({ state: reached, text: text + String.fromCharCode(character) });
      }
    }
    edge = next;
  }
  return [...classes.values()];
}

const acceptsAt = (automata: readonly Automaton[], state: readonly number[], index: number): boolean =>
  automata[index]?.accepts(state[index] ?? 0) ?? false;

/** Every character that some automaton tells apart here, and one that none does. */
function alphabet(automata: readonly Automaton[], state: readonly number[]): readonly number[] {
  const characters = new Set<number>();
  automata.forEach((automaton, index) => {
    for (const character of automaton.frontier(state[index] ?? 0)) characters.add(character);
  });
  const other = others.find((character) => !characters.has(character)) ?? firstUnused(characters);
  return [other, ...characters];
}

function firstUnused(characters: ReadonlySet<number>): number {
  let candidate = 0x4e00;
  while (characters.has(candidate)) candidate += 1;
  return candidate;
}

function withoutRepeats(patterns: readonly BoundPattern[]): readonly BoundPattern[] {
  const byKey = new Map(patterns.map((pattern) => [keyOf(pattern), pattern]));
  return [...byKey.values()];
}

const keyOf = ({ codes, fold }: BoundPattern): string => `${fold} ${codes.join()}`;
const same = (a: BoundPattern, b: BoundPattern): boolean => keyOf(a) === keyOf(b);
