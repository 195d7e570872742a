// Six digits from an authenticator, and the password beside them where both are asked for. A code works once, so a refused one
// is cleared and the next one awaited.
import type { Session } from '@cool/contract/identity';
import { useRef, useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { focusFirstError, TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { OwnPasswordField } from '#ui/password-field.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';

const codeLength = 6;

/** Here only these can be wrong; the server's title covers the whole sign-in. What it knows besides is kept. */
function aboutTheCode(refusal: Refusal, asksPassword: boolean): Refusal {
  if (refusal.code !== 'sign-in-failed') return refusal;
  if (asksPassword) {
    return {
      ...refusal,
      title: 'The password or the code is not right.',
      detail: 'Look at the password again, and type the code your app shows now.',
    };
  }
  return {
    ...refusal,
    title: 'That code is not right.',
    detail: refusal.detail ?? 'Codes change every 30 seconds. Type the one your app shows now.',
  };
}

export function CodeForm<Made extends Session>(props: {
  readonly action: string;
  readonly asksPassword?: boolean;
  /** `password`: empty unless it is asked for. */
  readonly send: (code: string, password: string) => Promise<Answer<Made>>;
  readonly onSession: (session: Made) => void;
}) {
  const { asksPassword = false } = props;
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [incomplete, setIncomplete] = useState(false);
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const submit = async () => {
    const isIncomplete = code.length !== codeLength;
    const isMissing = asksPassword && password === '';
    setIncomplete(isIncomplete);
    setMissing(isMissing);
    if (isIncomplete || isMissing) {
      if (form.current !== null) focusFirstError(form.current);
      return;
    }
    setBusy(true);
    const answer = await props.send(code, password);
    setBusy(false);
    if (answer.ok) {
      props.onSession(answer.value);
      return;
    }
    setRefusal(aboutTheCode(answer.refusal, asksPassword));
    if (answer.refusal.code === 'sign-in-failed' || answer.refusal.code === 'code-used') setCode('');
  };

  return (
    <Form formRef={form} busy={busy} onSubmit={submit}>
      {asksPassword && (
        <OwnPasswordField
          value={password}
          onValue={setPassword}
          error={missing ? 'Type your password.' : undefined}
        />
      )}
      <TextField
        label="Code"
        name="code"
        className="input-code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={codeLength + 1} // room for the space some apps copy along
        value={code}
        onValue={(typed) => setCode(typed.replaceAll(/\D/g, '').slice(0, codeLength))}
        error={incomplete ? 'Type all six digits.' : undefined}
      />
      {refusal !== null && <RefusalNote refusal={refusal} />}
      <Button kind="primary" type="submit" wide busy={busy}>
        {props.action}
      </Button>
    </Form>
  );
}
