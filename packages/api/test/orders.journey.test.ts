// Orders against two real processes on one engine: many at once, twice the same, wrong PINs, foreign eyes.

import type { AccessRecord } from '@cool/contract/audit';
import type { ImportResult, Order, OrderPage, PlacedOrder } from '@cool/contract/orders';
import { importColumns } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aDelivery,
  type Client,
  eventId,
  eventually,
  ifMatch,
  type Person,
  type Platform,
  type Process,
  pinFromMail,
  signedIn,
  startPlatform,
} from './harness.ts';

let platform: Platform;
let first: Process;
let second: Process;
let dispatcher: Person;
let courier: Person;

beforeAll(async () => {
  platform = await startPlatform(2);
  [first, second] = platform.apis as [Process, Process];
  dispatcher = await signedIn(platform, 'dispatcher', first);
  courier = await signedIn(platform, 'courier', second);
});

afterAll(async () => {
  await platform.stop();
});

async function orderAt(state: 'confirmed' | 'arrived'): Promise<Order> {
  const { order } = await dispatcher.client.place();
  let now = (await dispatcher.client.command(order, 'confirm')).body;
  if (state === 'confirmed') return now;
  now = (await dispatcher.client.command(now, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'])
    now = (await courier.client.command(now, command)).body;
  expect(now.state).toBe('arrived');
  return now;
}

test('of fifty assignments at once over two processes exactly one wins', async () => {
  const order = await orderAt('confirmed');
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      dispatcher.client.at(i % 2 === 0 ? first : second).command(order, 'assign', { courierId: courier.id }),
    ),
  );
  expect(answers.filter((each) => each.status === 200)).toHaveLength(1);
  expect(answers.filter((each) => each.status === 412)).toHaveLength(49);
  const after = await dispatcher.client.call<Order>('GET', urls.order(order.id));
  expect(after.body.events.filter((each) => each.command === 'assign')).toHaveLength(1);
});

test('the same eventId sent fifty times at once is one event, and every sender is told so', async () => {
  const order = await orderAt('confirmed');
  const body = { eventId: eventId(), courierId: courier.id };
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      dispatcher.client
        .at(i % 2 === 0 ? first : second)
        .call<Order>('POST', urls.command(order.id, 'assign'), body, ifMatch(order)),
    ),
  );
  expect(new Set(answers.map((each) => each.status))).toEqual(new Set([200]));
  expect(new Set(answers.map((each) => each.body.version))).toEqual(new Set([order.version + 1]));
});

test('a command sent again is answered as it was, also when its courier no longer sees the order', async () => {
  const order = await orderAt('arrived');
  const body = { eventId: eventId(), reason: 'nobody_there' };
  const fail = (client = courier.client, more = {}) =>
    client.call<Order>('POST', urls.command(order.id, 'fail'), { ...body, ...more }, ifMatch(order));
  const answered = await fail();
  expect(answered.body).toMatchObject({ state: 'failed', courierId: courier.id });
  expect((await dispatcher.client.command(answered.body, 'reschedule')).status).toBe(200);
  expect((await courier.client.call('GET', urls.order(order.id))).status).toBe(404);

  const again = await fail(courier.client.at(first));
  expect(again.status).toBe(200);
  expect(again.body).toEqual(answered.body);
  expect(again.headers.get('etag')).toBe(answered.headers.get('etag'));
  expect((await fail(courier.client, { reason: 'other' })).status).toBe(404);
  const stranger = await signedIn(platform, 'courier', second);
  expect((await fail(stranger.client)).status).toBe(404);
});

test('an order placed twenty times with one eventId is one order with one link', async () => {
  const wish = aDelivery();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      dispatcher.client.at(i % 2 === 0 ? first : second).call<PlacedOrder>('POST', urls.orders(), wish),
    ),
  );
  expect(answers.filter((each) => each.status === 201)).toHaveLength(1);
  expect(answers.filter((each) => each.status === 200)).toHaveLength(19);
  expect(new Set(answers.map((each) => each.body.order.id)).size).toBe(1);
  expect(new Set(answers.map((each) => each.body.trackingPath)).size).toBe(1);
  expect(await platform.db.collection('orders').countDocuments({ 'events.eventId': wish.eventId })).toBe(1);
});

