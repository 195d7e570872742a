import { describe, expect, it } from 'vitest';
import { listStep } from './combobox-keys.ts';

const open = (active: number) => ({ open: true, active });

describe('the keys of a combobox', () => {
  it.each([
    ['ArrowDown', open(-1), open(0)],
    ['ArrowDown', open(2), open(0)],
    ['ArrowUp', open(0), open(2)],
    ['ArrowDown', { open: false, active: -1 }, open(0)],
    ['Escape', open(1), { open: false, active: -1 }],
  ])('%s moves %j to %j', (key, before, after) => {
    expect(listStep(before, key, 3)).toEqual({ kind: 'move', state: after });
  });

  it('Enter picks the active option, and submits the form when there is none', () => {
    expect(listStep(open(1), 'Enter', 3)).toEqual({ kind: 'pick', index: 1 });
    expect(listStep(open(-1), 'Enter', 3)).toEqual({ kind: 'pass' });
    expect(listStep({ open: false, active: 1 }, 'Enter', 3)).toEqual({ kind: 'pass' });
  });

  it('Escape on a closed list is left to the dialog around it', () => {
    expect(listStep({ open: false, active: -1 }, 'Escape', 3)).toEqual({ kind: 'pass' });
  });

  it('arrows do nothing in an empty list', () => {
    expect(listStep(open(-1), 'ArrowDown', 0)).toEqual({ kind: 'pass' });
  });
});
