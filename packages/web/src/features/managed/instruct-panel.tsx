// How the recipient wants the parcel handed over. A safe place needs no PIN: the courier takes a photo instead.
import type { Instructions } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';

export function InstructPanel(props: {
  readonly known: Instructions | null;
  readonly onInstructions: (instructions: Instructions) => Promise<boolean>;
}) {
  const [text, setText] = useState(props.known?.text ?? '');
  const [safePlace, setSafePlace] = useState(props.known?.safePlace ?? false);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setMissing(text.trim() === '');
    if (text.trim() === '' || busy) return;
    setBusy(true);
    await props.onInstructions({ text: text.trim(), safePlace });
    setBusy(false);
  };
  return (
    <section className="card stack" aria-labelledby="at-the-door">
      <h2 id="at-the-door">At the door</h2>
      <TextField
        label="What the courier should know"
        name="instructions"
        maxLength={300}
        hint="Such as: ring at number 3; behind the blue bin."
        value={text}
        error={missing ? 'Say in a few words what the courier should do.' : undefined}
        onValue={setText}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={safePlace}
          onChange={(event) => setSafePlace(event.currentTarget.checked)}
        />
        Leave it there if nobody is at home. A photo then proves the delivery instead of the PIN.
      </label>
      <Button kind="primary" icon="check" busy={busy} onPress={() => void send()}>
        Tell the courier
      </Button>
    </section>
  );
}
