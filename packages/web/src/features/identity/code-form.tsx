// Six digits from an authenticator. A code works once, so a refused one is cleared and the next one awaited.
import type { Session } from '@cool/contract/identity';
import { useRef, useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { focusFirstError, TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';

const codeLength = 6;

/** Here only the code can be wrong; the server's title covers the whole sign-in. What it knows besides is kept. */
function aboutTheCode(refusal: Refusal): Refusal {
  if (refusal.code !== 'sign-in-failed') return refusal;
  return {
    ...refusal,
    title: 'That code is not right.',
    detail: refusal.detail ?? 'Codes change every 30 seconds. Type the one your app shows now.',
  };
}

export function CodeForm<Made extends Session>(props: {
  readonly action: string;
  readonly send: (code: string) => Promise<Answer<Made>>;
  readonly onSession: (session: Made) => void;
}) {
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [incomplete, setIncomplete] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const submit = async () => {
    setIncomplete(code.length !== codeLength);
    if (code.length !== codeLength) {
      if (form.current !== null) focusFirstError(form.current);
      return;
    }
    setBusy(true);
    const answer = await props.send(code);
    setBusy(false);
    if (answer.ok) {
      props.onSession(answer.value);
      return;
    }
    setRefusal(aboutTheCode(answer.refusal));
    if (answer.refusal.code === 'sign-in-failed' || answer.refusal.code === 'code-used') setCode('');
  };

  return (
    <Form formRef={form} busy={busy} onSubmit={submit}>
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
