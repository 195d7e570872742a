// The box algebra against sets that hold every point one by one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Box,
  type BoxSet,
  covers,
  holds,
  intersect,
  isEmpty,
  subtract,
  union,
  unionAll,
} from './boxes.ts';

const seed = 20261122;
const size = 5;

const side = fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
const box: fc.Arbitrary<Box> = fc.tuple(side, side, side).map((sides) => sides.flat());
const boxSet: fc.Arbitrary<BoxSet> = fc
  .array(box, { maxLength: 5 })
  .map((boxes) => unionAll(boxes.map((it) => [it])));

const points = Array.from({ length: size ** 3 }, (_, index) => [
  index % size,
  Math.floor(index / size) % size,
  Math.floor(index / size ** 2),
]);

/** One expectation a set, as one a point is most of the work. */
function agrees(result: BoxSet, expected: (point: number[]) => boolean) {
  expect(points.filter((point) => holds(result, point) !== expected(point))).toEqual([]);
  // Disjoint: no point lies in two boxes.
  expect(points.filter((point) => result.filter((it) => holds([it], point)).length > 1)).toEqual([]);
}

const run = (property: fc.IPropertyWithHooks<[BoxSet, BoxSet]>) =>
  fc.assert(property, { seed, numRuns: 300 });

describe(`box sets (seed ${seed})`, () => {
  it('intersect as sets of points do', () => {
    run(fc.property(boxSet, boxSet, (a, b) => agrees(intersect(a, b), (at) => holds(a, at) && holds(b, at))));
  });
  it('unite as sets of points do', () => {
    run(fc.property(boxSet, boxSet, (a, b) => agrees(union(a, b), (at) => holds(a, at) || holds(b, at))));
  });
  it('subtract as sets of points do', () => {
    run(fc.property(boxSet, boxSet, (a, b) => agrees(subtract(a, b), (at) => holds(a, at) && !holds(b, at))));
  });
  it('are empty exactly when they hold no point', () => {
    run(
      fc.property(boxSet, boxSet, (a, b) => {
        expect(isEmpty(intersect(a, b))).toBe(!points.some((at) => holds(a, at) && holds(b, at)));
      }),
    );
  });
  it('cover exactly when no point is left', () => {
    run(
      fc.property(boxSet, boxSet, (a, b) => {
        expect(covers(a, b)).toBe(points.every((at) => !holds(b, at) || holds(a, at)));
      }),
    );
  });
});
