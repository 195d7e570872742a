// A forgotten password: ask for a link, or, coming from the link, choose a new one.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { AskForLink } from './ask-for-link.tsx';
import { askPasswordReset, resetPassword } from './identity-client.ts';
import { useLinkToken } from './link-token.ts';
import { newPasswordError, newPasswordHint } from './new-password.ts';

export function PasswordResetPage() {
  const token = useLinkToken();
  if (token !== null) return <ChoosePassword token={token} />;
  return (
    <AskForLink
      title="Choose a new password"
      lead="We mail you a link to choose one."
      autoComplete="username"
      send={askPasswordReset}
      sentTitle="If this address has an account, a link is on its way."
      sentText="It works once, within 10 minutes. You will need your second factor as always."
    />
  );
}

function ChoosePassword({ token }: { readonly token: string }) {
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  const [phase, setPhase] = useState<'typing' | 'busy' | 'done'>('typing');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const wrong = newPasswordError(password);
  if (phase === 'done') {
    return (
      <Page title="Your password is changed" width="narrow">
        <Note tone="good" title="Everybody who was signed in to your account is signed out.">
          Sign in with the new password and your second factor.
        </Note>
        <a className="button button-primary" href="/sign-in">
          Sign in
        </a>
      </Page>
    );
  }
  const submit = async () => {
    setChecked(true);
    if (wrong !== undefined) return;
    setPhase('busy');
    const answer = await resetPassword({ token, password });
    setPhase(answer.ok ? 'done' : 'typing');
    setRefusal(answer.ok ? null : answer.refusal);
  };
  return (
    <Page title="Choose a new password" width="narrow">
      <Form shape="card" busy={phase !== 'typing'} onSubmit={submit}>
        <PasswordField
          label="New password"
          name="new-password"
          autoComplete="new-password"
          value={password}
          onValue={setPassword}
          hint={newPasswordHint}
          error={checked ? wrong : undefined}
        />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={phase === 'busy'}>
          Change the password
        </Button>
      </Form>
    </Page>
  );
}
