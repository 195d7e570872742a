// Accepting an invitation, or finishing a sign-up: both are a link that makes an account. The token stands in the URL's fragment, which browsers never send to a server, and is
// removed from the address bar and the history at once.
import { useRef, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { focusFirstError, TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { sendInvitation } from './identity-client.ts';
import { useLinkToken } from './link-token.ts';
import { newPasswordError, newPasswordHint } from './new-password.ts';
import { acceptSession } from './session.ts';

export function InvitationPage() {
  const token = useLinkToken();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const nameMissing = name.trim() === '';
  const wrongPassword = newPasswordError(password);

  if (token === null) {
    return (
      <Page title="Invitation" width="narrow">
        <Note tone="warn" title="This link is not complete.">
          Open the link of the mail again, whole. If it does not work, ask for a new one.
        </Note>
      </Page>
    );
  }

  const submit = async () => {
    setChecked(true);
    if (nameMissing || wrongPassword !== undefined) {
      if (form.current !== null) focusFirstError(form.current);
      return;
    }
    setBusy(true);
    const answer = await sendInvitation({ token, name: name.trim(), password });
    setBusy(false);
    if (answer.ok) acceptSession(answer.value);
    else setRefusal(answer.refusal);
  };

  return (
    <Page
      title="Welcome to Cool Delivery"
      width="narrow"
      lead="Choose a name and a password; the rest follows."
    >
      <Form shape="card" formRef={form} busy={busy} onSubmit={submit}>
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          maxLength={120}
          value={name}
          onValue={setName}
          error={checked && nameMissing ? 'Type the name others should see.' : undefined}
        />
        <PasswordField
          label="Password"
          name="new-password"
          autoComplete="new-password"
          value={password}
          onValue={setPassword}
          hint={newPasswordHint}
          error={checked ? wrongPassword : undefined}
        />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={busy}>
          Create my account
        </Button>
      </Form>
    </Page>
  );
}
