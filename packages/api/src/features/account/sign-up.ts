// An account of one's own, asked for by whoever reads the mailbox. Asking costs and answers the same whether or not the
// address has an account; the mail says which, to its owner alone. What it gives is a customer, never more.

import type { SignUp } from '@cool/contract/identity';
import { attemptKey, type IdentityDeps, mailRequestRule, normalEmail } from '../identity/index.ts';

export async function requestSignUp(deps: IdentityDeps, { email }: SignUp): Promise<void> {
  const to = normalEmail(email);
  await deps.attempts.begin(attemptKey('mail', to), mailRequestRule);
  await deps.mail.enqueue({ kind: 'sign-up', to });
}
