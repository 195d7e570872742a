// The first step in. A right password gives at most a pending session where a second factor exists or is owed.
// Invariant: nothing in the answer or its timing says whether the address has an account, or a disabled one.

import { isStaff, type SignIn } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import type { Next, Session } from '#platform/session-store.ts';
import { checkPassword } from './check-password.ts';
import type { IdentityDeps } from './deps.ts';
import { openSession } from './open-session.ts';
import type { User } from './users-store.ts';

export interface SignedIn {
  readonly token: string;
  readonly session: Session;
  readonly user: User;
}

export async function signIn(
  deps: IdentityDeps,
  { email, password }: SignIn,
  agent: string,
  knownDevice?: string,
): Promise<SignedIn> {
  const user = await checkPassword(deps, email, password, knownDevice);
  if (user.disabledAt !== null) throw new Refusal('sign-in-failed', {}, { concerns: user.id });
  const next = nextStep(user, deps.mfaRequired);
  return await openSession(deps, user, { aal: 1, amr: ['pwd'], next, agent });
}

/** What a session that knows only the password must do next; null when it may act. */
export function nextStep(user: Pick<User, 'role' | 'totp'>, mfaRequired: 'staff' | 'all'): Next {
  if (user.totp !== null) return 'verify';
  return isStaff(user.role) || mfaRequired === 'all' ? 'enrol' : null;
}
