// The one way to a new session. The session is written first; then, in one write, the user is asked whether they are
// still as they were judged and told of the session: whoever disables somebody, takes a role or a password away, writes
// the user first and ends the sessions after. Whichever comes second sees the other, so no session outlives the facts
// it began on, and none is answered that the audit chain will not hold.

import { Refusal } from '#platform/problem.ts';
import type { SessionFacts } from '#platform/session-store.ts';
import type { IdentityDeps } from './deps.ts';
import { personEvent } from './person-events.ts';
import type { SignedIn } from './sign-in.ts';
import type { User } from './users-store.ts';

/** `user`: as read when it was judged. `endsBy`: the end of the session this one replaces. */
export async function openSession(
  deps: Pick<IdentityDeps, 'sessions' | 'users' | 'clock'>,
  user: User,
  facts: Omit<SessionFacts, 'userId' | 'role'>,
  endsBy?: Date,
): Promise<SignedIn> {
  const made = await deps.sessions.create({ ...facts, userId: user.id, role: user.role }, endsBy);
  const { session } = made;
  const actor = { actorId: user.id, actorRole: user.role, aal: session.aal };
  const event = personEvent('session-begun', actor, deps.clock(), {
    sessionRef: session.ref,
    amr: [...session.amr],
    sessionAal: session.aal,
    ...(session.next === null ? {} : { next: session.next }),
  });
  const after = await deps.users.tellSession(user.id, user.securityVersion, event, session.strongAt);
  if (after === null) {
    await deps.sessions.end(session.id);
    throw new Refusal('sign-in-failed');
  }
  return { ...made, user: after };
}
