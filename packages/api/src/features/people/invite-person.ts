// An invitation by mail: address and role are the admin's, name, password and second factor the person's own. Asked again,
// the latest word counts: a link that says another role is void.

import type { InvitePerson } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import { type IdentityDeps, normalEmail } from '../identity/index.ts';

export async function invitePerson(deps: IdentityDeps, { email, role }: InvitePerson): Promise<void> {
  const to = normalEmail(email);
  if ((await deps.users.byEmail(to)) !== null) throw new Refusal('already-member');
  const ref = await deps.invitations.invite({ email: to, role }, deps.clock());
  await deps.mail.enqueue({ kind: 'invitation', to, ref });
}
