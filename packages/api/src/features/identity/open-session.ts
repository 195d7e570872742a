// The one way to a new session. The session is written first and the user read again after: whoever disables somebody,
// takes a role or a password away, writes the user first and ends the sessions after. Whichever comes second sees the
// other, so no session outlives the facts it began on.

import { Refusal } from '#platform/problem.ts';
import type { SessionFacts } from '#platform/session-store.ts';
import type { IdentityDeps } from './deps.ts';
import type { SignedIn } from './sign-in.ts';
import type { User } from './users-store.ts';

/** `user`: as read when it was judged. `endsBy`: the end of the session this one replaces. */
export async function openSession(
  deps: Pick<IdentityDeps, 'sessions' | 'users'>,
  user: User,
  facts: Omit<SessionFacts, 'userId' | 'role'>,
  endsBy?: Date,
): Promise<SignedIn> {
  const made = await deps.sessions.create({ ...facts, userId: user.id, role: user.role }, endsBy);
  const after = await deps.users.byId(user.id);
  if (after === null || after.disabledAt !== null || after.securityVersion !== user.securityVersion) {
    await deps.sessions.end(made.session.id);
    throw new Refusal('sign-in-failed');
  }
  return { ...made, user: after };
}
