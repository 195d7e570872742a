// A cheap look at two patterns that cannot match one text together, before any automaton is built.

import type { BoundPattern } from '../policy/bound-pattern.ts';

/** False only when no text matches both: their literal beginnings or ends differ. */
export function mayMeet(a: BoundPattern, b: BoundPattern): boolean {
  if (a.fold || b.fold) return true;
  return (
    agree(a.codes, b.codes, (index) => index) &&
    agree(a.codes, b.codes, (index, length) => length - 1 - index)
  );
}

function agree(
  a: readonly number[],
  b: readonly number[],
  position: (index: number, length: number) => number,
): boolean {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index += 1) {
    const left = a[position(index, a.length)] ?? -1;
    const right = b[position(index, b.length)] ?? -1;
    if (left < 0 || right < 0) return true;
    if (left !== right) return false;
  }
  return true;
}
