// Whatever single thing is done to a trail behind our back, is it found? A random trail of deliveries, accounts and accesses
// with the documents that belong to it, and one random act of an insider: an edit of any value, a field added or taken, a
// record removed, doubled, swapped, forged, the end cut off, everything rewritten with right hashes.
// Promised without an anchor: every act but a clean cut of what no document tells, and a clean rewrite of chain *and*
// documents. Promised with one: those too, at or before the anchor.

import type { AuditRecord, PersonEvent } from '@cool/contract/audit';
import { roles } from '@cool/contract/identity';
import { type OrderEvent, orderCommands, orderStates } from '@cool/contract/orders';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { StoredEvent } from '../orders/index.ts';
import { type ChainEntry, chainOn, emptyChain } from './chain.ts';
import { nothingTold, type ToldOfPerson, toldNext } from './told-of-person.ts';
import { type SoundChain, verifyChain } from './verify-chain.ts';
import { type JudgedOrder, judgeOrder } from './verify-orders.ts';
import { type JudgedPerson, judgePerson } from './verify-people.ts';

const seed = 20_261_123;
const numRuns = Number(process.env['PROPERTY_RUNS'] ?? 1_500);
vi.setConfig({ testTimeout: 30_000 + 50 * numRuns });
console.log(`trail: seed ${seed}, ${numRuns} runs of each property`);

type Stored = AuditRecord & { readonly _id: string };
interface World {
  readonly trail: readonly Stored[];
  readonly orders: readonly JudgedOrder[];
  readonly people: readonly JudgedPerson[];
}

const at = '2026-11-22T12:00:00.000Z';
const idOf = (prefix: 'ord' | 'usr', i: number) => `${prefix}_${String(i).padStart(26, '0')}`;
const actor = fc.record({
  actorId: fc.nat(3).map((i) => idOf('usr', i)),
  actorRole: fc.constantFrom(...roles),
});
const step = fc.oneof(
  fc.record({
    type: fc.constant('order' as const),
    subject: fc.nat(2),
    actor,
    command: fc.constantFrom(...orderCommands),
    to: fc.constantFrom(...orderStates),
  }),
  fc.record({
    type: fc.constant('person' as const),
    subject: fc.nat(2),
    actor,
    what: fc.constantFrom<PersonEvent['what'][]>(
      'session-begun',
      'role-changed',
      'disabled',
      'enabled',
      'email-changed',
    ),
    role: fc.constantFrom(...roles),
  }),
  fc.record({
    type: fc.constant('access' as const),
    actor,
    problem: fc.constantFrom('forbidden', 'four-eyes'),
  }),
);

/** The trail those steps leave, and the documents that tell the same. */
function worldOf(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]): World {
  const orders = new Map<string, StoredEvent[]>();
  const people = new Map<string, ToldOfPerson>();
  const entries = steps.map((each, i): ChainEntry => {
    const eventId = `evt_${String(i).padStart(16, '0')}`;
    if (each.type === 'access') {
      const event = {
        ...each.actor,
        eventId,
        what: 'refused' as const,
        at,
        aal: 2 as const,
        method: 'GET',
        route: '/api/people',
        problem: each.problem,
        requestId: `req_${i}`,
        windowSeconds: 60,
      };
      return { subject: { type: 'access', id: null }, event };
    }
    if (each.type === 'order') {
      const id = idOf('ord', each.subject);
      const events = orders.get(id) ?? [];
      const from = events.at(-1)?.to ?? null;
      const command = from === null ? ('place' as const) : each.command;
      const event: OrderEvent = { eventId, command, from, to: each.to, at, ...each.actor };
      orders.set(id, [...events, { ...event, bodyDigest: '' }]);
      return { subject: { type: 'order', id, version: events.length + 1 }, event };
    }
    const id = idOf('usr', each.subject);
    const told = people.get(id) ?? nothingTold;
    const what = told.version === 0 ? 'created' : each.what;
    const named = what === 'created' || what === 'role-changed';
    const event: PersonEvent = {
      eventId,
      what,
      at,
      aal: 2,
      ...each.actor,
      ...(named ? { role: each.role } : {}),
    };
    people.set(id, toldNext(told, event));
    return { subject: { type: 'person', id, version: told.version + 1 }, event };
  });
  return {
    trail: stored(chainOn(emptyChain, entries)),
    orders: [...orders].map(([_id, events]) => ({
      _id,
      events,
      outbox: [],
      state: events.at(-1)?.to ?? 'placed',
      version: events.length,
    })),
    people: [...people].map(([_id, { role, disabled, version }]) => ({
      _id,
      email: '',
      role: role ?? 'customer',
      disabledAt: disabled ? new Date(at) : null,
      outbox: [],
      toldCount: version,
    })),
  };
}

