import { orderStates } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { progressOf, stepWords } from './steps.ts';

describe('the steps of a delivery', () => {
  it('have words for every state there is, and for no other', () => {
    expect(Object.keys(stepWords).sort()).toEqual([...orderStates].sort());
  });

  it('know the present one from those before and those ahead', () => {
    const view = { state: 'collected' } as const;
    expect(progressOf(view, { state: 'placed', at: '2026-11-22T09:00:00Z' })).toBe('done');
    expect(progressOf(view, { state: 'collected', at: '2026-11-22T09:30:00Z' })).toBe('current');
    expect(progressOf(view, { state: 'delivered', at: null })).toBe('ahead');
  });
});
