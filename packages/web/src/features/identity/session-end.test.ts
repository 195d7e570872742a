import { describe, expect, it } from 'vitest';
import { endOf, inWords, isUseToTell, lookAt, mostLeftMs } from './session-end.ts';

const minute = 60_000;
const heard = 1_000_000;
const staff = endOf({ unusedSeconds: 1_800, mostSeconds: 43_200, idleSeconds: 1_800 }, heard);

describe('a page that is left open', () => {
  it('rests until shortly before the end, never for long: a machine may sleep meanwhile', () => {
    expect(lookAt(staff, heard)).toEqual({ kind: 'rest', forMs: 15_000 });
    expect(lookAt(staff, heard + 28 * minute - 5)).toEqual({ kind: 'rest', forMs: 5 });
  });

  it('asks the server before it warns and before it clears itself: another tab may have gone on', () => {
    expect(lookAt(staff, heard + 28 * minute)).toEqual({ kind: 'ask', isOver: false });
    const asked = endOf({ unusedSeconds: 120, mostSeconds: 41_520, idleSeconds: 1_800 }, heard + 28 * minute);
    expect(lookAt(asked, heard + 28 * minute)).toEqual({ kind: 'warn', isFinal: false, forMs: 15_000 });
    expect(lookAt(asked, heard + 30 * minute - 7)).toEqual({ kind: 'warn', isFinal: false, forMs: 7 });
    expect(lookAt(asked, heard + 30 * minute)).toEqual({ kind: 'ask', isOver: true });
    const wentOn = endOf(
      { unusedSeconds: 1_000, mostSeconds: 41_400, idleSeconds: 1_800 },
      heard + 30 * minute,
    );
    expect(lookAt(wentOn, heard + 30 * minute).kind).toBe('rest');
  });

  it('asks at once when it wakes after the end', () => {
    expect(lookAt(staff, heard + 400 * minute)).toEqual({ kind: 'ask', isOver: true });
  });

  it('follows a session that ends soon, however much it is used', () => {
    const last = endOf({ unusedSeconds: 60, mostSeconds: 60, idleSeconds: 1_800 }, heard);
    expect(lookAt(last, heard)).toEqual({ kind: 'warn', isFinal: true, forMs: 15_000 });
    expect(lookAt(last, heard + minute)).toEqual({ kind: 'ask', isOver: true });
  });

  it('says of a month no more than of a minute: timers that cannot wait so long are not asked to', () => {
    const customer = endOf(
      { unusedSeconds: 2_592_000, mostSeconds: 2_592_000, idleSeconds: 2_592_000 },
      heard,
    );
    expect(lookAt(customer, heard)).toEqual({ kind: 'rest', forMs: 15_000 });
  });
});

it.each([
  ['half an hour', staff, 5],
  ['ten minutes', endOf({ unusedSeconds: 600, mostSeconds: 1_800, idleSeconds: 600 }, heard), 2],
] as const)(
  'what is typed in a session of %s is told when nothing was heard for a while',
  (_of, end, minutes) => {
    expect(isUseToTell(end, heard + minutes * minute - 1)).toBe(false);
    expect(isUseToTell(end, heard + minutes * minute)).toBe(true);
  },
);

it('an end that could not be told comes by itself: after the idle time, or at the absolute end before it', () => {
  expect(mostLeftMs(staff, heard + 10 * minute)).toBe(30 * minute);
  expect(mostLeftMs(staff, heard + 719 * minute)).toBe(minute);
  expect(mostLeftMs(staff, heard + 900 * minute)).toBe(0);
});

it.each([
  [0, '1 minute'],
  [61_000, '2 minutes'],
  [30 * minute, '30 minutes'],
  [12 * 60 * minute, '12 hours'],
  [30 * 24 * 60 * minute, '30 days'],
])('%d ms are told as %s', (ms, words) => {
  expect(inWords(ms)).toBe(words);
});
