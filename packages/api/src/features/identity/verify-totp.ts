// The second step in: a code of the enrolled second factor, good for one use.

import { Refusal } from '#platform/problem.ts';
import { open } from '#platform/secret-box.ts';
import type { Session } from '#platform/session-store.ts';
import { attemptKey } from './attempts-store.ts';
import type { IdentityDeps } from './deps.ts';
import { codeRule } from './lockout.ts';
import type { SignedIn } from './sign-in.ts';
import { stepUp } from './step-up.ts';
import { stepOf } from './totp.ts';

export async function verifyTotp(deps: IdentityDeps, session: Session, code: string): Promise<SignedIn> {
  const attempt = attemptKey('code', session.userId);
  await deps.attempts.begin(attempt, codeRule);
  const user = await deps.users.byId(session.userId);
  if (user === null || user.totp === null) throw new Refusal('not-signed-in');
  const step = stepOf(open(deps.keys.totpSeedKey, user.id, user.totp.seed), code, deps.clock());
  if (step === null) throw new Refusal('sign-in-failed');
  if (!(await deps.users.acceptStep(user.id, step))) throw new Refusal('code-used');
  await deps.attempts.forget(attempt);
  return await stepUp(deps, session, user);
}
