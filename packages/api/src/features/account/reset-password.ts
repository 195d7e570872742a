// A new password by the one who reads the mailbox. Asking costs and answers the same whether or not the address has an
// account. The link sets the password and nothing else: no session comes of it, and the second factor is still asked for.

import type { ResetPassword } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import {
  attemptKey,
  type IdentityDeps,
  mailRequestRule,
  nobody,
  normalEmail,
  personEvent,
  refuseGuessable,
  takeRight,
} from '../identity/index.ts';

export async function requestPasswordReset(deps: IdentityDeps, email: string): Promise<void> {
  const to = normalEmail(email);
  await deps.attempts.begin(attemptKey('mail', to), mailRequestRule);
  await deps.mail.enqueue({ kind: 'password-reset', to });
}

/** Answers whose it was. */
export async function resetPassword(deps: IdentityDeps, { token, password }: ResetPassword): Promise<string> {
  const asked = await deps.links.look('password-reset', token, deps.clock());
  const owner = asked === null ? null : await deps.users.byId(asked.userId);
  if (owner === null) throw new Refusal('link-invalid');
  // Both before the link is spent: neither a refused password nor a busy process must cost a link.
  refuseGuessable('/password', password, owner);
  const hash = await deps.passwords.hash(password);
  const link = await deps.links.claim('password-reset', token, deps.clock());
  const user = link === null ? null : await deps.users.byId(link.userId);
  if (link === null || user === null || user.disabledAt !== null || user.email !== link.email) {
    throw new Refusal('link-invalid');
  }
  const reset = personEvent('password-reset', nobody, deps.clock());
  const set = () => deps.users.setPassword(user.id, user.securityVersion, hash, reset);
  if (!(await takeRight(deps.sessions, user.id, set))) throw new Refusal('link-invalid');
  await deps.links.dropAllOf(user.id, 'password-reset');
  await deps.attempts.forget(attemptKey('password', user.email));
  await deps.mail.enqueue({ kind: 'notice', what: 'password-changed', to: user.email });
  return user.email;
}
