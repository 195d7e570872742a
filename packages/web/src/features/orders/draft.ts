// What a person has typed so far, and whether it is an order yet. The rules are the contract's; the sentences say
// what to do. The server checks again.
import type { Place, PlaceOrder, ProofPolicy } from '@cool/contract/orders';
import { noWish, type WindowWish, windowOf } from './window-choices.ts';

export interface PlaceDraft {
  readonly name: string;
  readonly address: string;
  readonly routingKey: string;
  /** Known when the place was picked from the list and its address not changed since. */
  readonly position: Place['position'] | null;
}

export interface Draft {
  readonly pickup: PlaceDraft;
  readonly dropOff: PlaceDraft;
  readonly recipientName: string;
  readonly recipientEmail: string;
  readonly parcel: string;
  readonly weightKg: string;
  readonly wish: WindowWish;
  readonly proofPolicy: ProofPolicy;
}

const fields = [
  'pickup.name',
  'pickup.address',
  'pickup.routingKey',
  'dropOff.name',
  'dropOff.address',
  'dropOff.routingKey',
  'recipient.name',
  'recipient.email',
  'parcel.description',
  'parcel.weightGrams',
  'window.from',
  'window.to',
] as const;

export type DraftField = (typeof fields)[number];
export type DraftErrors = Readonly<Partial<Record<DraftField, string>>>;
export type OrderContent = Omit<PlaceOrder, 'eventId'>;

export type CheckedDraft =
  | { readonly ok: true; readonly content: OrderContent }
  | { readonly ok: false; readonly errors: DraftErrors };

const emptyPlace: PlaceDraft = { name: '', address: '', routingKey: '', position: null };

export const emptyDraft: Draft = {
  pickup: emptyPlace,
  dropOff: emptyPlace,
  recipientName: '',
  recipientEmail: '',
  parcel: '',
  weightKg: '',
  wish: noWish,
  proofPolicy: 'pin',
};

const heaviestGrams = 30_000;
const routingKeyForm = /^(D[0-9]{2}|D6W|A[0-9]{2}|K[0-9]{2})$/;
const emailForm = /^[^\s@]+@[^\s@]+\.[^\s@]+$/; // only a hint: the server knows the real rule

export function checkDraft(draft: Draft, now: Date = new Date()): CheckedDraft {
  const window = windowOf(draft.wish, now);
  const weightGrams = gramsOf(draft.weightKg);
  const found: readonly (readonly [DraftField, string | null])[] = [
    ...placeErrors('pickup', draft.pickup, 'the parcel is collected'),
    ...placeErrors('dropOff', draft.dropOff, 'the parcel goes'),
    ['recipient.name', draft.recipientName.trim() === '' ? 'Say who receives the parcel.' : null],
    [
      'recipient.email',
      emailForm.test(draft.recipientEmail.trim())
        ? null
        : 'Give an e-mail address such as aoife@example.com: the PIN for the door is sent there.',
    ],
    ['parcel.description', draft.parcel.trim() === '' ? 'Say in a few words what is inside.' : null],
    ['parcel.weightGrams', weightGrams === null ? 'Give a weight from 0.001 to 30 kg, such as 1.5.' : null],
    [
      'window.from',
      draft.wish.day !== '' && window === null ? 'Choose a window that can still be promised.' : null,
    ],
  ];
  const errors = Object.fromEntries(found.filter(([, sentence]) => sentence !== null)) as DraftErrors;
  if (weightGrams === null || Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    content: {
      pickup: placeOf(draft.pickup),
      dropOff: placeOf(draft.dropOff),
      recipient: { name: draft.recipientName.trim(), email: draft.recipientEmail.trim() },
      parcel: { description: draft.parcel.trim(), weightGrams },
      proofPolicy: draft.proofPolicy,
      ...(window === null ? {} : { window }),
    },
  };
}

/** A field error of the server, `/pickup/name`, beside the field it is about; null where the form has none such. */
export function draftFieldOf(pointer: string): DraftField | null {
  const dotted = pointer.replace(/^\//, '').replaceAll('/', '.');
  return fields.find((field) => field === dotted) ?? null;
}

function placeErrors(
  end: 'pickup' | 'dropOff',
  place: PlaceDraft,
  purpose: string,
): readonly (readonly [DraftField, string | null])[] {
  return [
    [`${end}.name`, place.name.trim() === '' ? `Say where ${purpose}: pick a place or type its name.` : null],
    [`${end}.address`, place.address.trim() === '' ? 'Give the street and number.' : null],
    [
      `${end}.routingKey`,
      routingKeyForm.test(place.routingKey)
        ? null
        : 'The first three characters of the Eircode, such as D02.',
    ],
  ];
}

function placeOf(place: PlaceDraft): Place {
  return {
    name: place.name.trim(),
    address: place.address.trim(),
    routingKey: place.routingKey,
    ...(place.position === null || place.position === undefined ? {} : { position: place.position }),
  };
}

function gramsOf(weightKg: string): number | null {
  const text = weightKg.trim().replace(',', '.');
  if (!/^\d{1,2}(\.\d{1,3})?$/.test(text)) return null;
  const grams = Math.round(Number(text) * 1_000);
  return grams >= 1 && grams <= heaviestGrams ? grams : null;
}
