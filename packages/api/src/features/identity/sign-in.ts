// The first step in. A right password gives at most a pending session where a second factor exists or is owed.
// Invariant: nothing in the answer or its timing says whether the address has an account.

import { isStaff, type SignIn } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import type { Next, Session } from '#platform/session-store.ts';
import { attemptKey } from './attempts-store.ts';
import type { IdentityDeps } from './deps.ts';
import { passwordRule } from './lockout.ts';
import { normalEmail, type User } from './users-store.ts';

export interface SignedIn {
  readonly token: string;
  readonly session: Session;
  readonly user: User;
}

export async function signIn(deps: IdentityDeps, { email, password }: SignIn): Promise<SignedIn> {
  const attempt = attemptKey('password', normalEmail(email));
  await deps.attempts.begin(attempt, passwordRule);
  const user = await deps.users.byEmail(email);
  const right = await deps.passwords.fits(password, user?.passwordHash ?? null);
  if (!right || user === null) throw new Refusal('sign-in-failed');
  await deps.attempts.forget(attempt);
  const next = nextStep(user, deps.mfaRequired);
  const made = await deps.sessions.create({ userId: user.id, role: user.role, aal: 1, amr: ['pwd'], next });
  return { ...made, user };
}

/** What a session that knows only the password must do next; null when it may act. */
export function nextStep(user: Pick<User, 'role' | 'totp'>, mfaRequired: 'staff' | 'all'): Next {
  if (user.totp !== null) return 'verify';
  return isStaff(user.role) || mfaRequired === 'all' ? 'enrol' : null;
}
