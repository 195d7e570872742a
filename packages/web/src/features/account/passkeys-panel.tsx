// Passkeys: sign in with this device's own lock. They stand beside the authenticator app and never replace it.
import type { Passkey } from '@cool/contract/identity';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { age } from '#ui/moments.ts';
import { Note } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import { makePasskey, passkeysWork, useFreshFactor } from '../identity/index.ts';
import { askNewPasskey, readPasskeys, registerPasskey, removePasskey } from './account-client.ts';

export function PasskeysPanel() {
  const { withFreshFactor, dialog } = useFreshFactor('both');
  const [passkeys, setPasskeys] = useState<readonly Passkey[]>([]);
  const [busy, setBusy] = useState<string | null>(null);
  const [givenUp, setGivenUp] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const read = async () => {
    const answer = await readPasskeys();
    if (answer.ok) setPasskeys(answer.value.passkeys);
    else setRefusal(answer.refusal);
  };
  useEffect(() => void read(), []);

  const add = async () => {
    setBusy('add');
    setGivenUp(false);
    setRefusal(await addPasskey());
    setBusy(null);
    await read();
  };
  const addPasskey = async (): Promise<Refusal | null> => {
    const asked = await withFreshFactor(askNewPasskey);
    if (!asked.ok) return asked.refusal;
    const made = await makePasskey(asked.value);
    setGivenUp(made === null);
    if (made === null) return null;
    const answer = await registerPasskey(made);
    if (!answer.ok) return answer.refusal;
    toast('The passkey was added. You can sign in with it alone.');
    return null;
  };
  const remove = async (id: string) => {
    setBusy(id);
    const answer = await withFreshFactor(() => removePasskey(id));
    setBusy(null);
    setRefusal(answer.ok ? null : answer.refusal);
    await read();
  };

  return (
    <section className="card stack" aria-labelledby="passkeys-title">
      {dialog}
      <h2 id="passkeys-title">Passkeys</h2>
      <p className="soft">
        Sign in with your fingerprint, face or PIN. A passkey works at this address alone. On Windows make it
        with your phone, a security key or a password manager: what Windows Hello makes by itself signs with
        RSA, which is not taken.
      </p>
      {passkeys.length > 0 && (
        <ul className="stack">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              Made on {passkey.madeOn}, {age(passkey.madeAt)};{' '}
              {passkey.usedAt === null ? 'not used yet' : `last used ${age(passkey.usedAt)}`}{' '}
              <Button
                busy={busy === passkey.id}
                label={`Remove the passkey made on ${passkey.madeOn}`}
                onPress={() => void remove(passkey.id)}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      {givenUp && (
        <Note tone="info" title="No passkey was made.">
          You or the device said no, or it can only sign with RSA, as Windows Hello by itself. Try again when
          you like, with a phone, a security key or a password manager.
        </Note>
      )}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {passkeysWork() && (
        <div>
          <Button icon="plus" busy={busy === 'add'} onPress={() => void add()}>
            Add a passkey
          </Button>
        </div>
      )}
    </section>
  );
}