test('an eventId stands for one change: another body, another command or another order is refused', async () => {
  const wish = aDelivery();
  const { order } = await dispatcher.client.place(wish);
  const other = { ...wish, parcel: { description: 'Another book', weightGrams: 2 } };
  expect((await dispatcher.client.call('POST', urls.orders(), other)).body).toMatchObject({
    code: 'event-id-reused',
  });
  const reused = await dispatcher.client.command(order, 'confirm', { eventId: wish.eventId });
  expect(reused.body).toMatchObject({ status: 422, code: 'event-id-reused' });
  const elsewhere = await dispatcher.client.place();
  const there = await dispatcher.client.command(elsewhere.order, 'confirm', { eventId: wish.eventId });
  expect(there.body).toMatchObject({ status: 422, code: 'event-id-reused' });
});

test('a change needs the version it was decided on', async () => {
  const { order } = await dispatcher.client.place();
  const path = urls.command(order.id, 'confirm');
  const without = await dispatcher.client.call('POST', path, { eventId: eventId() });
  expect(without.body).toMatchObject({ status: 428, code: 'version-required' });
  const stale = await dispatcher.client.call('POST', path, { eventId: eventId() }, { 'if-match': '"7"' });
  expect(stale.body).toMatchObject({ status: 412, code: 'version-stale' });
  const weak = await dispatcher.client.call('POST', path, { eventId: eventId() }, { 'if-match': 'W/"1"' });
  expect(weak.body).toMatchObject({ status: 400, code: 'header-invalid', errors: [{ field: 'If-Match' }] });
  const right = await dispatcher.client.command(order, 'confirm');
  expect(right.status).toBe(200);
  expect(right.headers.get('etag')).toBe('"2"');
});

test('an order is delivered with the PIN from the mail, and the PIN is nowhere in the database', async () => {
  const order = await orderAt('arrived');
  const pin = await pinFromMail(platform, order.id);
  const delivered = await courier.client.command(order, 'deliver', { pin });
  expect(delivered.body.state).toBe('delivered');
  const stored = JSON.stringify(
    await platform.db.collection<{ _id: string }>('orders').findOne({ _id: order.id }),
  );
  expect(stored).not.toMatch(new RegExp(`"pin[a-z]*":"?${pin}`, 'i'));
});

test('five wrong PINs lock the order, however parallel, and change nothing else', async () => {
  const order = await orderAt('arrived');
  const pin = await pinFromMail(platform, order.id);
  const wrong = pin === '0000' ? '0001' : '0000';
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      courier.client.at(i % 2 === 0 ? first : second).command(order, 'deliver', { pin: wrong }),
    ),
  );
  expect(answers.filter((each) => each.status === 422)).toHaveLength(5);
  expect(answers.filter((each) => each.status === 429)).toHaveLength(25);
  const right = await courier.client.command(order, 'deliver', { pin });
  expect(right.body).toMatchObject({ code: 'pin-locked' });
  expect(right.headers.get('retry-after')).toBe('900');
  const after = await courier.client.call<Order>('GET', urls.order(order.id));
  expect(after.body).toEqual(order);
  // Each of the five is told in the trail, and the last says how long it locks; those that were not judged are not.
  const told = await eventually('five wrong PINs in the trail', async () => {
    const found = await platform.db
      .collection<AccessRecord>('audit')
      .find({ 'subject.id': order.id, 'event.what': 'pin-refused' } as never)
      .toArray();
    return found.length >= 5 ? found.map(({ event }) => event) : undefined;
  });
  expect(told).toHaveLength(5);
  for (const event of told) expect(event).toMatchObject({ actorId: courier.id, problem: 'pin-wrong' });
  expect(told.flatMap(({ lockSeconds }) => lockSeconds ?? [])).toEqual([900]);
  expect(JSON.stringify(told)).not.toMatch(new RegExp(`"${wrong}"|"${pin}"`));
});

