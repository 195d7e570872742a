import { expect, test } from 'vitest';
import { rowOf } from './row.ts';

const order = {
  id: 'ord_1',
  version: 3,
  state: 'assigned' as const,
  pickup: { name: 'From', address: 'Kept back', routingKey: 'D01' },
  dropOff: { name: 'To', address: 'Shown', routingKey: 'D02', position: { lat: 53, lon: -6 } },
  recipient: { name: 'Aoife', email: 'kept-back@example.ie' },
  parcel: { description: 'A book', weightGrams: 500 },
  customerId: 'usr_kept_back',
  courierId: 'usr_2',
  courierName: 'Cian',
  placedAt: '2026-11-22T12:00:00.000Z',
  updatedAt: '2026-11-22T12:05:00.000Z',
  stateSince: '2026-11-22T12:04:00.000Z',
  window: { from: '2026-11-22T14:00:00.000Z', to: '2026-11-22T16:00:00.000Z' },
  instructions: { text: 'Kept back', safePlace: true },
};

test('a row holds what a list shows, and nothing comes along by itself', () => {
  expect(rowOf(order)).toEqual({
    id: 'ord_1',
    version: 3,
    state: 'assigned',
    pickup: { name: 'From', routingKey: 'D01' },
    dropOff: { name: 'To', address: 'Shown', routingKey: 'D02', position: { lat: 53, lon: -6 } },
    window: { from: '2026-11-22T14:00:00.000Z', to: '2026-11-22T16:00:00.000Z' },
    recipientName: 'Aoife',
    parcel: 'A book',
    courierId: 'usr_2',
    courierName: 'Cian',
    placedAt: '2026-11-22T12:00:00.000Z',
    updatedAt: '2026-11-22T12:05:00.000Z',
    stateSince: '2026-11-22T12:04:00.000Z',
  });
});
