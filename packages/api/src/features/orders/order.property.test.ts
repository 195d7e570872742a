// No sequence of commands, by whomever and in whatever order, leaves the contract's table.

import { roles } from '@cool/contract/identity';
import { endStates, lifecycle, mayCommand, type OrderEvent, orderCommands } from '@cool/contract/orders';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, type OrderFacts } from './order.ts';

const seed = 20_261_122;
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 2_000);
console.log(`order: seed ${seed}, ${numRuns} runs`);

const attempt = fc.record({
  command: fc.constantFrom(...orderCommands),
  role: fc.constantFrom(...roles),
  stale: fc.boolean(),
});

type Known = Omit<OrderFacts, 'events'> & {
  readonly events: readonly Pick<OrderEvent, 'command' | 'from' | 'to'>[];
};
const placed: Known = {
  version: 1,
  state: 'placed',
  events: [{ command: 'place', from: null, to: 'placed' }],
};

interface Attempt {
  readonly command: (typeof orderCommands)[number];
  readonly role: (typeof roles)[number];
  readonly stale: boolean;
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
  expect(stale).toBe(false);
  expect(mayCommand[command]).toContain(role);
  expect(decision.changes.open).toBe(!endStates.includes(decision.changes.state));
  return {
    version: order.version + 1,
    state: decision.changes.state,
    events: [...order.events, decision.event],
  };
}

const play = (attempts: readonly Attempt[]) => attempts.reduce(step, placed);

test('each event is a step of the table, and the history ends in the state', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
      const order = play(attempts);
      for (const event of order.events.slice(1)) {
        expect(
          event.from === null || event.command === 'place' ? undefined : lifecycle[event.from][event.command],
        ).toBe(event.to);
      }
      expect(order.events.at(-1)?.to).toBe(order.state);
      expect(order.version).toBe(order.events.length);
    }),
    { seed, numRuns },
  );
});

test('an order at its end stays there, and one that was collected is never cancelled', () => {
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 60 }), (attempts) => {
      const { events } = play(attempts);
      const commands = events.map((event) => event.command);
      const firstEnd = events.findIndex((event) => endStates.includes(event.to));
      if (firstEnd >= 0) expect(firstEnd).toBe(events.length - 1);
      if (commands.includes('collect')) expect(commands).not.toContain('cancel');
    }),
    { seed, numRuns },
  );
});

test('the runs reach every end: the property is not empty', () => {
  const reached = new Set<string>();
  // Only commands the table allows, by a role that may: long walks instead of refusals.
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 100 }), { minLength: 30, maxLength: 30 }), (choices) => {
      let order = placed;
      for (const choice of choices) {
        const allowed = orderCommands.filter((command) => lifecycle[order.state][command] !== undefined);
        const command = allowed[choice % Math.max(1, allowed.length)];
        if (command === undefined) break;
        const [role = 'admin'] = mayCommand[command];
        order = step(order, { command, role, stale: false });
      }
      reached.add(order.state);
    }),
    { seed, numRuns: 500 },
  );
  expect([...reached]).toEqual(expect.arrayContaining([...endStates]));
});
