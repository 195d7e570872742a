// Is there a point in a product of finite dimensions where a formula holds? Splits the space along the statements
// until every piece is decided. Invariant: the pieces of a split are disjoint and together the whole, so the tree of a
// "no" is a cover that a stranger can check.

import { both, either, maybe, no, opposite, type Truth, yes } from '../truth.ts';

/** What a statement asks of one dimension: a truth for each of its points. */
export interface Constraint {
  readonly dimension: number;
  readonly truths: Uint8Array;
}

export interface CompiledLeaf {
  readonly limit: Truth;
  readonly constraints: readonly Constraint[];
  /** Shown when its truth is only a maybe. */
  readonly reason: () => string;
}

export type Node =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly part: Node }
  | { readonly kind: 'fixed'; readonly truth: Truth; readonly reason: string }
  | { readonly kind: 'leaf'; readonly leaf: CompiledLeaf };

/** The points left in each dimension. */
export type Box = readonly (readonly number[])[];

/** How an empty piece was cut: `null` is a piece in which the formula never holds. */
export type Cover = null | { readonly dimension: number; readonly pieces: readonly Piece[] };
export interface Piece {
  readonly points: readonly number[];
  readonly cover: Cover;
}

export type Found =
  | { readonly kind: 'point'; readonly point: readonly number[] }
  | { readonly kind: 'nothing'; readonly cover: Cover }
  | { readonly kind: 'doubt'; readonly reasons: readonly string[] };

interface Range {
  readonly low: Truth;
  readonly high: Truth;
}

export function search(node: Node, box: Box, spend: () => void): Found {
  spend();
  if (box.some((points) => points.length === 0)) return { kind: 'nothing', cover: null };
  const range = rangeOf(node, box);
  if (range.high === no) return { kind: 'nothing', cover: null };
  if (range.low === yes) return { kind: 'point', point: box.map((points) => points[0] ?? 0) };
  const cut = cutOf(node, box, true);
  if (!cut) return { kind: 'doubt', reasons: doubtsOf(node, box) };
  const pieces: Piece[] = [];
  const doubts = new Set<string>();
  for (const points of cut.pieces) {
    const found = search(
      node,
      box.map((old, dimension) => (dimension === cut.dimension ? points : old)),
      spend,
    );
    if (found.kind === 'point') return found;
    if (found.kind === 'doubt') for (const reason of found.reasons) doubts.add(reason);
    else pieces.push({ points, cover: found.cover });
  }
  if (doubts.size > 0) return { kind: 'doubt', reasons: [...doubts] };
  return { kind: 'nothing', cover: { dimension: cut.dimension, pieces } };
}

function rangeOf(node: Node, box: Box): Range {
  switch (node.kind) {
    case 'fixed':
      return { low: node.truth, high: node.truth };
    case 'leaf':
      return rangeOfLeaf(node.leaf, box);
    case 'not': {
      const { low, high } = rangeOf(node.part, box);
      return { low: opposite(high), high: opposite(low) };
    }
    default: {
      const forAll = node.kind === 'all';
      let low: Truth = forAll ? yes : no;
      let high: Truth = low;
      for (const part of node.parts) {
        const range = rangeOf(part, box);
        low = forAll ? both(low, range.low) : either(low, range.low);
        high = forAll ? both(high, range.high) : either(high, range.high);
        if (forAll ? high === no : low === yes) break;
      }
      return { low, high };
    }
  }
}

function rangeOfLeaf({ limit, constraints }: CompiledLeaf, box: Box): Range {
  let low = limit;
  let high = limit;
  for (const constraint of constraints) {
    const range = rangeOfConstraint(constraint, box);
    if (range.low < low) low = range.low;
    if (range.high < high) high = range.high;
    if (high === no) break;
  }
  return { low, high };
}

function rangeOfConstraint({ dimension, truths }: Constraint, box: Box): Range {
  let low: Truth = yes;
  let high: Truth = no;
  for (const point of box[dimension] ?? []) {
    const truth = (truths[point] ?? no) as Truth;
    if (truth < low) low = truth;
    if (truth > high) high = truth;
    if (low === no && high === yes) break;
  }
  return { low, high };
}

interface Cut {
  readonly dimension: number;
  readonly pieces: readonly (readonly number[])[];
}

/** The first statement that is neither the same everywhere nor decided by its surroundings, cut where it changes. */
function cutOf(node: Node, box: Box, wanted: boolean): Cut | undefined {
  if (node.kind === 'fixed') return undefined;
  const { low, high } = rangeOf(node, box);
  if (low === high) return undefined;
  if (node.kind === 'leaf') return cutLeaf(node.leaf, box, wanted);
  if (node.kind === 'not') return cutOf(node.part, box, !wanted);
  for (const part of node.parts) {
    const cut = cutOf(part, box, wanted);
    if (cut) return cut;
  }
  return undefined;
}

function cutLeaf(leaf: CompiledLeaf, box: Box, wanted: boolean): Cut | undefined {
  for (const constraint of leaf.constraints) {
    const range = rangeOfConstraint(constraint, box);
    if (range.low === range.high) continue;
    const order: readonly Truth[] = wanted ? [yes, maybe, no] : [no, maybe, yes];
    const points = box[constraint.dimension] ?? [];
    const pieces = order.map((truth) => points.filter((point) => (constraint.truths[point] ?? no) === truth));
    return { dimension: constraint.dimension, pieces: pieces.filter((piece) => piece.length > 0) };
  }
  return undefined;
}

function doubtsOf(node: Node, box: Box): readonly string[] {
  const range = rangeOf(node, box);
  if (range.low !== maybe && range.high !== maybe) return [];
  if (node.kind === 'fixed') return [node.reason];
  if (node.kind === 'leaf') return [node.leaf.reason()];
  if (node.kind === 'not') return doubtsOf(node.part, box);
  return [...new Set(node.parts.flatMap((part) => doubtsOf(part, box)))];
}
