// E-mail and password, then the code when the account has a second factor. Where to go next is decided by the
// shell, from the session this page obtains.
import type { Session } from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Page } from '#ui/page.tsx';
import { OwnPasswordField } from '#ui/password-field.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { CodeForm } from './code-form.tsx';
import { askPasskeySignIn, sendCode, sendPasskey, sendSignIn } from './identity-client.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { RecoveryCodeForm } from './recovery-code-form.tsx';
import { acceptSession, sessionState, signOut } from './session.ts';
import { WhySignedOut } from './why-signed-out.tsx';

export function SignInPage() {
  const state = sessionState.value;
  return state.kind === 'pending' && state.session.next === 'verify' ? (
    <VerifyStep name={state.session.user.name} />
  ) : (
    <PasswordStep />
  );
}

function PasswordStep() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const submit = async () => {
    setBusy(true);
    const answer: Answer<Session> = await sendSignIn({ email: email.trim(), password });
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return;
    }
    setPassword('');
    acceptSession(answer.value);
  };

  return (
    <Page title="Sign in" width="narrow" lead="Parcels across Dublin, followed from door to door.">
      <WhySignedOut />
      <Form shape="card" busy={busy} onSubmit={submit}>
        <TextField
          label="E-mail"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="username"
          value={email}
          onValue={setEmail}
        />
        <OwnPasswordField value={password} onValue={setPassword} />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={busy}>
          Sign in
        </Button>
        <PasskeyButton
          ask={askPasskeySignIn}
          send={sendPasskey}
          onSession={acceptSession}
          otherwise="Try again, or sign in with your password."
        />
        <a href="/password-reset">Forgot your password?</a>
        <a href="/sign-up">New here? Ask for an account</a>
      </Form>
    </Page>
  );
}

function VerifyStep({ name }: { readonly name: string }) {
  const [method, setMethod] = useState<'code' | 'recovery'>('code');
  return (
    <Page
      title={method === 'code' ? 'Enter your code' : 'Use a recovery code'}
      width="narrow"
      lead={`Welcome back, ${name}. One more step.`}
    >
      <div className="card stack">
        {method === 'code' ? (
          <>
            <p>Open your authenticator app and type the six digits it shows for Cool Delivery.</p>
            <CodeForm action="Verify" send={sendCode} onSession={acceptSession} />
            <Button kind="plain" icon="key" onPress={() => setMethod('recovery')}>
              Use a recovery code
            </Button>
          </>
        ) : (
          <>
            <p>Type one of the codes you saved when you set up your second factor. Each works once.</p>
            <RecoveryCodeForm />
            <Button kind="plain" icon="back" onPress={() => setMethod('code')}>
              Use the authenticator app
            </Button>
          </>
        )}
        <Button kind="plain" icon="back" onPress={signOut}>
          Use another account
        </Button>
      </div>
    </Page>
  );
}
