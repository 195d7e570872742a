// A new password by the one who reads the mailbox. Asking costs and answers the same whether or not the address has an
// account. The link sets the password and nothing else: no session comes of it, and the second factor is still asked for.

import type { ResetPassword } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import { attemptKey, type IdentityDeps, mailRequestRule, normalEmail } from '../identity/index.ts';

export async function requestPasswordReset(deps: IdentityDeps, email: string): Promise<void> {
  const to = normalEmail(email);
  await deps.attempts.begin(attemptKey('mail', to), mailRequestRule);
  await deps.mail.enqueue({ kind: 'password-reset', to });
}

export async function resetPassword(deps: IdentityDeps, { token, password }: ResetPassword): Promise<void> {
  const hash = await deps.passwords.hash(password); // before the link is spent: a busy process must not cost a link
  const link = await deps.links.claim('password-reset', token, deps.clock());
  const user = link === null ? null : await deps.users.byId(link.userId);
  if (link === null || user === null || user.disabledAt !== null || user.email !== link.email) {
    throw new Refusal('link-invalid');
  }
  if (!(await deps.users.setPassword(user.id, user.securityVersion, hash))) throw new Refusal('link-invalid');
  await deps.sessions.endAllOf(user.id);
  await deps.links.dropAllOf(user.id, 'password-reset');
  await deps.attempts.forget(attemptKey('password', user.email));
  await deps.mail.enqueue({ kind: 'notice', what: 'password-changed', to: user.email });
}
