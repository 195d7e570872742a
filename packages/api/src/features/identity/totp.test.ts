import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { makeSeed, otpauthUri, stepOf } from './totp.ts';

// For SHA-256 the RFC's seed is 32 bytes long, which the code of its appendix A shows and its appendix B does not.
const rfcSeed = Secret.fromLatin1('12345678901234567890123456789012').base32;

test('the test vectors of RFC 6238, appendix B, for SHA-256 are accepted in their step', () => {
  for (const [seconds, code] of [
    [59, '119246'],
    [1_111_111_109, '084774'],
    [1_111_111_111, '062674'],
    [1_234_567_890, '819424'],
    [2_000_000_000, '698825'],
    [20_000_000_000, '737706'],
  ] as const) {
    expect(stepOf(rfcSeed, code, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
  }
});

test.each<readonly [number | null, number, string]>([
  [0, 0, 'its first second'],
  [0, 29_999, 'its last millisecond'],
  [0, 34_999, 'sent in time, and five seconds on its way'],
  [null, 35_000, 'later'],
  [null, 59_999, 'a step later'],
  [null, -1, 'before it begins'],
])('a code lives 30 seconds: it counts for step %o, %i ms after it began (%s)', (counts, afterMs) => {
  const beganMs = 1_700_000_010_000;
  const code = new TOTP({ secret: Secret.fromBase32(rfcSeed), algorithm: 'SHA256' }).generate({
    timestamp: beganMs,
  });
  const step = stepOf(rfcSeed, code, new Date(beganMs + afterMs));
  expect(step).toBe(counts === null ? null : beganMs / 30_000 + counts);
});

test('seeds are 256 bits, never the same, and the address carries what an app needs', () => {
  const seeds = Array.from({ length: 100 }, makeSeed);
  expect(new Set(seeds).size).toBe(100);
  for (const seed of seeds) expect(seed).toMatch(/^[A-Z2-7]{52}$/);
  const uri = new URL(otpauthUri(seeds[0] ?? '', 'aoife@example.ie'));
  expect(uri.searchParams.get('secret')).toBe(seeds[0]);
  expect(uri.searchParams.get('issuer')).toBe('Cool Delivery');
  expect(uri.searchParams.get('algorithm')).toBe('SHA256');
});

test('the same seed counted with SHA-1, as some apps do whatever they are told, gives no code', () => {
  const at = 59_000;
  const code = new TOTP({ secret: Secret.fromBase32(rfcSeed), algorithm: 'SHA1' }).generate({
    timestamp: at,
  });
  expect(stepOf(rfcSeed, code, new Date(at))).toBeNull();
});
