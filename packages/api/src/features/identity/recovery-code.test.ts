import { recoveryCodeText } from '@cool/contract/identity';
import { expect, test } from 'vitest';
import { compileSchema } from '#platform/validation.ts';
import { makeRecoveryCodes, recoveryHash } from './recovery-code.ts';

test('ten codes are made, all different, each of 26 characters in groups, and kept only as digests', () => {
  const { codes, hashes } = makeRecoveryCodes();
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  expect(new Set(hashes).size).toBe(10);
  for (const code of codes) {
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}-[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(hashes.join()).not.toContain(code);
  }
});

test('128 bits are really used: over many codes each of the last 25 characters takes each of 32 values', () => {
  const { codes } = makeRecoveryCodes(2_000);
  for (let place = 1; place < 26; place += 1) {
    const seen = new Set(codes.map((code) => code.replaceAll('-', '')[place]));
    expect(seen.size, `character ${place}`).toBe(32);
  }
  // The first character carries the three bits left over.
  expect(new Set(codes.map((code) => code[0])).size).toBe(8);
});

test.each([
  ['as shown', 'ABCDE-01234-FGHJK-56789-MNPQRS'],
  ['in lower case', 'abcde-01234-fghjk-56789-mnpqrs'],
  ['with blanks for dashes', ' ABCDE 01234 FGHJK 56789 MNPQRS '],
  ['with the letters that look like digits', 'ABCDE-OI234-FGHJK-56789-MNPQRS'],
])('a code is the same code %s', (_how, typed) => {
  expect(recoveryHash(typed)).toBe(recoveryHash('ABCDE01234FGHJK56789MNPQRS'));
  expect(compileSchema(recoveryCodeText)(typed)).toBe(true);
});

test('another code is another digest', () => {
  expect(recoveryHash('ABCDE-01234-FGHJK-56789-MNPQRS')).not.toBe(
    recoveryHash('ABCDE-01234-FGHJK-56789-MNPQRT'),
  );
});
