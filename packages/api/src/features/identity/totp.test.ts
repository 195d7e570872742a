import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { makeSeed, otpauthUri, stepOf } from './totp.ts';

const rfcSeed = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer as ArrayBuffer })
  .base32;

test('the test vectors of RFC 6238, appendix B, are accepted in their step', () => {
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ] as const) {
    expect(stepOf(rfcSeed, code, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
  }
});

test('the current and the previous step count; the next and the one before the previous do not', () => {
  const at = 1_700_000_010_000;
  const step = Math.floor(at / 30_000);
  const codeAt = (shift: number) =>
    new TOTP({ secret: Secret.fromBase32(rfcSeed) }).generate({ timestamp: at + shift * 30_000 });
  expect([0, -1, 1, -2].map((shift) => stepOf(rfcSeed, codeAt(shift), new Date(at)))).toEqual([
    step,
    step - 1,
    null,
    null,
  ]);
});

test('seeds are 160 bits, never the same, and the address carries what an app needs', () => {
  const seeds = Array.from({ length: 100 }, makeSeed);
  expect(new Set(seeds).size).toBe(100);
  for (const seed of seeds) expect(seed).toMatch(/^[A-Z2-7]{32}$/);
  const uri = new URL(otpauthUri(seeds[0] ?? '', 'aoife@example.ie'));
  expect(uri.searchParams.get('secret')).toBe(seeds[0]);
  expect(uri.searchParams.get('issuer')).toBe('Cool Delivery');
});
