// Exact sets of points in a grid, as lists of disjoint boxes. Invariant: the boxes of one set never overlap, so a set
// is empty exactly when its list is, and a subtraction never has to look twice at a point.
// A box is [low, high] per axis, flattened: [low0, high0, low1, high1, …], both ends inside.

export type Box = readonly number[];
export type BoxSet = readonly Box[];

export const empty: BoxSet = [];

export const isEmpty = (set: BoxSet): boolean => set.length === 0;

/** The part of `a` that lies in `b`, when they touch. */
function meet(a: Box, b: Box): Box {
  const result: number[] = [];
  for (let axis = 0; axis < a.length; axis += 2) {
    result.push(Math.max(a[axis] ?? 0, b[axis] ?? 0), Math.min(a[axis + 1] ?? 0, b[axis + 1] ?? 0));
  }
  return result;
}

export function intersect(a: BoxSet, b: BoxSet): BoxSet {
  const result: Box[] = [];
  for (const one of a) {
    for (const other of b) {
      if (touches(one, other)) result.push(within(one, other) ? one : meet(one, other));
    }
  }
  return result;
}

/** Whether two boxes share a point; most pairs do not, so nothing is made to find out. */
function touches(a: Box, b: Box): boolean {
  for (let axis = 0; axis < a.length; axis += 2) {
    if ((a[axis] ?? 0) > (b[axis + 1] ?? 0) || (b[axis] ?? 0) > (a[axis + 1] ?? 0)) return false;
  }
  return true;
}

/** Whether nothing of a box is outside; so it is for most, as filters are wider than what is asked, and nothing is made. */
function within(box: Box, outer: Box): boolean {
  for (let axis = 0; axis < box.length; axis += 2) {
    if ((box[axis] ?? 0) < (outer[axis] ?? 0) || (box[axis + 1] ?? 0) > (outer[axis + 1] ?? 0)) return false;
  }
  return true;
}

/** Adds `from` without `taken` to the pieces: at most two per axis, cut off one axis after the other. */
function cutOff(from: Box, taken: Box, pieces: Box[]): void {
  const rest = [...from];
  for (let axis = 0; axis < from.length; axis += 2) {
    const [low = 0, high = 0] = [rest[axis], rest[axis + 1]];
    const [cutLow = 0, cutHigh = 0] = [taken[axis], taken[axis + 1]];
    if (low < cutLow) pieces.push(replaced(rest, axis + 1, cutLow - 1));
    if (high > cutHigh) pieces.push(replaced(rest, axis, cutHigh + 1));
    rest[axis] = Math.max(low, cutLow);
    rest[axis + 1] = Math.min(high, cutHigh);
  }
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
    if (!rest.some((piece) => touches(piece, box))) continue;
    const left: Box[] = [];
    for (const piece of rest) {
      if (!touches(piece, box)) left.push(piece);
      else if (!within(piece, box)) cutOff(piece, box, left);
    }
    rest = left;
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
