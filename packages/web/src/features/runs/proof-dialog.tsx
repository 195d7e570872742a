// What proves the delivery, at the door: the kinds that will do for this order, the strongest first.
import type { CommandBody, ProofKind } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Choice } from '#ui/choice.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { PhotoPanel } from './photo-panel.tsx';
import { PinPanel } from './pin-panel.tsx';
import { SignaturePanel } from './signature-panel.tsx';

const words: Readonly<Record<ProofKind, string>> = { pin: 'PIN', signature: 'Signature', photo: 'Photo' };

export function ProofDialog(props: {
  readonly recipientName: string;
  readonly accepted: readonly ProofKind[];
  readonly busy: boolean;
  readonly onProof: (proof: Omit<CommandBody<'deliver'>, 'eventId'>) => Promise<Refusal | null>;
  readonly onClose: () => void;
}) {
  const { recipientName, accepted, busy, onProof } = props;
  const [kind, setKind] = useState<ProofKind>('pin');
  return (
    <Dialog title={accepted.length === 1 ? 'PIN for the door' : 'Proof of delivery'} onClose={props.onClose}>
      <div className="stack">
        {accepted.length > 1 && (
          <Choice
            legend="Proved by"
            name="proof-kind"
            value={kind}
            options={accepted.map((value) => ({ value, label: words[value] }))}
            onValue={setKind}
          />
        )}
        {kind === 'pin' && (
          <PinPanel recipientName={recipientName} busy={busy} onPin={(pin) => onProof({ pin })} />
        )}
        {kind === 'signature' && (
          <SignaturePanel
            recipientName={recipientName}
            busy={busy}
            onSignature={(signature) => onProof({ signature })}
          />
        )}
        {kind === 'photo' && <PhotoPanel busy={busy} onPhoto={(photo) => onProof({ photo })} />}
      </div>
    </Dialog>
  );
}
