import { describe, expect, it } from 'vitest';
import { progressOf } from './steps.ts';

describe('the steps of a delivery', () => {
  it('know the present one from those before and those ahead', () => {
    const view = { state: 'collected' } as const;
    expect(progressOf(view, { state: 'placed', at: '2026-11-22T09:00:00Z' })).toBe('done');
    expect(progressOf(view, { state: 'collected', at: '2026-11-22T09:30:00Z' })).toBe('current');
    expect(progressOf(view, { state: 'delivered', at: null })).toBe('ahead');
  });
});
