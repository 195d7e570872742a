// Why a parcel cannot be delivered: six reasons, one press each. For whoever stands at the door, and for whoever speaks
// for a courier who cannot.
import type { FailReason } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { reasonWords } from './command-words.ts';

const reasons = Object.keys(reasonWords) as readonly FailReason[];

export function FailDialog(props: {
  readonly place: string;
  /** What becomes of it. */
  readonly then: string;
  readonly busy: boolean;
  readonly onReason: (reason: FailReason) => Promise<Refusal | null>;
  readonly onClose: () => void;
}) {
  const [chosen, setChosen] = useState<FailReason | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return (
    <Dialog title="Why can’t it be delivered?" onClose={props.onClose}>
      <div className="stack">
        <p className="soft">
          {props.place}. {props.then}
        </p>
        <div className="reasons">
          {reasons.map((reason) => (
            <Button
              key={reason}
              icon={reasonWords[reason].icon}
              busy={props.busy && chosen === reason}
              onPress={() => {
                if (props.busy) return;
                setChosen(reason);
                void props.onReason(reason).then(setRefusal);
              }}
            >
              {reasonWords[reason].label}
            </Button>
          ))}
        </div>
        {refusal !== null && <RefusalNote refusal={refusal} />}
      </div>
    </Dialog>
  );
}
