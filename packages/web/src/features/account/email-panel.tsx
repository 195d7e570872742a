// Another e-mail address: it counts once the link in the mail to it was opened.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Note } from '#ui/note.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { useFreshFactor } from '../identity/index.ts';
import { changeEmail } from './account-client.ts';

export function EmailPanel(props: { readonly email: string }) {
  const { withFreshFactor, dialog } = useFreshFactor();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const submit = async () => {
    setBusy(true);
    const wanted = email.trim();
    const answer = await withFreshFactor(() => changeEmail({ email: wanted, password }));
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    setSentTo(wanted);
    setEmail('');
    setPassword('');
  };

  return (
    <section className="card stack" aria-labelledby="email-title">
      {dialog}
      <h2 id="email-title">E-mail</h2>
      <p>
        You sign in as <strong>{props.email}</strong>.
      </p>
      {sentTo !== null && (
        <Note tone="info" title={`Open the link in the mail to ${sentTo}.`}>
          Until then everything stays as it is.
        </Note>
      )}
      <Form busy={busy} onSubmit={submit}>
        <TextField
          label="New e-mail"
          name="new-email"
          type="email"
          inputMode="email"
          autoComplete="email"
          value={email}
          onValue={setEmail}
        />
        <PasswordField
          label="Your password"
          name="password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
        />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button type="submit" busy={busy}>
          Send the link
        </Button>
      </Form>
    </section>
  );
}
