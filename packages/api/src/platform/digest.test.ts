import { expect, test } from 'vitest';
import { makeToken, sameSecret } from './digest.ts';

test('a session token carries 256 random bits, and no two are alike', () => {
  const tokens = Array.from({ length: 1_000 }, makeToken);
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(tokens.map((token) => Buffer.from(token, 'base64url').length)).toEqual(tokens.map(() => 32));
  // Each of the first 42 characters takes each of its 64 values: all bits are really used.
  for (let at = 0; at < 42; at += 1) {
    expect(new Set(tokens.map((token) => token[at])).size, `character ${at}`).toBe(64);
  }
});

test('secrets are compared whole', () => {
  expect(sameSecret('a'.repeat(43), 'a'.repeat(43))).toBe(true);
  expect(sameSecret('a'.repeat(43), `${'a'.repeat(42)}b`)).toBe(false);
  expect(sameSecret('', 'a')).toBe(false);
});
