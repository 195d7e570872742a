// An invited person becomes a user: the one-time token names address and role, the person brings name and password.
// The token is spent before the user is made: a crash in between costs a new invitation, never a second user.

import type { AcceptInvitation } from '@cool/contract/identity';
import { makeId } from '#platform/ids.ts';
import { Refusal } from '#platform/problem.ts';
import type { IdentityDeps } from './deps.ts';
import { refuseGuessable } from './guessable-password.ts';
import { openSession } from './open-session.ts';
import { nobody, personEvent } from './person-events.ts';
import { personalDigest } from './person-keys-store.ts';
import { nextStep, type SignedIn } from './sign-in.ts';
import { normalEmail } from './users-store.ts';

export async function acceptInvitation(
  deps: IdentityDeps,
  given: AcceptInvitation,
  agent: string,
): Promise<SignedIn> {
  const at = deps.clock();
  const asked = await deps.invitations.look(given.token, at);
  if (asked === null) throw new Refusal('invitation-invalid');
  // Both before the invitation is spent: neither a refused password nor a busy process must cost one.
  refuseGuessable('/password', given.password, { email: asked.email, name: given.name });
  const passwordHash = await deps.passwords.hash(given.password);
  const invitation = await deps.invitations.claim(given.token, at);
  if (invitation === null) throw new Refusal('invitation-invalid');
  const id = makeId('usr', at);
  const key = await deps.personKeys.make(id);
  const email = normalEmail(invitation.email);
  const created = personEvent('created', nobody, at, {
    role: invitation.role,
    emailDigest: personalDigest(deps.keys, key, 'email', email),
  });
  const inserted = await deps.users.insert(
    {
      id,
      email,
      name: given.name,
      role: invitation.role,
      passwordHash,
      totp: null,
    },
    at,
    created,
  );
  if (!inserted) await deps.personKeys.drop(id);
  const user = inserted ? await deps.users.byId(id) : null;
  if (user === null) throw new Refusal('invitation-invalid');
  await deps.invitations.dropAllOf(email); // another one for the same address opens nothing any more
  const next = nextStep(user, deps.mfaRequired);
  return await openSession(deps, user, { aal: 1, amr: ['pwd'], next, agent });
}
