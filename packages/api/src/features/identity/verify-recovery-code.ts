// A recovery code instead of the second factor. It is taken from the user in one atomic write, so of any number of
// requests with the same code one gets in; the person is told by mail, because nobody uses one by accident.

import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import { attemptKey, triedNotes } from './attempts-store.ts';
import type { IdentityDeps } from './deps.ts';
import { codeRule } from './lockout.ts';
import { actorOf, personEvent } from './person-events.ts';
import { recoveryHash } from './recovery-code.ts';
import type { SignedIn } from './sign-in.ts';
import { stepUp } from './step-up.ts';

export async function verifyRecoveryCode(
  deps: IdentityDeps,
  session: Session,
  code: string,
): Promise<SignedIn> {
  const attempt = attemptKey('code', session.userId);
  const { waitMs } = await deps.attempts.begin(attempt, codeRule);
  const user = await deps.users.byId(session.userId);
  if (user === null) throw new Refusal('not-signed-in');
  const used = personEvent('recovery-code-used', actorOf(session), deps.clock());
  if (!(await deps.users.spendRecoveryCode(user.id, recoveryHash(code), used))) {
    throw new Refusal('sign-in-failed', {}, triedNotes(user.id, waitMs));
  }
  await deps.attempts.forget(attempt);
  await deps.mail.enqueue({ kind: 'notice', what: 'recovery-code-used', to: user.email });
  return await stepUp(deps, session, user, ['recovery']);
}
