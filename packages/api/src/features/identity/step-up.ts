// From one factor to two: the old session ends, a new token is born. The one that ends the old session is the one
// that gets the new, so a pending token is good for one step up, however often it is sent at once.

import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import type { IdentityDeps } from './deps.ts';
import type { SignedIn } from './sign-in.ts';
import type { User } from './users-store.ts';

export async function stepUp(deps: IdentityDeps, session: Session, user: User): Promise<SignedIn> {
  if (!(await deps.sessions.end(session.id))) throw new Refusal('not-signed-in');
  const made = await deps.sessions.create({
    userId: user.id,
    role: user.role,
    aal: 2,
    amr: [...session.amr, 'otp'],
    next: null,
  });
  return { ...made, user };
}
