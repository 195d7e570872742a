import { expect, test } from 'vitest';
import { aboutInWords, promiseInWords, windowInWords } from './words.ts';

const winter = { from: '2026-11-22T14:00:00.000Z', to: '2026-11-22T16:00:00.000Z' };

test('a window is said by the clock in Dublin, in winter and in summer', () => {
  expect(windowInWords(winter)).toBe('on Sunday 22 November between 14:00 and 16:00');
  const summer = { from: '2026-07-01T13:00:00.000Z', to: '2026-07-01T15:00:00.000Z' };
  expect(windowInWords(summer)).toBe('on Wednesday 1 July between 14:00 and 16:00');
});

test('an expectation is rounded up to five minutes', () => {
  expect(aboutInWords('2026-11-22T15:11:01.000Z')).toBe('about 15:15');
  expect(aboutInWords('2026-11-22T15:10:00.000Z')).toBe('about 15:10');
});

test.each([
  [{ window: null, expectedAt: null, late: false }, null],
  [{ window: null, expectedAt: '2026-11-22T15:10:00.000Z', late: false }, 'Expected about 15:10.'],
  [
    { window: winter, expectedAt: '2026-11-22T16:30:00.000Z', late: true },
    'Promised on Sunday 22 November between 14:00 and 16:00. We are late, and we are sorry. Expected about 16:30.',
  ],
])('%o is said in one line', (view, says) => {
  expect(promiseInWords(view)).toBe(says);
});
