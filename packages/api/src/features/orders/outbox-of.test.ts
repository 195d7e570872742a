import { expect, test } from 'vitest';
import type { OrderDocument } from './order-document.ts';
import { outboxBeside } from './outbox-of.ts';

const event = (eventId: string): OrderDocument['events'][number] => ({
  eventId,
  command: 'confirm',
  from: 'placed',
  to: 'confirmed',
  at: `at ${eventId}`,
  actorId: 'usr_1',
  actorRole: 'dispatcher',
  bodyDigest: 'd',
});
const order = { events: [event('a'), event('b'), event('c')] };

test('exactly the events that the chain does not hold wait, each with its own version', () => {
  expect(outboxBeside(order, (id) => id === 'a')).toEqual([
    { eventId: 'b', version: 2, at: 'at b' },
    { eventId: 'c', version: 3, at: 'at c' },
  ]);
  expect(outboxBeside(order, () => true)).toEqual([]);
});
