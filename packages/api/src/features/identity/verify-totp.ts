// A code of the enrolled second factor, good for one use: as the second step in, or again, to be sure (step-up).

import type { StepUp } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import { open } from '#platform/secret-box.ts';
import type { Session } from '#platform/session-store.ts';
import { attemptKey, triedNotes } from './attempts-store.ts';
import { checkPassword } from './check-password.ts';
import type { IdentityDeps } from './deps.ts';
import { codeRule } from './lockout.ts';
import { seedKeys } from './reseal-seeds.ts';
import type { SignedIn } from './sign-in.ts';
import { refreshSecondFactor, stepUp } from './step-up.ts';
import { stepOf } from './totp.ts';
import type { User } from './users-store.ts';

/** From half signed in to signed in. */
export async function verifyTotp(deps: IdentityDeps, session: Session, code: string): Promise<SignedIn> {
  return await stepUp(deps, session, await spendCode(deps, session.userId, code), ['otp']);
}

/**
 * From signed in to signed in just now: by a code, and by the password as well where it comes along. The password is judged
 * first, so that a wrong one spends no code.
 */
export async function confirmTotpAgain(
  deps: IdentityDeps,
  session: Session,
  { code, password }: StepUp,
): Promise<SignedIn> {
  if (password === undefined) {
    return await refreshSecondFactor(deps, session, await spendCode(deps, session.userId, code), ['otp']);
  }
  const me = await deps.users.byId(session.userId);
  if (me === null) throw new Refusal('not-signed-in');
  await checkPassword(deps, me.email, password, session.userId);
  const user = await spendCode(deps, session.userId, code);
  return await refreshSecondFactor(deps, session, user, ['pwd', 'otp'], deps.clock());
}

async function spendCode(deps: IdentityDeps, userId: string, code: string): Promise<User> {
  const attempt = attemptKey('code', userId);
  const { waitMs } = await deps.attempts.begin(attempt, codeRule);
  const user = await deps.users.byId(userId);
  if (user === null || user.totp === null) throw new Refusal('not-signed-in');
  const step = stepOf(open(seedKeys(deps.keys), user.id, user.totp.seed), code, deps.clock());
  if (step === null) throw new Refusal('sign-in-failed', {}, triedNotes(user.id, waitMs));
  if (!(await deps.users.acceptStep(user.id, step)))
    throw new Refusal('code-used', {}, triedNotes(user.id, waitMs));
  await deps.attempts.forget(attempt);
  return user;
}
