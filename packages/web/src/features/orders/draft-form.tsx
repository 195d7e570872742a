// The form of a new delivery: three short groups, one column on a phone, two where there is room.
import type { RefObject } from 'preact';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Choice } from '#ui/choice.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { useNow } from '#ui/use-now.ts';
import type { Draft, DraftErrors } from './draft.ts';
import { PlaceFields } from './place-fields.tsx';
import { WindowFields } from './window-fields.tsx';

export function DraftForm(props: {
  readonly formRef: RefObject<HTMLFormElement | null>;
  readonly draft: Draft;
  readonly errors: DraftErrors;
  readonly refusal: Refusal | null;
  readonly onChange: (draft: Draft) => void;
  readonly onReview: () => void;
}) {
  const { draft, errors, onChange } = props;
  const now = useNow();
  const windowError = errors['window.from'] ?? errors['window.to'];
  return (
    <Form shape="cards" formRef={props.formRef} busy={false} onSubmit={props.onReview}>
      <div className="place-pair">
        <PlaceFields
          end="pickup"
          label="From"
          place={draft.pickup}
          errors={errors}
          onChange={(pickup) => onChange({ ...draft, pickup })}
        />
        <PlaceFields
          end="dropOff"
          label="To"
          place={draft.dropOff}
          errors={errors}
          onChange={(dropOff) => onChange({ ...draft, dropOff })}
        />
      </div>
      <fieldset className="card stack">
        <legend className="legend">Recipient and parcel</legend>
        <div className="field-pair">
          <TextField
            label="Recipient name"
            name="recipient-name"
            maxLength={120}
            value={draft.recipientName}
            error={errors['recipient.name']}
            onValue={(recipientName) => onChange({ ...draft, recipientName })}
          />
          <TextField
            label="Recipient e-mail"
            name="recipient-email"
            type="email"
            inputMode="email"
            maxLength={254}
            hint="Gets the tracking link and the PIN for the door."
            value={draft.recipientEmail}
            error={errors['recipient.email']}
            onValue={(recipientEmail) => onChange({ ...draft, recipientEmail })}
          />
          <TextField
            label="Parcel"
            name="parcel"
            maxLength={200}
            hint="What is inside, in a few words."
            value={draft.parcel}
            error={errors['parcel.description']}
            onValue={(parcel) => onChange({ ...draft, parcel })}
          />
          <TextField
            label="Weight in kg"
            name="weight"
            inputMode="decimal"
            maxLength={6}
            hint="Up to 30 kg."
            value={draft.weightKg}
            error={errors['parcel.weightGrams']}
            onValue={(weightKg) => onChange({ ...draft, weightKg })}
          />
        </div>
      </fieldset>
      <fieldset className="card stack">
        <legend className="legend">When and how</legend>
        <div className="field-pair">
          <WindowFields
            wish={draft.wish}
            now={now}
            none="No promise: as soon as a courier can"
            onWish={(wish) => onChange({ ...draft, wish })}
          />
        </div>
        {windowError !== undefined && (
          <p className="field-error" role="alert">
            {windowError}
          </p>
        )}
        <Choice
          legend="Proof at the door"
          name="proof-policy"
          value={draft.proofPolicy}
          options={[
            { value: 'pin', label: 'PIN', note: 'Only who has the recipient’s mail can say it.' },
            { value: 'any', label: 'PIN, signature or photo', note: 'Also when nobody knows the PIN.' },
          ]}
          onValue={(proofPolicy) => onChange({ ...draft, proofPolicy })}
        />
      </fieldset>
      {props.refusal !== null && <RefusalNote refusal={props.refusal} />}
      <div className="button-row">
        <Button kind="primary" type="submit" icon="arrow">
          Review
        </Button>
      </div>
    </Form>
  );
}
