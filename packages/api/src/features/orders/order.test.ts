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
    changes: {
      state: 'confirmed',
      open: true,
      updatedAt: at.toISOString(),
      endedAt: null,
      stateSince: at.toISOString(),
    },
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

test('a new promise stands in the event and in the order; without one nothing is promised', () => {
  const window = { from: '2026-11-23T14:00:00.000Z', to: '2026-11-23T16:00:00.000Z' };
  const recipient: Actor = { id: 'recipient', role: 'recipient' };
  const moved = decide(facts('failed'), { ...given, command: 'reschedule', window }, recipient, at);
  expect(moved).toMatchObject({ event: { window, actorId: 'recipient' }, changes: { window } });
  const open = decide(facts('failed'), { ...given, command: 'reschedule' }, dispatcher, at);
  expect(open).toMatchObject({ changes: { window: null } });
  expect(open.ok && 'window' in open.event).toBe(false);
});

test('what leaves the order in its state leaves its time there, too', () => {
  const instructions = { text: 'Behind the blue bin', safePlace: true };
  const recipient: Actor = { id: 'recipient', role: 'recipient' };
  const asked = decide(facts('en_route'), { ...given, command: 'instruct', instructions }, recipient, at);
  expect(asked).toMatchObject({ event: { from: 'en_route', to: 'en_route' }, changes: { instructions } });
  expect(asked.ok && 'stateSince' in asked.changes).toBe(false);
  expect(asked.ok && JSON.stringify(asked.event)).not.toContain('blue bin'); // personal: never in the chain
});

test.each([
  ['the sender asks for the PIN', {}, 'photo', false],
  ['the sender asks for the PIN', {}, 'pin', true],
  ['the sender takes any', { proofPolicy: 'any' }, 'signature', true],
  ['the recipient asked for a safe place', { instructions: { text: 'x', safePlace: true } }, 'photo', true],
  [
    'the recipient asked for a safe place',
    { instructions: { text: 'x', safePlace: true } },
    'signature',
    false,
  ],
  ['the recipient only said how to ring', { instructions: { text: 'x', safePlace: false } }, 'photo', false],
] as const)('when %s, with %o a %s is taken: %s', (_why, more, proof, taken) => {
  const order: OrderFacts = { ...facts('arrived'), ...more };
  const decision = decide(order, { ...given, command: 'deliver', proof }, courier, at);
  expect(decision.ok ? decision.event.proof : decision.code).toEqual(
    taken ? { kind: proof } : 'proof-refused',
  );
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
  [
    'a recipient who would move the parcel',
    facts('en_route'),
    { ...given, command: 'reschedule' },
    { id: 'recipient', role: 'recipient' },
    'transition-refused',
  ],
  [
    'a recipient who would cancel',
    facts('placed'),
    { ...given, command: 'cancel' },
    { id: 'recipient', role: 'recipient' },
    'forbidden',
  ],
] as const)('refused: %s', (_why, order, asked, actor, code) => {
  const decision = decide(order, asked, actor, at);
  expect(decision).toMatchObject({ ok: false, code });
  expect(decision.ok ? '' : decision.detail).not.toBe('');
});
