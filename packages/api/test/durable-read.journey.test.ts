// A server shows a write before its journal holds it. Here it is killed just between such a read and what rests on it,
// each time: what the chain says, and what a repeated command is answered, must be true afterwards, too.

import { type Db, MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drain } from '../src/features/audit/drain.ts';
import { auditStore, verifyAudit } from '../src/features/audit/index.ts';
import { ordersSource } from '../src/features/audit/sources.ts';
import { commandOrder } from '../src/features/orders/command-order.ts';
import {
  type OrderDocument,
  type OrdersStore,
  ordersStore,
  outboxStore,
} from '../src/features/orders/index.ts';
import { newOrder } from '../src/features/orders/new-order.ts';
import { makeIndexes } from '../src/indexes.ts';
import { durably } from '../src/platform/durable-read.ts';
import { makeId } from '../src/platform/ids.ts';
import { decodeKeys } from '../src/platform/keys.ts';
import { makeLogger } from '../src/platform/logging.ts';
import { aDelivery, eventId, type Platform, startPlatform } from './harness.ts';

let platform: Platform;
let db: Db;
/** Writes through it are shown at once and journaled up to 100 ms later, as those still waiting for the journal are. */
let unjournaled: Db;
let client: MongoClient;
const log = makeLogger({ write: () => undefined });
const dispatcher = { id: 'usr_00000000000000000000000001', role: 'dispatcher' } as const;

beforeAll(async () => {
  platform = await startPlatform(0);
  client = await MongoClient.connect(platform.uri);
  db = client.db('cool', { writeConcern: { w: 1, journal: true } });
  unjournaled = client.db('cool', { writeConcern: { w: 1, journal: false } });
  await makeIndexes(db);
}, 60_000);

afterAll(async () => {
  await client?.close();
  await platform?.stop();
});

async function killAndRestart(): Promise<void> {
  await platform.killEngine();
  await platform.restartEngine();
}

/** One given name, so that the same wish can be told twice. */
function placed(wish: ReturnType<typeof aDelivery>, id: string, at: Date): OrderDocument {
  const keys = decodeKeys(platform.keys);
  return newOrder(keys, { id, contentKey: '', given: wish, bodyDigest: 'same', actor: dispatcher, at });
}

test('a read whose server was killed before it was proved is made again', async () => {
  await durably(db, async () => 'the marks are there');
  let reads = 0;
  const read = () =>
    durably(db, async () => {
      reads += 1;
      if (reads === 2) await killAndRestart();
      return reads;
    });
  expect(await read()).toBe(1);
  expect(await read()).toBe(3);
}, 60_000);

test('the first of all reads makes the marks it needs', async () => {
  const fresh = client.db('fresh');
  expect(await durably(fresh, async () => 'seen')).toBe('seen');
  expect(await fresh.collection('durability').find().toArray()).toHaveLength(2);
});

test('what is drained outlives the server, so that a repeated wish cannot stand there with another moment', async () => {
  const wish = aDelivery();
  const id = makeId('ord', new Date());
  await ordersStore(unjournaled).insert(placed(wish, id, new Date('2026-11-28T12:00:00.000Z')));

  const outbox = outboxStore(db);
  let killed = false;
  const source = ordersSource({
    ...outbox,
    pendingEvents: async (most) => {
      const pending = await outbox.pendingEvents(most);
      if (!killed) {
        killed = true;
        await killAndRestart();
        // The client was never answered and asks again: another moment under the same eventId, if the first is gone.
        await ordersStore(db).insertNew([placed(wish, id, new Date('2026-11-28T12:00:01.000Z'))]);
      }
      return pending;
    },
  });
  await drain(source, auditStore(db), log);

  expect(killed).toBe(true);
  expect(await verifyAudit(db)).toMatchObject({ ok: true, orders: 1, records: 1 });
}, 60_000);

test('a chain goes on from a record that stays, so that none is missing for ever', async () => {
  const audit = auditStore(db);
  const before = await audit.head();
  const wish = aDelivery();
  const id = makeId('ord', new Date());
  await ordersStore(db).insert(placed(wish, id, new Date()));
  // Another process chains it and is killed with the server before it hears so; this one had seen the record.
  await drain(ordersSource(outboxStore(db)), auditStore(unjournaled), log);
  const head = await audit.durableHead();
  await killAndRestart();

  expect(head.seq).toBe(before.seq + 1);
  expect(await audit.head()).toEqual(head);
}, 60_000);

test('a command whose first telling is lost with the server is carried out, not called done', async () => {
  const id = makeId('ord', new Date());
  const order = placed(aDelivery(), id, new Date());
  const orders = ordersStore(db);
  await orders.insert(order);
  const body = { eventId: eventId() };
  let reads = 0;
  const shownThenLost: OrdersStore = {
    ...orders,
    find: async (...asked) => {
      const found = await orders.find(...asked);
      reads += 1;
      if (reads > 1 || found === null) return found;
      const done = (await given(ordersStore(unjournaled), body)) as OrderDocument;
      expect(done.state).toBe('confirmed');
      await db.collection<OrderDocument>('orders').replaceOne({ _id: id }, order); // what a kill does
      return done;
    },
  };
  const given = (store: OrdersStore, asked: { readonly eventId: string }) =>
    commandOrder(
      {
        orders: store,
        keys: decodeKeys(platform.keys),
        clock: () => new Date(),
        changed: () => undefined,
        findCourier: async () => null,
        // Not asked by a confirmation.
        imports: undefined as never,
        evidence: undefined as never,
        reEncode: undefined as never,
      },
      dispatcher,
      { orderId: id, command: 'confirm', body: asked, expectedVersion: 1 },
    );

  const answer = await given(shownThenLost, body);

  expect(answer).toMatchObject({ state: 'confirmed', version: 2 });
  expect(await orders.find(id, {})).toMatchObject({ state: 'confirmed', version: 2 });
  expect(reads).toBe(2);
}, 60_000);
