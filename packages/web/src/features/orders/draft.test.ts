import { placeOrder } from '@cool/contract/orders';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { checkDraft, type Draft, draftFieldOf, emptyDraft } from './draft.ts';

const good: Draft = {
  pickup: {
    name: 'Trinity College',
    address: 'College Green',
    routingKey: 'D02',
    position: { lat: 53.3, lon: -6.2 },
  },
  dropOff: { name: 'Heuston Station', address: "St John's Road West", routingKey: 'D08', position: null },
  recipientName: ' Aoife Byrne ',
  recipientEmail: 'aoife@example.com',
  parcel: 'Books',
  weightKg: '1.5',
};

describe('a draft', () => {
  it('that is complete is an order the contract accepts', () => {
    const checked = checkDraft(good);
    if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
    expect(checked.content.recipient.name).toBe('Aoife Byrne');
    expect(Value.Check(placeOrder, { ...checked.content, eventId: 'a'.repeat(16) })).toBe(true);
  });

  it('that is empty names every field', () => {
    const checked = checkDraft(emptyDraft);
    expect(checked.ok ? [] : Object.keys(checked.errors)).toHaveLength(10);
  });

  it.each([
    ['1', 1_000],
    ['1,5', 1_500],
    ['0.001', 1],
    ['30', 30_000],
  ])('reads %s kg as %i g', (weightKg, grams) => {
    const checked = checkDraft({ ...good, weightKg });
    expect(checked.ok && checked.content.parcel.weightGrams).toBe(grams);
  });

  it.each(['', '0', '0.0001', '30.001', '-1', '1e1', 'heavy', '1.5 kg'])(
    'refuses a weight of %j',
    (weightKg) => {
      const checked = checkDraft({ ...good, weightKg });
      expect(checked.ok ? [] : Object.keys(checked.errors)).toEqual(['parcel.weightGrams']);
    },
  );

  it('finds the field a server error is about', () => {
    expect(draftFieldOf('/dropOff/routingKey')).toBe('dropOff.routingKey');
    expect(draftFieldOf('/eventId')).toBeNull();
  });
});
