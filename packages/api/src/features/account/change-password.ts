// A new password by the one who knows the old: everybody else signed in to the account is signed out.

import type { ChangePassword } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import {
  actorOf,
  checkPassword,
  type IdentityDeps,
  personEvent,
  refuseGuessable,
  takeRight,
} from '../identity/index.ts';

export async function changePassword(
  deps: IdentityDeps,
  session: Session,
  { currentPassword, newPassword }: ChangePassword,
): Promise<void> {
  const me = await deps.users.byId(session.userId);
  if (me === null) throw new Refusal('not-signed-in');
  const user = await checkPassword(deps, me.email, currentPassword, session.userId);
  refuseGuessable('/newPassword', newPassword, user);
  const hash = await deps.passwords.hash(newPassword);
  const changed = personEvent('password-changed', actorOf(session), deps.clock());
  const set = () => deps.users.setPassword(user.id, user.securityVersion, hash, changed);
  if (!(await takeRight(deps.sessions, user.id, set, session.id))) throw new Refusal('person-changed');
  await deps.links.dropAllOf(user.id, 'password-reset');
  await deps.mail.enqueue({ kind: 'notice', what: 'password-changed', to: user.email });
}
