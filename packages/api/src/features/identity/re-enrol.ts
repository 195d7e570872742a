// The link to a new second factor, sent after two admins agreed. It counts together with the password alone: a stolen
// mailbox does not open the account, and neither do two admins. What it gives is a pending session that may only enrol.

import type { ReEnrol } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import { checkPassword } from './check-password.ts';
import type { IdentityDeps } from './deps.ts';
import { openSession } from './open-session.ts';
import { nobody, personEvent } from './person-events.ts';
import type { SignedIn } from './sign-in.ts';
import { takeRight } from './take-right.ts';

export async function reEnrol(
  deps: IdentityDeps,
  { token, password }: ReEnrol,
  agent: string,
): Promise<SignedIn> {
  const link = await deps.links.look('re-enrolment', token, deps.clock());
  if (link === null) throw new Refusal('link-invalid');
  const user = await checkPassword(deps, link.email, password); // a wrong one leaves the link for another try
  if (user.id !== link.userId || user.disabledAt !== null) throw new Refusal('link-invalid');
  if ((await deps.links.claim('re-enrolment', token, deps.clock())) === null)
    throw new Refusal('link-invalid');
  const dropped = personEvent('second-factors-dropped', nobody, deps.clock());
  const drop = async () => {
    await deps.passkeys.removeAllOf(user.id); // first: once the codes are gone, nothing comes back to do it
    return await deps.users.dropSecondFactors(user.id, user.securityVersion, dropped);
  };
  if (!(await takeRight(deps.sessions, user.id, drop))) throw new Refusal('link-invalid');
  const bare = await deps.users.byId(user.id);
  if (bare === null) throw new Refusal('link-invalid');
  return await openSession(deps, bare, { aal: 1, amr: ['pwd'], next: 'enrol', agent });
}
