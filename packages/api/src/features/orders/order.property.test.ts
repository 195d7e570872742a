// No sequence of commands, by whomever and in whatever order, leaves the contract's table. Two attempts of three are
// guided (a command the table allows, by a role that may), so that walks get far; the third is anything at all.

import { roles } from '@cool/contract/identity';
import {
  type ActorRole,
  commandsIn,
  endStates,
  lifecycle,
  mayCommand,
  type OrderCommand,
  type OrderEvent,
  orderCommands,
} from '@cool/contract/orders';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type OrderFacts } from './order.ts';

const seed = 20_261_122;
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 2_000);
console.log(`order: seed ${seed}, ${numRuns} runs`);

type Known = Omit<OrderFacts, 'events'> & {
  readonly events: readonly Pick<OrderEvent, 'command' | 'from' | 'to'>[];
};
const placed: Known = {
  version: 1,
  state: 'placed',
  events: [{ command: 'place', from: null, to: 'placed' }],
};

interface Attempt {
  readonly command: OrderCommand;
  readonly role: ActorRole;
  readonly stale: boolean;
}

const anything = fc.record({
  command: fc.constantFrom(...orderCommands),
  role: fc.constantFrom<ActorRole[]>(...roles, 'recipient'),
  stale: fc.boolean(),
});
const wildOrNot = fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: anything });
const attempts = fc.array(fc.record({ choice: fc.nat(), wild: wildOrNot }), {
  maxLength: 40,
  size: 'max', // the default makes walks of about ten steps, too short to come back from a failed delivery
});

function guided(order: Known, choice: number): Attempt | undefined {
  const allowed = commandsIn(order.state);
  const command = allowed[choice % Math.max(1, allowed.length)];
  if (command === undefined) return undefined;
  const able = mayCommand[command];
  return { command, role: able[choice % able.length] ?? 'admin', stale: false };
}

function step(order: Known, { command, role, stale }: Attempt): Known {
  const expectedVersion = stale ? order.version + 1 : order.version;
  const decision = decide(
    order,
    { command, eventId: 'evt', expectedVersion },
    { id: 'usr_x', role },
    new Date(0),
  );
  if (!decision.ok) return order;
  const { open, state } = decision.changes;
  const isRight = !stale && mayCommand[command].includes(role) && open === !endStates.includes(state);
  if (!isRight) expect.fail(`${command} by ${role}, stale: ${stale}, led to ${state}, open: ${open}`);
  return {
    version: order.version + 1,
    state: decision.changes.state,
    events: [...order.events, decision.event],
  };
}

function walk(choices: readonly { choice: number; wild: Attempt | null }[]): Known {
  return choices.reduce<Known>((order, { choice, wild }) => {
    const attempt = wild ?? guided(order, choice);
    return attempt === undefined ? order : step(order, attempt);
  }, placed);
}

test('each event is a step of the table, and the history ends in the state', () => {
  fc.assert(
    fc.property(attempts, (choices) => {
      const order = walk(choices);
      const offTheTable = order.events
        .slice(1)
        .filter(
          ({ command, from, to }) => from === null || command === 'place' || lifecycle[from][command] !== to,
        );
      expect(offTheTable).toEqual([]);
      expect(order.events.at(-1)?.to).toBe(order.state);
      expect(order.version).toBe(order.events.length);
    }),
    { seed, numRuns },
  );
});

test('an order at its end stays there, and one that was collected is never cancelled', () => {
  fc.assert(
    fc.property(attempts, (choices) => {
      const { events } = walk(choices);
      const commands = events.map((event) => event.command);
      const firstEnd = events.findIndex((event) => endStates.includes(event.to));
      if (firstEnd >= 0) expect(firstEnd).toBe(events.length - 1);
      if (commands.includes('collect')) expect(commands).not.toContain('cancel');
    }),
    { seed, numRuns },
  );
});

test('a link is revoked for good, and what a recipient asks for never moves the parcel', () => {
  fc.assert(
    fc.property(attempts, (choices) => {
      const moved = walk(choices).events.filter(
        ({ command, from, to }) => (command === 'instruct' || command === 'revoke') && to !== from,
      );
      expect(moved).toEqual([]);
    }),
    { seed, numRuns },
  );
});

test('the walks get far: they reach every end, and try again after a failed delivery', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(attempts, (choices) => {
      const { state, events } = walk(choices);
      reached.add(state);
      if (events.filter((event) => event.command === 'collect').length > 1) reached.add('collected twice');
    }),
    { seed, numRuns },
  );
  expect([...reached]).toEqual(expect.arrayContaining([...endStates, 'collected twice']));
});
