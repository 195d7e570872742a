// Invitations nobody accepted yet: to whom, as what, until when; and the way to take one back.
import type { OpenInvitation } from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { CardTable } from '#ui/card-table.tsx';
import { moment } from '#ui/moments.ts';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import { withdrawInvitation } from './people-client.ts';

export function InvitationsList(props: {
  readonly invitations: readonly OpenInvitation[];
  readonly onChanged: () => Promise<void>;
}) {
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const withdraw = async (email: string) => {
    setBusy(email);
    const answer = await withdrawInvitation(email);
    setBusy(null);
    // Accepted or ended meanwhile: the list below says what is true now.
    setRefusal(answer.ok || answer.refusal.code === 'not-found' ? null : answer.refusal);
    if (answer.ok) toast(`The invitation of ${email} is taken back.`);
    await props.onChanged();
  };
  return (
    <section className="stack" aria-labelledby="open-invitations">
      <h2 id="open-invitations">Invited, not yet here</h2>
      {refusal !== null && <RefusalNote refusal={refusal} />}
      <CardTable columns={['E-mail', 'Role', 'Works until', 'More']}>
        {props.invitations.map(({ email, role, expiresAt }) => (
          <tr key={email}>
            <th scope="row">{email}</th>
            <td data-label="Role">{role}</td>
            <td data-label="Works until">{moment(expiresAt)}</td>
            <td>
              <Button
                label={`Take back the invitation of ${email}`}
                busy={busy === email}
                onPress={() => void withdraw(email)}
              >
                Take back
              </Button>
            </td>
          </tr>
        ))}
      </CardTable>
    </section>
  );
}
