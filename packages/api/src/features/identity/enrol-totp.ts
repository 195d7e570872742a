// Enrolling a second factor. The seed is bound to the session that asked for it and counts for nothing until a code
// made from it comes back; whoever has one enrolled cannot replace it here.

import type { TotpEnrolment } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import { open, seal } from '#platform/secret-box.ts';
import type { Session } from '#platform/session-store.ts';
import { attemptKey } from './attempts-store.ts';
import type { IdentityDeps } from './deps.ts';
import { codeRule } from './lockout.ts';
import type { SignedIn } from './sign-in.ts';
import { stepUp } from './step-up.ts';
import { makeSeed, otpauthUri, stepOf } from './totp.ts';
import type { User } from './users-store.ts';

export async function beginEnrolment(deps: IdentityDeps, session: Session): Promise<TotpEnrolment> {
  const user = await userWithoutFactor(deps, session);
  const seed = makeSeed();
  await deps.sessions.keepEnrolling(session.id, seal(deps.keys.totpSeedKey, user.id, seed));
  return { secret: seed, otpauthUri: otpauthUri(seed, user.email) };
}

export async function confirmEnrolment(
  deps: IdentityDeps,
  session: Session,
  code: string,
): Promise<SignedIn> {
  const user = await userWithoutFactor(deps, session);
  if (session.enrolling === null) {
    throw new Refusal('sign-in-failed', { detail: 'No enrolment was begun. Ask for a secret first.' });
  }
  const attempt = attemptKey('code', user.id);
  await deps.attempts.begin(attempt, codeRule);
  const step = stepOf(open(deps.keys.totpSeedKey, user.id, session.enrolling), code, deps.clock());
  if (step === null) throw new Refusal('sign-in-failed');
  if (!(await deps.users.enrol(user.id, { seed: session.enrolling, lastStep: step }))) {
    throw new Refusal('enrolment-closed');
  }
  await deps.attempts.forget(attempt);
  const enrolled = await deps.users.byId(user.id);
  if (enrolled === null) throw new Refusal('not-signed-in');
  return await stepUp(deps, session, enrolled);
}

async function userWithoutFactor(deps: IdentityDeps, session: Session): Promise<User> {
  const user = await deps.users.byId(session.userId);
  if (user === null) throw new Refusal('not-signed-in');
  if (user.totp !== null) throw new Refusal('enrolment-closed');
  return user;
}
