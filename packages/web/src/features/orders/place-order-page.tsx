// A new delivery in three moves: fill in, review, placed. What was typed survives every refusal, and the name of
// the intent survives with it, so pressing again after a lost answer cannot place a second order.
import type { PlacedOrder } from '@cool/contract/orders';
import { useRef, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { focusFirstError } from '#ui/field.tsx';
import { Page } from '#ui/page.tsx';
import { currentUser } from '../identity/index.ts';
import {
  checkDraft,
  type Draft,
  type DraftErrors,
  draftFieldOf,
  emptyDraft,
  type OrderContent,
} from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import { DraftReview } from './draft-review.tsx';
import { type Intent, intentFor } from './intent.ts';
import { draftOf, keepDraft } from './kept-draft.ts';
import { OrderPlaced } from './order-placed.tsx';
import { sendPlaceOrder } from './orders-client.ts';

type Move =
  | { readonly kind: 'fill' }
  | { readonly kind: 'review'; readonly content: OrderContent }
  | { readonly kind: 'placed'; readonly placed: PlacedOrder };

export function PlaceOrderPage() {
  const ownerId = currentUser.value?.id ?? '';
  const [draft, setDraft] = useState<Draft>(() => draftOf(ownerId).draft);
  const [errors, setErrors] = useState<DraftErrors>({});
  const [move, setMove] = useState<Move>({ kind: 'fill' });
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const intent = useRef<Intent | null>(draftOf(ownerId).intent);
  const form = useRef<HTMLFormElement>(null);

  const change = (changed: Draft) => {
    setDraft(changed);
    keepDraft(ownerId, changed, intent.current);
  };

  const review = () => {
    const checked = checkDraft(draft);
    if (checked.ok) {
      setErrors({});
      setMove({ kind: 'review', content: checked.content });
      scrollTo(0, 0);
      return;
    }
    setErrors(checked.errors);
    if (form.current !== null) focusFirstError(form.current);
  };

  const place = async (content: OrderContent) => {
    intent.current = intentFor(intent.current, content);
    keepDraft(ownerId, draft, intent.current);
    setBusy(true);
    const answer = await sendPlaceOrder({ ...content, eventId: intent.current.eventId });
    setBusy(false);
    if (answer.ok) {
      intent.current = null;
      setRefusal(null);
      change(emptyDraft);
      setMove({ kind: 'placed', placed: answer.value });
      return;
    }
    setRefusal(answer.refusal);
    const wrong = answer.refusal.errors.flatMap((error) => {
      const field = draftFieldOf(error.field);
      return field === null ? [] : [[field, `Allowed is ${error.allowed}.`] as const];
    });
    if (wrong.length > 0) {
      setErrors(Object.fromEntries(wrong));
      setMove({ kind: 'fill' });
    }
  };

  switch (move.kind) {
    case 'fill':
      return (
        <Page key="fill" title="New delivery" lead="From door to door across Dublin.">
          <DraftForm
            formRef={form}
            draft={draft}
            errors={errors}
            refusal={refusal}
            onChange={change}
            onReview={review}
          />
        </Page>
      );
    case 'review':
      return (
        <Page key="review" title="Review the delivery" width="narrow">
          <DraftReview
            content={move.content}
            busy={busy}
            refusal={refusal}
            onBack={() => setMove({ kind: 'fill' })}
            onPlace={() => void place(move.content)}
          />
        </Page>
      );
    case 'placed':
      return (
        <Page key="placed" title="Delivery placed" width="narrow">
          <OrderPlaced placed={move.placed} onAnother={() => setMove({ kind: 'fill' })} />
        </Page>
      );
  }
}
