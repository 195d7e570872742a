// A pattern as a deterministic automaton whose states are made when they are met.
// Invariant: state 0 is dead: nothing that follows is accepted.

import { advance, type BoundPattern, startOf } from '../policy/bound-pattern.ts';
import { anyInPart, anyOneInPart, anyText, type Code } from '../policy/pattern.ts';

export interface Automaton {
  readonly start: number;
  step(state: number, character: number): number;
  accepts(state: number): boolean;
  /** The characters that lead elsewhere than all others do. */
  frontier(state: number): readonly number[];
}

interface State {
  readonly positions: readonly number[];
  readonly next: Map<number, number>;
  readonly frontier: readonly number[];
}

export function automatonOf({ codes, fold }: BoundPattern): Automaton {
  const states: State[] = [{ positions: [], next: new Map(), frontier: [] }];
  const numbers = new Map<string, number>([['', 0]]);

  function stateOf(positions: Iterable<number>): number {
    const kept = withoutSubsumed(codes, positions);
    const key = kept.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    states.push({ positions: kept, next: new Map(), frontier: frontierOf(codes, kept, fold) });
    return states.length - 1;
  }

  return {
    start: stateOf(startOf(codes)),
    step(state, character) {
      const from = states[state];
      if (!from || state === 0) return 0;
      const known = from.next.get(character);
      if (known !== undefined) return known;
      const to = stateOf(advance(codes, from.positions, character, fold));
      from.next.set(character, to);
      return to;
    },
    accepts: (state) => states[state]?.positions.includes(codes.length) ?? false,
    frontier: (state) => states[state]?.frontier ?? [],
  };
}

/** A `*` reached later accepts whatever an earlier position would: the earlier ones can go. */
function withoutSubsumed(codes: readonly Code[], positions: Iterable<number>): readonly number[] {
  const sorted = [...positions].sort((a, b) => a - b);
  const last = sorted.findLastIndex((position) => codes[position] === anyText);
  return last > 0 ? sorted.slice(last) : sorted;
}

const colon = ':'.charCodeAt(0);

function frontierOf(codes: readonly Code[], positions: readonly number[], fold: boolean): readonly number[] {
  const characters = new Set<number>();
  for (const position of positions) {
    const code = codes[position];
    if (code === undefined) continue;
    if (code === anyInPart || code === anyOneInPart) characters.add(colon);
    if (code < 0) continue;
    characters.add(code);
    if (fold) for (const other of bothCases(code)) characters.add(other);
  }
  return [...characters];
}

function bothCases(code: number): readonly number[] {
  if (code >= 65 && code <= 90) return [code, code + 32];
  return code >= 97 && code <= 122 ? [code - 32, code] : [code];
}
