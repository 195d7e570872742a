import { describe, expect, it } from 'vitest';
import { boardIntent } from './board-keys.ts';

const sequence = ['a', 'b', 'c'];

describe('the keys of the board', () => {
  it.each([
    ['j', null, 'a'],
    ['j', 'a', 'b'],
    ['j', 'c', 'c'],
    ['k', 'b', 'a'],
    ['k', 'a', 'a'],
    ['k', null, 'a'],
    ['j', 'gone', 'a'],
  ])('%s after %s focuses %s', (key, current, next) => {
    expect(boardIntent(key, sequence, current)).toEqual({ kind: 'focus', orderId: next });
  });

  it('assigns and confirms only what is visible', () => {
    expect(boardIntent('a', sequence, 'b')).toEqual({ kind: 'assign', orderId: 'b' });
    expect(boardIntent('c', sequence, 'b')).toEqual({ kind: 'confirm', orderId: 'b' });
    expect(boardIntent('a', sequence, null)).toBeNull();
    expect(boardIntent('a', sequence, 'gone')).toBeNull();
  });

  it('moves nowhere on an empty board', () => {
    expect(boardIntent('j', [], null)).toBeNull();
  });

  it('leaves every other key to the browser', () => {
    for (const key of ['Enter', 'Tab', 'Escape', 'x', 'J', ' '])
      expect(boardIntent(key, sequence, 'a')).toBeNull();
  });
});