const stored = (records: readonly AuditRecord[]): readonly Stored[] =>
  records.map((record) => ({ _id: record.eventId, ...record }));

const world = fc.array(step, { minLength: 3, maxLength: 25 }).map(worldOf);

/** What the check says: nothing, or the number of the first bad record, or that a document does not fit. */
async function verdictOn({ trail, orders, people }: World): Promise<'intact' | number | 'document'> {
  const chain = await verifyChain(inOrder(trail), () => undefined);
  if (!chain.ok) return chain.seq ?? 'document';
  return documentsFit(chain, orders, people) ? 'intact' : 'document';
}

function documentsFit(chain: SoundChain, orders: World['orders'], people: World['people']): boolean {
  const ordersFit = orders.every((order) => {
    const judged = judgeOrder(order, chain.links.get(order._id) ?? new Map());
    return judged.ok && judged.unexplained.length === 0;
  });
  const peopleFit = people.every(
    (person) =>
      judgePerson(person, chain.people.get(person._id) ?? nothingTold, [], null).wrong === undefined,
  );
  const known = new Set([...orders, ...people].map(({ _id }) => _id));
  return (
    ordersFit && peopleFit && [...chain.links.keys(), ...chain.people.keys()].every((id) => known.has(id))
  );
}

/** The database gives them by number. */
async function* inOrder(trail: readonly Stored[]): AsyncGenerator<Stored> {
  for (const record of [...trail].sort((a, b) => Number(a.seq) - Number(b.seq))) yield record;
}

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, [...path, name]));
}

function otherThan(value: unknown, salt: string): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string')
    return value.endsWith(salt) ? `${value.slice(0, -1)}x` : `${value.slice(0, -1)}${salt}`;
  return salt;
}

function changed<Value>(value: Value, path: Path, change: (value: unknown) => unknown): Value {
  const [name, ...rest] = path;
  if (name === undefined) return change(value) as Value;
  const holder = value as Readonly<Record<string | number, unknown>>;
  return { ...holder, [name]: changed(holder[name], rest, change) } as Value;
}

const pick = fc.nat();
async function check<Values>(property: fc.IAsyncProperty<Values>): Promise<void> {
  await fc.assert(property, { seed, numRuns });
}

test('an untouched trail is intact', async () => {
  await check(
    fc.asyncProperty(world, async (given) => {
      expect(await verdictOn(given)).toBe('intact');
    }),
  );
});

test('one value of one record changed, whichever, is found at that record', async () => {
  await check(
    fc.asyncProperty(world, pick, pick, fc.constantFrom('0', 'a', 'Z', '9'), async (given, i, leaf, salt) => {
      const index = i % given.trail.length;
      const record = given.trail[index] as Stored;
      const leaves = leavesOf(record).filter(([name]) => name !== 'seq'); // a changed number is a removal and a stranger
      const path = leaves[leaf % leaves.length] as Path;
      const edited = changed(record, path, (value) => otherThan(value, salt));
      expect(await verdictOn({ ...given, trail: given.trail.with(index, edited) })).toBe(index + 1);
    }),
  );
});

test('a field added to or taken from a record is found at that record', async () => {
  await check(
    fc.asyncProperty(world, pick, pick, fc.boolean(), async (given, i, leaf, add) => {
      const index = i % given.trail.length;
      const record = given.trail[index] as Stored;
      const inner = Object.keys(record.event);
      const name = inner[leaf % inner.length] as string;
      const event = add
        ? { ...record.event, note: 'x' }
        : Object.fromEntries(Object.entries(record.event).filter(([each]) => each !== name));
      const edited = { ...record, event } as Stored;
      expect(await verdictOn({ ...given, trail: given.trail.with(index, edited) })).toBe(index + 1);
    }),
  );
});

test('a record taken out, told twice, renumbered or put in another’s place is found where it begins', async () => {
  await check(
    fc.asyncProperty(
      world,
      pick,
      pick,
      fc.constantFrom('remove', 'double', 'renumber', 'swap'),
      async (given, i, j, act) => {
        const { trail } = given;
        const a = i % (trail.length - 1); // not the last: taking that out is a cut
        const b = a + 1 + (j % (trail.length - 1 - a));
        const [first, second] = [trail[a] as Stored, trail[b] as Stored];
        const damaged = {
          remove: () => trail.toSpliced(a, 1),
          double: () => trail.toSpliced(b, 0, { ...first, seq: second.seq }),
          renumber: () => trail.with(a, { ...first, seq: trail.length + 5 }),
          swap: () => trail.with(a, { ...second, seq: first.seq }).with(b, { ...first, seq: second.seq }),
        }[act]();
        expect(await verdictOn({ ...given, trail: damaged })).toBe(act === 'double' ? b + 1 : a + 1);
      },
    ),
  );
});

