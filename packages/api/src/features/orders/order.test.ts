import { expect, test } from 'vitest';
import { type Actor, decide, type OrderFacts } from './order.ts';

const at = new Date('2026-11-22T12:00:00.000Z');
const dispatcher: Actor = { id: 'usr_d', role: 'dispatcher' };
const courier: Actor = { id: 'usr_c', role: 'courier' };
const facts = (
  state: OrderFacts['state'],
  commands: readonly OrderFacts['events'][number]['command'][] = ['place'],
): OrderFacts => ({
  version: commands.length,
  state,
  events: commands.map((command) => ({ command })),
});
const given = { eventId: 'evt_0000000000000001', expectedVersion: 1 };

test('confirming a placed order gives the event and the state the table names', () => {
  expect(decide(facts('placed'), { ...given, command: 'confirm' }, dispatcher, at)).toEqual({
    ok: true,
    event: {
      eventId: given.eventId,
      command: 'confirm',
      from: 'placed',
      to: 'confirmed',
      at: at.toISOString(),
      actorId: 'usr_d',
      actorRole: 'dispatcher',
    },
    changes: { state: 'confirmed', open: true, updatedAt: at.toISOString(), endedAt: null },
  });
});

test('assigning writes the courier into the event and the order', () => {
  const decision = decide(
    facts('confirmed'),
    { ...given, command: 'assign', courier: { id: 'usr_c', name: 'Cian' } },
    dispatcher,
    at,
  );
  expect(decision).toMatchObject({
    event: { courierId: 'usr_c' },
    changes: { courierId: 'usr_c', courierName: 'Cian', assignedAt: at.toISOString() },
  });
});

test('an end closes the order and says when', () => {
  const decision = decide(facts('placed'), { ...given, command: 'cancel' }, dispatcher, at);
  expect(decision).toMatchObject({ changes: { open: false, endedAt: at.toISOString() } });
});

test('a rescheduled order is on nobody’s run', () => {
  const decision = decide(facts('failed'), { ...given, command: 'reschedule' }, dispatcher, at);
  expect(decision).toMatchObject({ changes: { courierId: null, courierName: null, assignedAt: null } });
});

test.each([
  ['a role the table does not name', facts('placed'), { ...given, command: 'confirm' }, courier, 'forbidden'],
  [
    'a version the client did not read',
    facts('placed'),
    { ...given, expectedVersion: 2, command: 'confirm' },
    dispatcher,
    'version-stale',
  ],
  [
    'a state the table does not allow',
    facts('delivered'),
    { ...given, command: 'confirm' },
    dispatcher,
    'transition-refused',
  ],
  [
    'cancelling what was collected once, also after a new confirmation',
    facts('confirmed', ['place', 'confirm', 'assign', 'collect', 'fail', 'reschedule', 'confirm']),
    { ...given, expectedVersion: 7, command: 'cancel' },
    dispatcher,
    'transition-refused',
  ],
] as const)('refused: %s', (_why, order, asked, actor, code) => {
  const decision = decide(order, asked, actor, at);
  expect(decision).toMatchObject({ ok: false, code });
  expect(decision.ok ? '' : decision.detail).not.toBe('');
});
