// From one factor to two, and from two to two given just now: the old session ends, a new token is born. The one that
// ends the old session is the one that gets the new, so a token is good for one step up, however often it is sent.

import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import type { IdentityDeps } from './deps.ts';
import { openSession } from './open-session.ts';
import type { SignedIn } from './sign-in.ts';
import type { User } from './users-store.ts';

/**
 * How the second factor was given, in RFC 8176's words: a code, or a passkey (`pop`) that verified its owner (`user`).
 * Beside them `recovery` says that the factor itself was not there, `pwd` that the password came along once more.
 */
export type SecondMethods = readonly ('otp' | 'recovery' | 'pop' | 'user' | 'pwd')[];

export async function stepUp(
  deps: IdentityDeps,
  session: Session,
  user: User,
  methods: SecondMethods,
): Promise<SignedIn> {
  return await replace(deps, session, user, methods, session.firstAt);
}

/**
 * The session lives no longer than the one it replaces: this is no new sign-in. `firstAt`: when the first factor was given, as
 * in the session unless it came along.
 */
export async function refreshSecondFactor(
  deps: IdentityDeps,
  session: Session,
  user: User,
  methods: SecondMethods,
  firstAt = session.firstAt,
): Promise<SignedIn> {
  const signedIn = await replace(deps, session, user, methods, firstAt, session.endsAt);
  // Whoever is asked for a fresh code in the middle of an enrolment goes on where they were.
  if (session.enrolling !== null) await deps.sessions.keepEnrolling(signedIn.session.id, session.enrolling);
  return signedIn;
}

async function replace(
  deps: IdentityDeps,
  session: Session,
  user: User,
  methods: SecondMethods,
  firstAt: Date | null,
  endsBy?: Date,
): Promise<SignedIn> {
  if (!(await deps.sessions.end(session.id))) throw new Refusal('not-signed-in');
  const amr = [...new Set([...session.amr, ...methods])];
  return await openSession(deps, user, { aal: 2, amr, next: null, agent: session.agent, firstAt }, endsBy);
}
