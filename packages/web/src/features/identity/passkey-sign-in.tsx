// Signing in with a passkey instead of e-mail, password and code: the device says who it is.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { askPasskeySignIn, sendPasskey } from './identity-client.ts';
import { passkeysWork, signWithPasskey } from './passkey-ceremony.ts';
import { acceptSession } from './session.ts';

export function PasskeySignIn() {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Refusal | 'given-up' | null>(null);
  if (!passkeysWork()) return null;

  const signIn = async () => {
    setBusy(true);
    setOutcome(await attempt());
    setBusy(false);
  };
  return (
    <>
      <Button icon="key" wide busy={busy} onPress={() => void signIn()}>
        Use a passkey
      </Button>
      {outcome === 'given-up' && (
        <Note tone="info" title="No passkey was used.">
          Try again, or sign in with your password.
        </Note>
      )}
      {outcome !== null && outcome !== 'given-up' && <RefusalNote refusal={outcome} />}
    </>
  );
}

/** Null when somebody is signed in. */
async function attempt(): Promise<Refusal | 'given-up' | null> {
  const asked = await askPasskeySignIn();
  if (!asked.ok) return asked.refusal;
  const assertion = await signWithPasskey(asked.value);
  if (assertion === null) return 'given-up';
  const answer = await sendPasskey(assertion);
  if (!answer.ok) return answer.refusal;
  acceptSession(answer.value);
  return null;
}
