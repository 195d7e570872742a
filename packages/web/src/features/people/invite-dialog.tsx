// Inviting somebody: address and role are the admin's, name, password and second factor the person's own.
import { type Role, roles } from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import { useFreshFactor } from '../identity/index.ts';
import { invitePerson } from './people-client.ts';

export function InviteDialog({
  onSent,
  onClose,
}: {
  readonly onSent: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { withFreshFactor, dialog } = useFreshFactor();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('courier');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async () => {
    setBusy(true);
    const wanted = email.trim();
    const answer = await withFreshFactor(() => invitePerson({ email: wanted, role }));
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return;
    }
    toast(`The invitation is on its way to ${wanted}.`);
    onClose();
    await onSent();
  };
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      {dialog}
      <Form busy={busy} onSubmit={submit}>
        <TextField
          label="E-mail"
          name="invited-email"
          type="email"
          inputMode="email"
          value={email}
          onValue={setEmail}
        />
        <label className="field">
          <span className="field-label">Role</span>
          <select
            className="input"
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          >
            {roles.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
          <span className="field-hint">They choose their own name and password, within a day.</span>
        </label>
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={busy}>
          Send the invitation
        </Button>
      </Form>
    </Dialog>
  );
}
