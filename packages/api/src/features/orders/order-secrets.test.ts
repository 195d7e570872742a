import { viewToken } from '@cool/contract/tracking';
import { expect, test } from 'vitest';
import { makeId } from '#platform/ids.ts';
import { decodeKeys, makeKeys } from '#platform/keys.ts';
import { compileSchema } from '#platform/validation.ts';
import { pinOf, viewTokenHash, viewTokenOf } from './order-secrets.ts';

const keys = decodeKeys(makeKeys());
const ids = Array.from({ length: 2_000 }, (_, i) => makeId('ord', new Date(i)));

test('the same order has the same PIN and link; other keys give others', () => {
  const others = decodeKeys(makeKeys());
  const [id = ''] = ids;
  expect(pinOf(keys, id)).toBe(pinOf(keys, id));
  expect(viewTokenOf(keys, id)).toBe(viewTokenOf(keys, id));
  expect(viewTokenOf(others, id)).not.toBe(viewTokenOf(keys, id));
});

test('PINs are four digits and spread over the whole range', () => {
  const pins = ids.map((id) => pinOf(keys, id));
  for (const pin of pins) expect(pin).toMatch(/^[0-9]{4}$/);
  expect(new Set(pins.map((pin) => pin[0])).size).toBe(10);
  expect(new Set(pins).size).toBeGreaterThan(1_700); // 2,000 of 10,000 drawn at random: about 1,813 differ
});

test('links fit the contract, differ, and lie in the database only as a hash', () => {
  const fits = compileSchema<string>(viewToken);
  const tokens = ids.map((id) => viewTokenOf(keys, id));
  for (const token of tokens) expect(fits(token), token).toBe(true);
  expect(new Set(tokens).size).toBe(ids.length);
  expect(viewTokenHash(tokens[0] ?? '')).toMatch(/^[0-9a-f]{64}$/);
});
