// Digests and comparison of secrets. A plain SHA-256 is right for our tokens, which carry 128 random bits or more;
// whatever a person could guess (a PIN, a body with a PIN in it) is keyed.

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function keyedDigest(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}

/** Takes the same time wherever the two differ. */
export function sameSecret(a: string, b: string): boolean {
  const left = createHash('sha256').update(a, 'utf8').digest();
  const right = createHash('sha256').update(b, 'utf8').digest();
  return timingSafeEqual(left, right);
}

/** 256 random bits, base64url, 43 characters. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}
