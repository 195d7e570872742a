// Exact sets of points in a grid, as lists of disjoint boxes. Invariant: the boxes of one set never overlap, so a set
// is empty exactly when its list is, and a subtraction never has to look twice at a point.
// A box is [low, high] per axis, flattened: [low0, high0, low1, high1, …], both ends inside.

export type Box = readonly number[];
export type BoxSet = readonly Box[];

export const empty: BoxSet = [];

export const isEmpty = (set: BoxSet): boolean => set.length === 0;

/** The part of `a` that lies in `b`, or undefined when they do not meet. */
function meet(a: Box, b: Box): Box | undefined {
  const result: number[] = [];
  for (let axis = 0; axis < a.length; axis += 2) {
    const low = Math.max(a[axis] ?? 0, b[axis] ?? 0);
    const high = Math.min(a[axis + 1] ?? 0, b[axis + 1] ?? 0);
    if (low > high) return undefined;
    result.push(low, high);
  }
  return result;
}

export function intersect(a: BoxSet, b: BoxSet): BoxSet {
  const result: Box[] = [];
  for (const one of a) {
    for (const other of b) {
      const shared = meet(one, other);
      if (shared) result.push(shared);
    }
  }
  return result;
}

/** `from` without `taken`: at most two pieces per axis, cut off one axis after the other. */
function subtractBox(from: Box, taken: Box): readonly Box[] {
  if (!meet(from, taken)) return [from];
  const pieces: Box[] = [];
  const rest = [...from];
  for (let axis = 0; axis < from.length; axis += 2) {
    const [low = 0, high = 0] = [rest[axis], rest[axis + 1]];
    const [cutLow = 0, cutHigh = 0] = [taken[axis], taken[axis + 1]];
    if (low < cutLow) pieces.push(replaced(rest, axis + 1, cutLow - 1));
    if (high > cutHigh) pieces.push(replaced(rest, axis, cutHigh + 1));
    rest[axis] = Math.max(low, cutLow);
    rest[axis + 1] = Math.min(high, cutHigh);
  }
  return pieces;
}

function replaced(box: readonly number[], index: number, value: number): Box {
  const copy = [...box];
  copy[index] = value;
  return copy;
}

export function subtract(from: BoxSet, taken: BoxSet): BoxSet {
  let rest = from;
  for (const box of taken) {
    if (rest.length === 0) return rest;
    rest = rest.flatMap((piece) => subtractBox(piece, box));
  }
  return rest;
}

export function union(a: BoxSet, b: BoxSet): BoxSet {
  return [...a, ...subtract(b, a)];
}

export function unionAll(sets: Iterable<BoxSet>): BoxSet {
  let all: BoxSet = empty;
  for (const set of sets) all = union(all, set);
  return all;
}

/** Whether every point of `inner` lies in `outer`. */
export const covers = (outer: BoxSet, inner: BoxSet): boolean => isEmpty(subtract(inner, outer));

export function holds(set: BoxSet, point: readonly number[]): boolean {
  return set.some((box) =>
    point.every((value, index) => value >= (box[2 * index] ?? 0) && value <= (box[2 * index + 1] ?? 0)),
  );
}
