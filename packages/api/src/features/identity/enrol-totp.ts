// Enrolling a second factor, or putting a new one in place of the old. The seed is bound to the session that asked for
// it and counts for nothing until a code made from it comes back. Who enrols by choice gives the password again; who
// replaces a factor has just given password and old factor. Recovery codes are made in the same write, and shown in that
// answer only.

import { firstCodeAdvice, type TotpEnrolment } from '@cool/contract/identity';
import { areBothFresh, bothAgain } from '#platform/access.ts';
import { Refusal } from '#platform/problem.ts';
import { open, seal } from '#platform/secret-box.ts';
import type { Session } from '#platform/session-store.ts';
import { attemptKey, triedNotes } from './attempts-store.ts';
import { checkPassword } from './check-password.ts';
import type { IdentityDeps } from './deps.ts';
import { codeRule } from './lockout.ts';
import { actorOf, personEvent } from './person-events.ts';
import { makeRecoveryCodes } from './recovery-code.ts';
import { seedKeys } from './reseal-seeds.ts';
import type { SignedIn } from './sign-in.ts';
import { stepUp } from './step-up.ts';
import { takeRight } from './take-right.ts';
import { makeSeed, otpauthUri, stepOf } from './totp.ts';
import type { User } from './users-store.ts';

export interface Enrolled extends SignedIn {
  readonly recoveryCodes: readonly string[];
}

export async function beginEnrolment(
  deps: IdentityDeps,
  session: Session,
  password: string | undefined,
): Promise<TotpEnrolment> {
  const user = await mayEnrol(deps, session);
  // A pending session is not asked: it was opened with the password, lives for minutes, and can do nothing but this.
  if (session.next === null && user.totp === null) await confirmPassword(deps, user, password);
  const seed = makeSeed();
  await deps.sessions.keepEnrolling(session.id, seal(deps.keys.totpSeedKey, user.id, seed));
  return { secret: seed, otpauthUri: otpauthUri(seed, user.email) };
}

export async function confirmEnrolment(
  deps: IdentityDeps,
  session: Session,
  code: string,
): Promise<Enrolled> {
  const user = await mayEnrol(deps, session);
  if (session.enrolling === null) {
    throw new Refusal('sign-in-failed', { detail: 'No enrolment was begun. Ask for a secret first.' });
  }
  const attempt = attemptKey('code', user.id);
  const { waitMs } = await deps.attempts.begin(attempt, codeRule);
  const step = stepOf(open(seedKeys(deps.keys), user.id, session.enrolling), code, deps.clock());
  if (step === null)
    throw new Refusal('sign-in-failed', { detail: firstCodeAdvice }, triedNotes(user.id, waitMs));
  const { codes, hashes } = makeRecoveryCodes();
  const totp = { seed: session.enrolling, lastStep: step };
  const event = personEvent('second-factor-set', actorOf(session), deps.clock());
  const set = () => deps.users.setSecondFactor(user.id, user.securityVersion, totp, hashes, event);
  // Whatever else was signed in was so with less, or with the old factor.
  if (!(await takeRight(deps.sessions, user.id, set, session.id))) throw new Refusal('enrolment-closed');
  await deps.attempts.forget(attempt);
  await deps.mail.enqueue({ kind: 'notice', what: 'second-factor-set', to: user.email });
  const enrolled = await deps.users.byId(user.id);
  if (enrolled === null) throw new Refusal('not-signed-in');
  return { ...(await stepUp(deps, session, enrolled, ['otp'])), recoveryCodes: codes };
}

/** Whoever has a factor replaces it only with the password and the old one given just now; half signed in, never. */
async function mayEnrol(deps: IdentityDeps, session: Session): Promise<User> {
  const user = await deps.users.byId(session.userId);
  if (user === null) throw new Refusal('not-signed-in');
  if (user.totp === null) return user;
  if (session.next !== null) throw new Refusal('enrolment-closed');
  if (!areBothFresh(session, deps.clock())) throw new Refusal(bothAgain.code, bothAgain.more);
  return user;
}

async function confirmPassword(deps: IdentityDeps, user: User, password: string | undefined): Promise<void> {
  if (password === undefined) {
    throw new Refusal('body-invalid', {
      errors: [{ field: '/password', given: 'nothing', allowed: 'your password, once more' }],
    });
  }
  await checkPassword(deps, user.email, password, user.id);
}
