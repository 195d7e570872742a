// Recovery codes: 128 random bits each, so that a plain SHA-256 at rest is enough (OWASP ASVS 6.5.2). Written in
// Crockford's base 32, which has no letters that look like digits, in groups a person can read out. Pure but for chance.

import { randomBytes } from 'node:crypto';
import { recoveryCodesMade } from '@cool/contract/identity';
import { sha256Hex } from '#platform/digest.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bits = 128;
const characters = 26; // 130 bits of room

export interface MadeRecoveryCodes {
  /** To be shown once. */
  readonly codes: readonly string[];
  /** To be kept. */
  readonly hashes: readonly string[];
}

export function makeRecoveryCodes(count = recoveryCodesMade): MadeRecoveryCodes {
  const codes = Array.from({ length: count }, () => inGroups(base32(randomBytes(bits / 8))));
  return { codes, hashes: codes.map(recoveryHash) };
}

/** The digest of a code as typed: without case, blanks and dashes, and with the letters people confuse. */
export function recoveryHash(typed: string): string {
  const plain = typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return sha256Hex(`recovery:${plain}`);
}

function base32(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let i = 0; i < characters; i += 1) {
    text = `${alphabet[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return text;
}

function inGroups(code: string): string {
  return [code.slice(0, 5), code.slice(5, 10), code.slice(10, 15), code.slice(15, 20), code.slice(20)].join(
    '-',
  );
}