test('a record forged with a right hash of its own is found at the next one', async () => {
  await check(
    fc.asyncProperty(world, pick, async (given, i) => {
      const { trail } = given;
      const index = i % (trail.length - 1);
      const record = trail[index] as Stored;
      const entry = {
        subject: record.subject,
        event: { ...record.event, at: '2026-11-22T12:00:00.001Z' },
      } as ChainEntry;
      const [forged] = stored(chainOn({ seq: index, hash: record.prev }, [entry]));
      expect(await verdictOn({ ...given, trail: trail.with(index, forged as Stored) })).toBe(index + 2);
    }),
  );
});

test('an end cut off is found by the documents, unless only accesses were cut; by the anchor always', async () => {
  await check(
    fc.asyncProperty(world, pick, pick, async (given, i, j) => {
      const { trail } = given;
      const keep = 1 + (i % (trail.length - 1));
      const gone = trail.slice(keep);
      const verdict = await verdictOn({ ...given, trail: trail.slice(0, keep) });
      const onlyAccesses = gone.every(({ subject }) => subject.type === 'access');
      expect(verdict).toBe(onlyAccesses ? 'intact' : 'document');
      const anchor = trail[keep + (j % gone.length)] as Stored;
      expect(hashAt(trail.slice(0, keep), anchor.seq)).not.toBe(anchor.hash);
    }),
  );
});

test('everything rewritten with right hashes, documents too, is found by an anchor at or after the first change', async () => {
  await check(
    fc.asyncProperty(world, pick, pick, async ({ trail }, i, j) => {
      const index = i % trail.length;
      const before = trail[index - 1];
      const head = before === undefined ? emptyChain : { seq: before.seq, hash: before.hash };
      const entries = trail.slice(index).map(({ subject, event }, n) => ({
        subject,
        event: n === 0 ? { ...event, at: '2026-11-22T12:00:00.001Z' } : event,
      })) as readonly ChainEntry[];
      const rewritten = [...trail.slice(0, index), ...stored(chainOn(head, entries))];
      expect((await verifyChain(inOrder(rewritten), () => undefined)).ok).toBe(true);
      const anchor = trail[index + (j % (trail.length - index))] as Stored;
      expect(hashAt(rewritten, anchor.seq)).not.toBe(anchor.hash);
      const earlier = trail[Math.max(0, index - 1)] as Stored;
      if (index > 0) expect(hashAt(rewritten, earlier.seq)).toBe(earlier.hash); // and an older one cannot know
    }),
  );
});

test('an account changed behind the trail’s back is found', async () => {
  await check(
    fc.asyncProperty(
      world,
      pick,
      fc.constantFrom('role', 'disabledAt', 'more', 'fewer', 'gone'),
      async (given, i, act) => {
        fc.pre(given.people.length > 0);
        const index = i % given.people.length;
        const person = given.people[index] as JudgedPerson;
        const { role, disabledAt, toldCount = 0 } = person;
        const damaged: readonly JudgedPerson[] = {
          role: () =>
            given.people.with(index, {
              ...person,
              role: role === 'admin' ? 'courier' : 'admin',
            } as JudgedPerson),
          disabledAt: () =>
            given.people.with(index, { ...person, disabledAt: disabledAt === null ? new Date(at) : null }),
          more: () => given.people.with(index, { ...person, toldCount: toldCount + 1 }),
          fewer: () => given.people.with(index, { ...person, toldCount: toldCount - 1 }),
          gone: () => given.people.toSpliced(index, 1),
        }[act]();
        expect(await verdictOn({ ...given, people: damaged })).toBe('document');
      },
    ),
  );
});

test('an order changed behind the trail’s back is found', async () => {
  await check(
    fc.asyncProperty(
      world,
      pick,
      fc.constantFrom('state', 'version', 'event', 'cut', 'gone'),
      async (given, i, act) => {
        fc.pre(given.orders.length > 0);
        const index = i % given.orders.length;
        const order = given.orders[index] as JudgedOrder;
        const other = { ...order.events[0], actorRole: 'nobody' } as unknown as StoredEvent;
        const damaged: readonly JudgedOrder[] = {
          state: () =>
            given.orders.with(index, {
              ...order,
              state: order.state === 'delivered' ? 'placed' : 'delivered',
            }),
          version: () => given.orders.with(index, { ...order, version: order.version + 1 }),
          event: () => given.orders.with(index, { ...order, events: order.events.with(0, other) }),
          cut: () =>
            given.orders.with(index, {
              ...order,
              version: order.version - 1,
              events: order.events.slice(0, -1),
            }),
          gone: () => given.orders.toSpliced(index, 1),
        }[act]();
        expect(await verdictOn({ ...given, orders: damaged })).toBe('document');
      },
    ),
  );
});

const hashAt = (trail: readonly Stored[], seq: number) => trail.find((record) => record.seq === seq)?.hash;
