// The PIN the recipient says at the door: four digits on a pad for thumbs, or typed.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';

const pinLength = 4;
const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export function PinPanel(props: {
  readonly recipientName: string;
  readonly busy: boolean;
  readonly onPin: (pin: string) => Promise<Refusal | null>;
}) {
  const [pin, setPin] = useState('');
  const [incomplete, setIncomplete] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const type = (digits: string) => setPin(digits.replaceAll(/\D/g, '').slice(0, pinLength));

  const send = async () => {
    setIncomplete(pin.length < pinLength);
    if (pin.length < pinLength) return;
    const refused = await props.onPin(pin);
    setRefusal(refused);
    if (refused?.code === 'pin-wrong') setPin('');
  };

  return (
    <Form busy={props.busy} onSubmit={send}>
      <p>Ask {props.recipientName} for the four digits from the e-mail.</p>
      <TextField
        label="PIN"
        name="pin"
        className="input-code"
        inputMode="none"
        autoComplete="off"
        maxLength={pinLength}
        value={pin}
        onValue={type}
        error={incomplete && pin.length < pinLength ? 'All four digits are needed.' : undefined}
      />
      <div className="pin-pad">
        {pad.map((digit) => (
          <Button key={digit} onPress={() => type(pin + digit)}>
            {digit}
          </Button>
        ))}
        <Button kind="plain" icon="close" label="Clear" onPress={() => setPin('')}>
          <span className="visually-hidden">Clear</span>
        </Button>
        <Button onPress={() => type(`${pin}0`)}>0</Button>
        <Button kind="plain" icon="back" label="Delete last digit" onPress={() => setPin(pin.slice(0, -1))}>
          <span className="visually-hidden">Delete last digit</span>
        </Button>
      </div>
      {refusal !== null && <RefusalNote refusal={refusal} />}
      <Button kind="primary" type="submit" wide className="button-thumb" icon="check" busy={props.busy}>
        Deliver
      </Button>
    </Form>
  );
}
