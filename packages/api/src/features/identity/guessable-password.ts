// What a new password may not be: one that is known from breaches, or one made of our own words and its owner's.
// Length alone does not help against either (NIST SP 800-63B, section 5.1.1.2). Nothing leaves the process to find out.

import { sha256Hex } from '#platform/digest.ts';
import { Refusal } from '#platform/problem.ts';
import { breachedPasswordDigests, digestBytes } from './breached-passwords.ts';

/** Words a guesser of this service tries first; the page on decisions lists them. */
export const contextWords = [
  'cooldelivery',
  'delivery',
  'courier',
  'dispatcher',
  'customer',
  'auditor',
  'admin',
  'dublin',
  'eircode',
  'parcel',
  'password',
  'passwort',
  'cool',
] as const;

/** What must be left of a password when those words and its owner's are taken out. */
const leastOwnCharacters = 8;

export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
}

/** Why this password would be guessed, or undefined. */
export function guessableBecause(password: string, owner: PasswordOwner): string | undefined {
  if (isBreached(password) || isBreached(password.toLowerCase())) {
    return 'a password that is not in the lists of breached ones';
  }
  const own = [...contextWords, ...wordsOf(owner)]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.replaceAll(word, ''), lettersAndDigits(password));
  // A password without letters and digits at all is not made of words.
  if (lettersAndDigits(password) !== own && own.length < leastOwnCharacters) {
    return `more of your own: without our words, your name and your address, at least ${leastOwnCharacters} letters or digits`;
  }
  return undefined;
}

/** Throws `body-invalid` that names the field; the password itself is not repeated. */
export function refuseGuessable(field: string, password: string, owner: PasswordOwner): void {
  const allowed = guessableBecause(password, owner);
  if (allowed !== undefined) {
    throw new Refusal('body-invalid', { errors: [{ field, given: 'hidden', allowed }] });
  }
}

function wordsOf({ email, name }: PasswordOwner): readonly string[] {
  return [...email.split(/[@.+_-]/), ...name.split(/\s+/)]
    .map(lettersAndDigits)
    .filter((word) => word.length >= 3);
}

function lettersAndDigits(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Binary search among the sorted beginnings of digests. */
function isBreached(password: string): boolean {
  const wanted = Buffer.from(sha256Hex(password), 'hex').subarray(0, digestBytes);
  let low = 0;
  let high = breachedPasswordDigests.length / digestBytes;
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = breachedPasswordDigests.subarray(middle * digestBytes, (middle + 1) * digestBytes);
    const order = wanted.compare(found);
    if (order === 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
}
