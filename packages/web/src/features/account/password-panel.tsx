// A new password by who knows the old one.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import { newPasswordError, newPasswordHint, useFreshFactor } from '../identity/index.ts';
import { changePassword } from './account-client.ts';

export function PasswordPanel() {
  const { withFreshFactor, dialog } = useFreshFactor();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const wrong = newPasswordError(newPassword);

  const submit = async () => {
    setChecked(true);
    if (wrong !== undefined) return;
    setBusy(true);
    const answer = await withFreshFactor(() => changePassword({ currentPassword, newPassword }));
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    setCurrent('');
    setNew('');
    setChecked(false);
    toast('Your password is changed. All other sessions have ended.');
  };

  return (
    <section className="card stack" aria-labelledby="password-title">
      {dialog}
      <h2 id="password-title">Password</h2>
      <Form busy={busy} onSubmit={submit}>
        <PasswordField
          label="Current password"
          name="current-password"
          autoComplete="current-password"
          value={currentPassword}
          onValue={setCurrent}
        />
        <PasswordField
          label="New password"
          name="new-password"
          autoComplete="new-password"
          value={newPassword}
          onValue={setNew}
          hint={newPasswordHint}
          error={checked ? wrong : undefined}
        />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button type="submit" busy={busy}>
          Change password
        </Button>
      </Form>
    </section>
  );
}
