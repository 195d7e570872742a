// The lines of a signature as they grow under a finger: scaled to the contract's field, thinned so that a slow hand does
// not make a long message. Pure.
import { inkOf, proofLimits, type Signature } from '@cool/contract/orders';

export type Strokes = Signature['strokes'];
export type Point = Strokes[number][number];

const { signatureStrokes: mostStrokes, signaturePoints: mostPoints } = proofLimits;
/** Nearer than this to the last point says nothing new. */
const leastStep = 6;

/** Where a finger is on the contract's field, from where it is on an element of that shape. */
export function pointAt(
  finger: { readonly x: number; readonly y: number },
  box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Point {
  const { signatureWidth, signatureHeight } = proofLimits;
  const on = (value: number, most: number) => Math.round(Math.min(1, Math.max(0, value)) * most);
  return {
    x: on((finger.x - box.left) / box.width, signatureWidth),
    y: on((finger.y - box.top) / box.height, signatureHeight),
  };
}

export function beginStroke(strokes: Strokes, point: Point): Strokes {
  return strokes.length === mostStrokes ? strokes : [...strokes, [point]];
}

export function continueStroke(strokes: Strokes, point: Point): Strokes {
  const current = strokes.at(-1);
  const last = current?.at(-1);
  if (current === undefined || last === undefined || current.length === mostPoints) return strokes;
  if (Math.hypot(point.x - last.x, point.y - last.y) < leastStep) return strokes;
  return [...strokes.slice(0, -1), [...current, point]];
}

export function isSigned(strokes: Strokes): boolean {
  return inkOf({ strokes: [...strokes] }) >= proofLimits.signatureLength;
}

export function pathOf(strokes: Strokes): string {
  return strokes
    .map((stroke) => stroke.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join(''))
    .join('');
}
