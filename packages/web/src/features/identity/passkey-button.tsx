// Using a passkey: to sign in instead of e-mail, password and code, or to show once more who is signed in. The device says
// who it is; a person who closes the browser's own dialog is told what else they can do.
import type { PasskeyAssertion, PasskeyRequest, Session } from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { passkeysWork, signWithPasskey } from './passkey-ceremony.ts';

interface PasskeyUse {
  readonly ask: () => Promise<Answer<PasskeyRequest>>;
  readonly send: (assertion: PasskeyAssertion) => Promise<Answer<Session>>;
  readonly onSession: (session: Session) => void;
}

export function PasskeyButton(props: PasskeyUse & { readonly otherwise: string }) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Refusal | 'given-up' | null>(null);
  if (!passkeysWork()) return null;

  const use = async () => {
    setBusy(true);
    setOutcome(await attempt(props));
    setBusy(false);
  };
  return (
    <>
      <Button icon="key" wide busy={busy} onPress={() => void use()}>
        Use a passkey
      </Button>
      {outcome === 'given-up' && (
        <Note tone="info" title="No passkey was used.">
          {props.otherwise}
        </Note>
      )}
      {outcome !== null && outcome !== 'given-up' && <RefusalNote refusal={outcome} />}
    </>
  );
}

/** Null when it was taken. */
async function attempt({ ask, send, onSession }: PasskeyUse): Promise<Refusal | 'given-up' | null> {
  const asked = await ask();
  if (!asked.ok) return asked.refusal;
  const assertion = await signWithPasskey(asked.value);
  if (assertion === null) return 'given-up';
  const answer = await send(assertion);
  if (!answer.ok) return answer.refusal;
  onSession(answer.value);
  return null;
}
