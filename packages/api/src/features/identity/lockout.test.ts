import { expect, test } from 'vitest';
import { codeRule, passwordRule, waitAfter } from './lockout.ts';

test('the first tries are free, then the wait doubles, and it ends at a quarter of an hour', () => {
  expect(waitAfter(passwordRule, 9)).toBe(0);
  expect([10, 11, 12].map((tries) => waitAfter(passwordRule, tries))).toEqual([15_000, 30_000, 60_000]);
  expect(waitAfter(passwordRule, 10_000)).toBe(900_000);
});

test('a day of guessing codes without a pause has less than one chance in a thousand', () => {
  let tries = 0;
  for (let ms = 0; ms < 86_400_000; ms += waitAfter(codeRule, tries)) tries += 1;
  const right = 2; // for five seconds the code of the step before is still on its way
  expect((tries * right) / 1_000_000).toBeLessThan(0.001);
});
