import { personalDaysAfterEnd } from '@cool/contract/orders';
import { expect, test } from 'vitest';
import type { OrderDocument } from './order-document.ts';
import { redactedBefore, redactionOf } from './redact-order.ts';
import { eventOf } from './views.ts';

const at = new Date('2027-12-24T12:00:00.000Z');
const event = {
  eventId: 'evt_0000000000000001',
  command: 'fail' as const,
  from: 'arrived' as const,
  to: 'failed' as const,
  at: '2026-11-22T12:00:00.000Z',
  actorId: 'usr_courier',
  actorRole: 'courier',
  reason: 'nobody_there' as const,
  contentDigest: 'c'.repeat(64),
  bodyDigest: 'd'.repeat(64),
  note: 'She is in hospital',
};
const order: Pick<OrderDocument, 'pickup' | 'dropOff' | 'parcel' | 'courierName' | 'events'> = {
  pickup: { name: 'From', address: 'A street', routingKey: 'D01', position: { lat: 53.3, lon: -6.2 } },
  dropOff: { name: 'To', address: 'Another street', routingKey: 'D6W' },
  parcel: { description: 'A book', weightGrams: 500 },
  courierName: 'Cian',
  events: [event],
};

test('what is personal is gone, what is counted stays', () => {
  const removed = redactionOf(order, at);
  const text = JSON.stringify(removed);
  for (const gone of ['From', 'street', '53.3', 'To', 'A book', 'Cian', 'hospital', 'dddd'])
    expect(text).not.toContain(gone);
  expect(removed).toMatchObject({
    pickup: { routingKey: 'D01' },
    dropOff: { routingKey: 'D6W' },
    parcel: { weightGrams: 500 },
    searchKeys: [],
    redactedAt: at.toISOString(),
  });
});

test('the event that the chain holds is the same to the letter', () => {
  const [after] = redactionOf(order, at).events;
  if (after === undefined) throw new Error('An event should be left.');
  expect(eventOf(after)).toEqual(eventOf(event));
});

test('an order without a courier names none afterwards', () => {
  expect(redactionOf({ ...order, courierName: null }, at).courierName).toBeNull();
});

test('a removed order that is removed again is the same', () => {
  const once = redactionOf(order, at);
  expect(redactionOf(once, at)).toEqual(once);
});

test('time is over so many days after the end', () => {
  expect(Date.parse(redactedBefore(at)) + personalDaysAfterEnd * 86_400_000).toBe(at.getTime());
});
