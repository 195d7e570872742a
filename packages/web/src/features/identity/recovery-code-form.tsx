// One of the saved recovery codes, typed as it stands or without its dashes.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { sendRecoveryCode } from './identity-client.ts';
import { acceptSession } from './session.ts';

const characters = 26;

export function RecoveryCodeForm() {
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const typed = code.replaceAll(/[^0-9A-Za-z]/g, '').length;
  const incomplete = typed !== characters;

  const submit = async () => {
    setChecked(true);
    if (incomplete) return;
    setBusy(true);
    const answer = await sendRecoveryCode(code.trim());
    setBusy(false);
    if (answer.ok) acceptSession(answer.value);
    else if (answer.refusal.code !== 'sign-in-failed') setRefusal(answer.refusal);
    else {
      setRefusal({
        ...answer.refusal,
        title: 'That code is not right.',
        detail: 'It may have been used before, or replaced by newer ones. Try another.',
      });
    }
  };

  return (
    <Form busy={busy} onSubmit={submit}>
      <TextField
        label="Recovery code"
        name="recovery-code"
        autoCapitalize="characters"
        maxLength={60}
        value={code}
        onValue={setCode}
        error={
          checked && incomplete
            ? `${typed} characters so far; a code has ${characters}, not counting dashes.`
            : undefined
        }
      />
      {refusal !== null && <RefusalNote refusal={refusal} />}
      <Button kind="primary" type="submit" wide busy={busy}>
        Sign in
      </Button>
    </Form>
  );
}
