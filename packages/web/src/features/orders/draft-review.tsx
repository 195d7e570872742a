// The delivery as it will be placed. Nothing has been sent yet.
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import type { OrderContent } from './draft.ts';
import { windowWords } from './promise-words.ts';
import { RouteSummary } from './route-summary.tsx';
import { inKilograms } from './weight.ts';

export function DraftReview(props: {
  readonly content: OrderContent;
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  readonly onBack: () => void;
  readonly onPlace: () => void;
}) {
  const { pickup, dropOff, recipient, parcel, window, proofPolicy } = props.content;
  return (
    <div className="card stack">
      <RouteSummary from={pickup} to={dropOff} />
      <dl className="facts">
        <dt>Recipient</dt>
        <dd>{recipient.name}</dd>
        <dt>E-mail</dt>
        <dd>{recipient.email}</dd>
        <dt>Parcel</dt>
        <dd>{parcel.description}</dd>
        <dt>Weight</dt>
        <dd>{inKilograms(parcel.weightGrams)}</dd>
        <dt>When</dt>
        <dd>{window === undefined ? 'As soon as a courier can' : windowWords(window, new Date())}</dd>
        <dt>At the door</dt>
        <dd>{proofPolicy === 'any' ? 'PIN, signature or photo' : 'PIN'}</dd>
      </dl>
      {props.refusal !== null && <RefusalNote refusal={props.refusal} />}
      <div className="button-row">
        <Button kind="primary" icon="check" busy={props.busy} onPress={props.onPlace}>
          Place delivery
        </Button>
        <Button icon="back" onPress={props.onBack}>
          Change something
        </Button>
      </div>
    </div>
  );
}
