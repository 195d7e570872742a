import { viewToken } from '@cool/contract/tracking';
import { expect, test } from 'vitest';
import { makeId } from '#platform/ids.ts';
import { decodeKeys, makeKeys, retiredKeys, rotatedKeys } from '#platform/keys.ts';
import { compileSchema } from '#platform/validation.ts';
import { linkKeyIsKept, pinOf, secretKeyIdsOf, viewTokenHash, viewTokenOf } from './order-secrets.ts';

const keys = decodeKeys(makeKeys());
const ids = Array.from({ length: 2_000 }, (_, i) => makeId('ord', new Date(i)));

test('the same order has the same PIN and link; other keys give others', () => {
  const others = decodeKeys(makeKeys());
  const [id = ''] = ids;
  expect(pinOf(keys, { _id: id })).toBe(pinOf(keys, { _id: id }));
  expect(viewTokenOf(keys, { _id: id })).toBe(viewTokenOf(keys, { _id: id }));
  expect(viewTokenOf(others, { _id: id })).not.toBe(viewTokenOf(keys, { _id: id }));
});

test('PINs are four digits and spread over the whole range', () => {
  const pins = ids.map((id) => pinOf(keys, { _id: id }));
  for (const pin of pins) expect(pin).toMatch(/^[0-9]{4}$/);
  expect(new Set(pins.map((pin) => pin[0])).size).toBe(10);
  expect(new Set(pins).size).toBeGreaterThan(1_700); // 2,000 of 10,000 drawn at random: about 1,813 differ
});

test('links fit the contract, differ, and lie in the database only as a hash', () => {
  const fits = compileSchema<string>(viewToken);
  const tokens = ids.map((id) => viewTokenOf(keys, { _id: id }));
  for (const token of tokens) expect(fits(token), token).toBe(true);
  expect(new Set(tokens).size).toBe(ids.length);
  expect(viewTokenHash(tokens[0] ?? '')).toMatch(/^[0-9a-f]{64}$/);
});

test('PIN and link stay what they are when keys are exchanged, and a link of a key that was taken out is known as such', () => {
  const before = makeKeys();
  const [old, file] = [decodeKeys(before), rotatedKeys(before, ['pinKey', 'viewLinkKey'])];
  const now = decodeKeys(file);
  const nameless = { _id: makeId('ord', new Date()) }; // placed before orders named their keys
  const named = { ...nameless, secretKeyIds: secretKeyIdsOf(old) };
  for (const order of [nameless, named]) {
    expect(pinOf(now, order)).toBe(pinOf(old, order));
    expect(viewTokenOf(now, order)).toBe(viewTokenOf(old, order));
    expect(linkKeyIsKept(now, order)).toBe(true);
  }
  const fresh = { ...nameless, secretKeyIds: secretKeyIdsOf(now) };
  expect(viewTokenOf(now, fresh)).not.toBe(viewTokenOf(old, nameless));
  const retired = decodeKeys(retiredKeys(file, ['viewLinkKey']));
  expect([linkKeyIsKept(retired, named), linkKeyIsKept(retired, fresh)]).toEqual([false, true]);
});