test('a foreign order is a 404 for reading and for every command', async () => {
  const owner = await signedIn(platform, 'customer', first);
  const stranger = await signedIn(platform, 'customer', second);
  const otherCourier = await signedIn(platform, 'courier', second);
  const { order } = await owner.client.place();
  expect((await stranger.client.call('GET', urls.order(order.id))).status).toBe(404);
  expect((await stranger.client.command(order, 'cancel')).status).toBe(404);
  expect((await otherCourier.client.command(order, 'collect')).status).toBe(404);
  expect((await stranger.client.call<OrderPage>('GET', urls.orders())).body.rows).toEqual([]);
  expect((await owner.client.call<OrderPage>('GET', urls.orders())).body.rows).toHaveLength(1);
  expect((await owner.client.command(order, 'confirm')).body).toMatchObject({
    status: 403,
    code: 'forbidden',
  });
});

test('pages follow each other without a gap or a double while orders are placed', async () => {
  const customer = await signedIn(platform, 'customer', first);
  const placed = [];
  for (let i = 0; i < 7; i += 1) placed.push((await customer.client.place()).order.id);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: Record<string, string> = cursor === '' ? { limit: '3' } : { limit: '3', cursor };
    const { body } = await customer.client.call<OrderPage>('GET', urls.orders(query));
    seen.push(...body.rows.map((row) => row.id));
    cursor = body.nextCursor;
    if (seen.length === 3) await customer.client.place(); // newer than the page's end: it must not appear
  }
  expect(seen.toSorted()).toEqual(placed.toSorted());
  const forged = await customer.client.call('GET', urls.orders({ cursor: 'bm9uc2Vuc2U' }));
  expect(forged.body).toMatchObject({ status: 400, errors: [{ field: 'query.cursor' }] });
});

test('a run holds the courier’s open orders in the order they were assigned', async () => {
  const fresh = await signedIn(platform, 'courier', first);
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) {
    const order = await orderAt('confirmed');
    await dispatcher.client.command(order, 'assign', { courierId: fresh.id });
    ids.push(order.id);
  }
  const run = await fresh.client.call<OrderPage>('GET', urls.run());
  expect(run.body.rows.map((row) => row.id)).toEqual(ids);
  const couriers = await dispatcher.client.call<{ couriers: { id: string; openOrders: number }[] }>(
    'GET',
    urls.couriers(),
  );
  expect(couriers.body.couriers.find((each) => each.id === fresh.id)?.openOrders).toBe(3);
});

test('the list of couriers is for those who plan and those who audit', async () => {
  const statuses: Record<string, number> = {};
  for (const role of ['customer', 'courier', 'dispatcher', 'admin', 'auditor'] as const) {
    const { client } = await signedIn(platform, role, first);
    statuses[role] = (await client.call('GET', urls.couriers())).status;
  }
  expect(statuses).toEqual({ customer: 403, courier: 403, dispatcher: 200, admin: 200, auditor: 200 });
});

test('a recipient’s address for mail and people’s notes reach only those who need them', async () => {
  const customer = await signedIn(platform, 'customer', first);
  const auditor = await signedIn(platform, 'auditor', second);
  const admin = await signedIn(platform, 'admin', first);
  const { order: placed } = await customer.client.place();
  expect(placed.recipient.email).toBe('aoife@example.ie');
  let order = (await dispatcher.client.command(placed, 'confirm')).body;
  order = (await dispatcher.client.command(order, 'assign', { courierId: courier.id })).body;
  order = (await courier.client.command(order, 'collect')).body;
  const note = 'The bell hangs by one wire';
  const failed = await courier.client.command(order, 'fail', { reason: 'other', note });
  expect(failed.body.recipient).toEqual({ name: 'Aoife Byrne' });

  const seen = async ({ client }: Person) => {
    const { body } = await client.call<Order>('GET', urls.order(order.id));
    expect(JSON.stringify(body)).not.toContain('contentDigest');
    return { email: body.recipient.email, note: body.events.at(-1)?.note };
  };
  const email = 'aoife@example.ie';
  expect(await seen(dispatcher)).toEqual({ email, note });
  expect(await seen(admin)).toEqual({ email, note });
  expect(await seen(customer)).toEqual({ email, note: undefined });
  expect(await seen(courier)).toEqual({ email: undefined, note });
  expect(await seen(auditor)).toEqual({ email: undefined, note: undefined });
});

