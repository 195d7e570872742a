import { expect, test } from 'vitest';
import { tokenBuckets } from './token-bucket.ts';

test('a burst up to the limit passes, the next one waits, and time gives tokens back', () => {
  const buckets = tokenBuckets(60);
  for (let i = 0; i < 60; i += 1) expect(buckets.take('a', 0)).toBe(0);
  expect(buckets.take('a', 0)).toBe(1);
  expect(buckets.take('b', 0)).toBe(0); // another key has its own
  expect(buckets.take('a', 1_000)).toBe(0);
  expect(buckets.take('a', 1_000)).toBe(1);
});

test('a clock that goes backwards gives nothing away', () => {
  const buckets = tokenBuckets(1);
  expect(buckets.take('a', 100_000)).toBe(0);
  expect(buckets.take('a', 0)).toBeGreaterThan(0);
});

test('the number of keys is bounded, and the longest unused goes first', () => {
  const buckets = tokenBuckets(1, 2);
  buckets.take('a', 0);
  buckets.take('b', 0);
  buckets.take('c', 0); // a is forgotten
  expect(buckets.take('c', 0)).toBeGreaterThan(0);
  expect(buckets.take('a', 0)).toBe(0);
});
