import { placeOrder } from '@cool/contract/orders';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { checkDraft, type Draft, draftFieldOf, emptyDraft } from './draft.ts';
import { noWish } from './window-choices.ts';

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
  wish: noWish,
  proofPolicy: 'pin',
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

  it('carries a promise only when one was chosen, and refuses one that is over', () => {
    const now = new Date('2026-11-22T12:00:00Z');
    const wish = { day: '2026-11-22', from: '2026-11-22T14:00:00.000Z' };
    const promised = checkDraft({ ...good, wish, proofPolicy: 'any' }, now);
    expect(promised.ok && promised.content).toMatchObject({
      window: { from: wish.from, to: '2026-11-22T16:00:00.000Z' },
      proofPolicy: 'any',
    });
    expect(checkDraft(good, now)).not.toHaveProperty('content.window');
    const over = checkDraft({ ...good, wish }, new Date('2026-11-22T15:30:00Z'));
    expect(over.ok ? [] : Object.keys(over.errors)).toEqual(['window.from']);
  });

  it('finds the field a server error is about', () => {
    expect(draftFieldOf('/dropOff/routingKey')).toBe('dropOff.routingKey');
    expect(draftFieldOf('/eventId')).toBeNull();
  });
});
