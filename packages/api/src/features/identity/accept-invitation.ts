// An invited person becomes a user: the one-time token names address and role, the person brings name and password.
// The token is spent first; a crash after that costs a new invitation, never a second user.

import type { AcceptInvitation } from '@cool/contract/identity';
import { makeId } from '#platform/ids.ts';
import { Refusal } from '#platform/problem.ts';
import type { IdentityDeps } from './deps.ts';
import { nextStep, type SignedIn } from './sign-in.ts';
import type { User } from './users-store.ts';

export async function acceptInvitation(deps: IdentityDeps, given: AcceptInvitation): Promise<SignedIn> {
  const at = deps.clock();
  const invitation = await deps.invitations.claim(given.token, at);
  if (invitation === null) throw new Refusal('invitation-invalid');
  const user: User = {
    id: makeId('usr', at),
    email: invitation.email,
    name: given.name,
    role: invitation.role,
    passwordHash: await deps.passwords.hash(given.password),
    totp: null,
  };
  if (!(await deps.users.insert(user, at))) throw new Refusal('invitation-invalid');
  const next = nextStep(user, deps.mfaRequired);
  const made = await deps.sessions.create({ userId: user.id, role: user.role, aal: 1, amr: ['pwd'], next });
  return { ...made, user };
}
