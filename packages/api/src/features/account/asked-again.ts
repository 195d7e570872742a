// Asked again before what matters, where there is no second factor: the password. Whoever has two factors was judged before
// (`access.fresh`).

import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import { checkPassword, type IdentityDeps } from '../identity/index.ts';

export async function askedAgain(
  deps: IdentityDeps,
  session: Session,
  password: string | undefined,
): Promise<void> {
  if (session.aal === 2) return;
  if (password === undefined) {
    throw new Refusal('step-up-required', { detail: 'Give your password again, as `password`.' });
  }
  const me = await deps.users.byId(session.userId);
  if (me === null) throw new Refusal('not-signed-in');
  await checkPassword(deps, me.email, password, session.userId);
}
