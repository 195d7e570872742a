// Another e-mail address: asked for with the password, true only once a link sent to the new address was opened. The link
// dies with whatever changes the account meanwhile, a later wish or a new password among it. That the
// address is taken is not said while asking: the answer would tell who has an account.

import type { ChangeEmail } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import {
  actorOf,
  attemptKey,
  checkPassword,
  type IdentityDeps,
  mailRequestRule,
  nobody,
  normalEmail,
  personalDigest,
  personEvent,
} from '../identity/index.ts';

export async function requestEmailChange(
  deps: IdentityDeps,
  session: Session,
  { password, email }: ChangeEmail,
): Promise<void> {
  const me = await deps.users.byId(session.userId);
  if (me === null) throw new Refusal('not-signed-in');
  await checkPassword(deps, me.email, password, session.userId);
  const to = normalEmail(email);
  await deps.attempts.begin(attemptKey('mail', to), mailRequestRule);
  const asked = personEvent('email-change-asked', actorOf(session), deps.clock());
  const version = await deps.users.askEmailChange(me.id, me.securityVersion, asked);
  if (version === null) throw new Refusal('person-changed');
  await deps.mail.enqueue({ kind: 'email-change', to, userId: me.id, version });
}

export async function confirmEmailChange(deps: IdentityDeps, token: string): Promise<void> {
  const link = await deps.links.claim('email-change', token, deps.clock());
  const user = link === null ? null : await deps.users.byId(link.userId);
  if (link === null || user === null || user.disabledAt !== null || user.securityVersion !== link.version) {
    throw new Refusal('link-invalid');
  }
  const key = await deps.personKeys.make(user.id);
  const changed = personEvent('email-changed', nobody, deps.clock(), {
    emailDigest: personalDigest(deps.keys, key, 'email', normalEmail(link.email)),
  });
  if (!(await deps.users.setEmail(user.id, user.securityVersion, link.email, changed))) {
    throw new Refusal('link-invalid');
  }
  await deps.links.dropAllOf(user.id); // links sent to the old address
  await deps.mail.enqueue({ kind: 'notice', what: 'email-changed', to: user.email });
}
