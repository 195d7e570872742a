// Some changes ask who is there once more. The change is sent; if the API wants to be sure first, a dialog asks for a code or a
// passkey, for password and code together where the change is about how one signs in, or for the password where there is no
// second factor, and the change is sent again. Who closes the dialog gets the refusal.
import type { Session } from '@cool/contract/identity';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Form } from '#ui/form.tsx';
import { OwnPasswordField } from '#ui/password-field.tsx';
import { CodeForm } from './code-form.tsx';
import { askPasskeyStepUp, sendPasskeyStepUp, sendStepUp } from './identity-client.ts';
import { PasskeyButton } from './passkey-button.tsx';
import { acceptSession, sessionState } from './session.ts';

/** What the API wants for a change: the second factor alone, or both. A passkey is both. */
type Wanted = 'second' | 'both';

/** What came of asking: factors given just now, the password to send along, or nothing. */
type Given = 'factor' | { readonly password: string } | null;

interface FreshFactor {
  /** Sends, and sends again once the person showed who they are; `password` is there when that is how. */
  readonly withFreshFactor: <Value>(
    send: (password?: string) => Promise<Answer<Value>>,
  ) => Promise<Answer<Value>>;
  /** To be placed on the page; null while nothing is asked. */
  readonly dialog: JSX.Element | null;
}

export function useFreshFactor(wanted: Wanted = 'second'): FreshFactor {
  const [asking, setAsking] = useState<{ readonly settle: (given: Given) => void } | null>(null);
  return {
    async withFreshFactor(send) {
      const answer = await send();
      if (answer.ok || answer.refusal.code !== 'step-up-required') return answer;
      const given = await new Promise<Given>((settle) => setAsking({ settle }));
      setAsking(null);
      if (given === null) return answer;
      return await send(given === 'factor' ? undefined : given.password);
    },
    dialog:
      asking === null ? null : (
        <Dialog title="Is it still you?" onClose={() => asking.settle(null)}>
          {hasTwoFactors() ? (
            <AskFactors wanted={wanted} onGiven={asking.settle} />
          ) : (
            <AskPassword onGiven={asking.settle} />
          )}
        </Dialog>
      ),
  };
}

function hasTwoFactors(): boolean {
  const state = sessionState.value;
  return state.kind === 'active' && state.session.aal === 2;
}

interface Asked {
  readonly onGiven: (given: Given) => void;
}

function AskFactors({ wanted, onGiven }: Asked & { readonly wanted: Wanted }) {
  const both = wanted === 'both';
  const accept = (session: Session) => {
    acceptSession(session);
    onGiven('factor');
  };
  return (
    <div className="stack">
      {both ? (
        <p>
          This changes how you sign in, so it needs both again: your password and a fresh code of your
          authenticator app, or a passkey alone. They then count for five minutes.
        </p>
      ) : (
        <p>This change needs a fresh code of your authenticator app. It then counts for five minutes.</p>
      )}
      <CodeForm
        action="Confirm"
        asksPassword={both}
        send={(code, password) => sendStepUp(both ? { code, password } : { code })}
        onSession={accept}
      />
      <PasskeyButton
        ask={askPasskeyStepUp}
        send={sendPasskeyStepUp}
        onSession={accept}
        otherwise={both ? 'Try again, or type password and code.' : 'Try again, or type a code.'}
      />
      <p className="soft small">
        Neither at hand? Sign out and in again with a recovery code: that counts as well.
      </p>
    </div>
  );
}

function AskPassword({ onGiven }: Asked) {
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const submit = () => {
    setMissing(password === '');
    if (password !== '') onGiven({ password });
  };
  return (
    <Form busy={false} onSubmit={submit}>
      <p>This change needs your password once more.</p>
      <OwnPasswordField
        value={password}
        onValue={setPassword}
        error={missing ? 'Type your password.' : undefined}
      />
      <Button kind="primary" type="submit" wide>
        Confirm
      </Button>
    </Form>
  );
}
