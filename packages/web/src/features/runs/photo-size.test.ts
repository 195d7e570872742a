import { proofLimits } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { fitted, isSmallEnough, qualities } from './photo-size.ts';

describe('a photo before it is sent', () => {
  it.each([
    [4_000, 3_000, 1_600, 1_200],
    [3_000, 4_000, 1_200, 1_600],
    [800, 600, 800, 600],
    [10_000, 2, 1_600, 1],
  ])('of %d × %d is made %d × %d', (width, height, toWidth, toHeight) => {
    expect(fitted(width, height)).toEqual({ width: toWidth, height: toHeight });
    expect(toWidth * toHeight).toBeLessThanOrEqual(proofLimits.photoPixels);
  });

  it('gets smaller with each try', () => {
    expect([...qualities].sort((a, b) => b - a)).toEqual(qualities);
    expect(isSmallEnough('A'.repeat(proofLimits.photoCharacters + 1))).toBe(false);
  });
});
