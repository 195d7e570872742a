import { expect, test } from 'vitest';
import type { Link } from './verify-chain.ts';
import { digestOf } from './verify-chain.ts';
import { type JudgedOrder, judgeOrder } from './verify-orders.ts';

const event = (version: number) => ({
  eventId: `evt_${version}`,
  command: version === 1 ? ('place' as const) : ('confirm' as const),
  from: version === 1 ? null : ('placed' as const),
  to: version === 1 ? ('placed' as const) : ('confirmed' as const),
  at: '2026-11-22T12:00:00.000Z',
  actorId: 'usr_1',
  actorRole: 'dispatcher',
});
const stored = (version: number) => ({ ...event(version), bodyDigest: 'd', note: 'stays out of the chain' });
const order: JudgedOrder = {
  _id: 'ord_1',
  version: 2,
  state: 'confirmed',
  events: [stored(1), stored(2)],
  outbox: [],
};
const link = (version: number): [number, Link] => [
  version,
  { seq: version + 40, eventId: `evt_${version}`, digest: digestOf(event(version)) },
];
const chain = new Map([link(1), link(2)]);

test('an order whose history is the chain’s is sound', () => {
  expect(judgeOrder(order, chain)).toEqual({ ok: true, waiting: 0, unexplained: [] });
});

test('an event that waits in the outbox is on its way; one that waits nowhere must be explained', () => {
  const waiting = { ...order, outbox: [{ eventId: 'evt_2', version: 2, at: '' }] };
  expect(judgeOrder(waiting, new Map([link(1)]))).toMatchObject({ ok: true, waiting: 1, unexplained: [] });
  expect(judgeOrder(order, new Map([link(1)]))).toMatchObject({
    ok: true,
    unexplained: [{ eventId: 'evt_2', version: 2 }],
  });
});

test.each<[string, Partial<JudgedOrder>, string]>([
  [
    'an altered event',
    { events: [{ ...stored(1), actorRole: 'admin' }, stored(2)] },
    'event evt_1 (version 1) has another content than record 41 holds of it',
  ],
  [
    'an event exchanged',
    { events: [stored(1), { ...stored(2), eventId: 'evt_x' }] },
    'its version 2 is event evt_x; record 42 says it was evt_2',
  ],
  [
    'an event removed',
    { events: [stored(1)], version: 1, state: 'placed' },
    'event evt_2 of record 42 is missing from the order',
  ],
  ['another version', { version: 3 }, 'its version is 3'],
  ['another state', { state: 'delivered' }, 'its state is delivered, its history ends in confirmed'],
])('%s is named', (_fault, change, what) => {
  expect(judgeOrder({ ...order, ...change }, chain)).toMatchObject({
    ok: false,
    orderId: 'ord_1',
    what: expect.stringContaining(what),
  });
});
