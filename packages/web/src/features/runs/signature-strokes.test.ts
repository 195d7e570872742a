import { proofLimits } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { beginStroke, continueStroke, isSigned, pathOf, pointAt, type Strokes } from './signature-strokes.ts';

const box = { left: 10, top: 20, width: 300, height: 120 };

describe('a signature under a finger', () => {
  it.each([
    [
      { x: 10, y: 20 },
      { x: 0, y: 0 },
    ],
    [
      { x: 310, y: 140 },
      { x: 1000, y: 400 },
    ],
    [
      { x: 160, y: 80 },
      { x: 500, y: 200 },
    ],
    [
      { x: -50, y: 999 },
      { x: 0, y: 400 },
    ],
  ])('at %o is at %o of the field', (finger, point) => {
    expect(pointAt(finger, box)).toEqual(point);
  });

  it('leaves out what says nothing new, and says what a line does', () => {
    let strokes = beginStroke([], { x: 0, y: 0 });
    strokes = continueStroke(strokes, { x: 3, y: 3 });
    strokes = continueStroke(strokes, { x: 300, y: 0 });
    expect(strokes).toEqual([
      [
        { x: 0, y: 0 },
        { x: 300, y: 0 },
      ],
    ]);
    expect(pathOf(beginStroke(strokes, { x: 5, y: 6 }))).toBe('M0 0L300 0M5 6');
  });

  it('never grows over what the contract takes', () => {
    let strokes: Strokes = [];
    for (let i = 0; i < 100; i += 1) {
      strokes = beginStroke(strokes, { x: 0, y: 0 });
      for (let j = 0; j < 600; j += 1) strokes = continueStroke(strokes, { x: (j % 2) * 500, y: 0 });
    }
    expect(strokes.length).toBeLessThanOrEqual(proofLimits.signatureStrokes);
    for (const stroke of strokes) expect(stroke.length).toBeLessThanOrEqual(proofLimits.signaturePoints);
  });

  it('is one only when it is more than a dot', () => {
    expect(isSigned([])).toBe(false);
    expect(isSigned([[{ x: 1, y: 1 }]])).toBe(false);
    expect(
      isSigned([
        [
          { x: 0, y: 0 },
          { x: 200, y: 0 },
        ],
      ]),
    ).toBe(true);
  });
});
