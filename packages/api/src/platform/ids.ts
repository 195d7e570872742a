// Our identifiers: a prefix, then a ULID (48 bits of time, 80 random bits) in Crockford's base 32. They sort by
// the time they were made, so a keyset page over `_id` is a page over time. They are names, never secrets.

import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function makeId<Prefix extends 'ord' | 'usr' | 'req' | 'ses' | 'evt' | 'msg'>(
  prefix: Prefix,
  at: Date,
): `${Prefix}_${string}` {
  return `${prefix}_${base32(BigInt(at.getTime()), 10)}${base32(BigInt(`0x${randomBytes(10).toString('hex')}`), 16)}`;
}

function base32(value: bigint, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i += 1) {
    text = `${alphabet[Number(rest & 31n)]}${text}`;
    rest >>= 5n;
  }
  return text;
}
