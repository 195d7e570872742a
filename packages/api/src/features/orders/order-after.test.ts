import { expect, test } from 'vitest';
import { orderAfter } from './order-after.ts';
import type { OrderDocument, StoredEvent } from './order-document.ts';

const at = (minute: number) => `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z`;
const window = { from: at(20), to: at(40) };
const anew = { from: '2026-11-23T12:00:00.000Z', to: '2026-11-23T14:00:00.000Z' };

const steps = [
  ['place', null, 'placed', { window }],
  ['confirm', 'placed', 'confirmed', {}],
  ['assign', 'confirmed', 'assigned', { courierId: 'usr_c' }],
  ['instruct', 'assigned', 'assigned', {}],
  ['collect', 'assigned', 'collected', {}],
  ['fail', 'collected', 'failed', { reason: 'other' }],
  ['instruct', 'failed', 'failed', {}],
  ['reschedule', 'failed', 'rescheduled', { window: anew }],
] as const;

const order = {
  _id: 'ord_1',
  version: steps.length,
  state: 'rescheduled',
  open: true,
  window: anew,
  instructions: { text: 'written after the failure', safePlace: false },
  customerId: 'usr_s',
  courierId: null,
  courierName: null,
  assignedAt: null,
  placedAt: at(0),
  updatedAt: at(7),
  stateSince: at(7),
  endedAt: null,
  events: steps.map(
    ([command, from, to, more], index): StoredEvent => ({
      eventId: `evt_${index}`,
      command,
      from,
      to,
      at: at(index),
      actorId: 'usr_x',
      actorRole: 'courier',
      bodyDigest: '',
      ...more,
    }),
  ),
} as unknown as OrderDocument;

test('the order after a failure is the one its courier was told of, and nothing that came later', () => {
  const then = orderAfter(order, 'evt_5');
  expect(then).toMatchObject({
    version: 6,
    state: 'failed',
    updatedAt: at(5),
    stateSince: at(5),
    courierId: 'usr_c',
    assignedAt: at(2),
    window,
  });
  expect(then?.events.map(({ command }) => command)).toEqual(steps.slice(0, 6).map(([command]) => command));
  expect(JSON.stringify(then)).not.toContain('written after');
  expect(JSON.stringify(then)).not.toContain(anew.from);
});

test('after the last event it is the order as it stands', () => {
  expect(orderAfter(order, 'evt_7')).toEqual(order);
});

test('what leaves the state as it is does not change since when it holds', () => {
  expect(orderAfter(order, 'evt_3')).toMatchObject({
    state: 'assigned',
    stateSince: at(2),
    updatedAt: at(3),
  });
});

test('an event of no such order gives none', () => {
  expect(orderAfter(order, 'evt_99')).toBeNull();
});
