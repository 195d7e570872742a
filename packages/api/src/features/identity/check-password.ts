// The one way a password is judged: the try is counted first, and costs the same with and without an account.

import { Refusal } from '#platform/problem.ts';
import { attemptKey, triedNotes } from './attempts-store.ts';
import type { IdentityDeps } from './deps.ts';
import { passwordRule } from './lockout.ts';
import { isHashedAnew } from './password.ts';
import { normalEmail, type User } from './users-store.ts';

/**
 * The user whose password it is, or `sign-in-failed` / `sign-in-locked`. `from`: a browser or a session its owner is known by,
 * whose tries are counted apart from everybody else's.
 */
export async function checkPassword(
  deps: Pick<IdentityDeps, 'users' | 'attempts' | 'passwords'>,
  email: string,
  password: string,
  from?: string,
): Promise<User> {
  const whom = normalEmail(email);
  const attempt = attemptKey('password', from === undefined ? whom : `${whom}\n${from}`);
  const { waitMs } = await deps.attempts.begin(attempt, passwordRule);
  const user = await deps.users.byEmail(email);
  const right = await deps.passwords.fits(password, user?.passwordHash ?? null);
  if (!right || user === null) throw new Refusal('sign-in-failed', {}, triedNotes(user?.id, waitMs));
  await deps.attempts.forget(attempt);
  // The one moment the password is known: one hashed with lesser parameters gets today's.
  if (!isHashedAnew(user.passwordHash)) {
    await deps.users.rehash(user.id, user.passwordHash, await deps.passwords.hash(password));
  }
  return user;
}