test('what a courier carried who can no longer act is given up by the dispatcher, and another brings it', async () => {
  const admin = await signedIn(platform, 'admin', second);
  const leaving = await signedIn(platform, 'courier', first);
  const { order: placed } = await dispatcher.client.place();
  let order = (await dispatcher.client.command(placed, 'confirm')).body;
  order = (await dispatcher.client.command(order, 'assign', { courierId: leaving.id })).body;
  order = (await leaving.client.command(order, 'collect')).body;
  expect((await admin.client.call('POST', urls.personAction(leaving.id, 'disable'))).status).toBe(204);
  expect((await leaving.client.at(second).command(order, 'depart')).status).toBe(401);

  const given = await dispatcher.client.command(order, 'fail', {
    reason: 'other',
    note: 'The van broke down',
  });
  expect(given.body).toMatchObject({ state: 'failed' });
  order = (await dispatcher.client.command(given.body, 'reschedule')).body;
  order = (await dispatcher.client.command(order, 'confirm')).body;
  order = (await dispatcher.client.command(order, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'] as const) {
    order = (await courier.client.command(order, command)).body;
  }
  const pin = await pinFromMail(platform, order.id);
  expect((await courier.client.command(order, 'deliver', { pin })).body).toMatchObject({
    state: 'delivered',
  });
});

test('only a courier can be assigned', async () => {
  const order = await orderAt('confirmed');
  const answer = await dispatcher.client.command(order, 'assign', { courierId: dispatcher.id });
  expect(answer.body).toMatchObject({ status: 422, code: 'courier-unknown' });
});

function csvOf(rows: number, broken?: number): string {
  const lines = Array.from({ length: rows }, (_, i) =>
    [
      `"Shop, ${i}"`,
      'Grafton Street',
      'D02',
      '53.3421',
      '-6.2599',
      `Home ${i}`,
      'Rathmines Road',
      i === broken ? 'XX' : 'D06',
      '',
      '',
      'Seán Ó Sé',
      'sean@example.ie',
      'Parcel',
      '750',
      'made for a test',
    ].join(','),
  );
  return `${importColumns.join(',')}\r\n${lines.join('\r\n')}\r\n`;
}

test('an import is all or nothing, dry runs change nothing, and a repeated one places each row once', async () => {
  const before = await platform.db.collection('orders').countDocuments();
  const send = (more: object, client: Client = dispatcher.client) =>
    client.call<ImportResult>('POST', urls.importOrders(), {
      importId,
      dryRun: false,
      csv: csvOf(200),
      ...more,
    });
  const importId = eventId();

  const broken = await send({ csv: csvOf(200, 17) });
  expect(broken.body).toMatchObject({
    rows: 200,
    placed: [],
    problems: [{ line: 19, field: 'dropoff_routing_key', given: '"XX"' }],
  });
  const dry = await send({ dryRun: true });
  expect(dry.body).toEqual({ dryRun: true, rows: 200, placed: [], problems: [] });
  expect(await platform.db.collection('orders').countDocuments()).toBe(before);

  const answers = await Promise.all([send({}), send({}, dispatcher.client.at(second)), send({})]);
  expect(new Set(answers.map((each) => JSON.stringify(each.body.placed))).size).toBe(1);
  expect(new Set(answers[0]?.body.placed).size).toBe(200);
  expect(await platform.db.collection('orders').countDocuments()).toBe(before + 200);

  const another = await send({ csv: csvOf(199) });
  expect(another.body).toMatchObject({ status: 422, code: 'event-id-reused' });
});
