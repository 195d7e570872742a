// What one of our secrets holds: a user of the database and its password. Invariant: a password is made here, from the
// system's random source, and begins with a mark by which a log that should not hold one can be searched and masked.

import { randomBytes } from 'node:crypto';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';

export const passwordMark = 'cdpw_';

// Open: the secret AWS makes for the owner may come to hold more.
const Credential = Type.Object({
  username: Type.String({ minLength: 1 }),
  password: Type.String({ minLength: 8 }),
});

export type Credential = Static<typeof Credential>;

export function freshCredential(username: string): Credential {
  return { username, password: `${passwordMark}${randomBytes(30).toString('base64url')}` };
}

/** Undefined for anything but a user and a password: what it was is never repeated. */
export function parseCredential(text: string): Credential | undefined {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return Value.Check(Credential, given) ? { username: given.username, password: given.password } : undefined;
}
