// The one sequence: every acknowledged event reaches the chain once and every live page once, over two processes, over
// a killed one, and a change behind our back is named.

import type { LiveGone, LiveOrder } from '@cool/contract/live';
import type { Order, PlacedOrder } from '@cool/contract/orders';
import type { Problem } from '@cool/contract/problems';
import type { TrackingView } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeKeys, storeSecurityReport, verifyAudit } from '../src/local-door.ts';
import {
  aDelivery,
  Client,
  eventually,
  listen,
  type Person,
  type Platform,
  type Process,
  pinFromMail,
  signedIn,
  startPlatform,
  trackingTokenIn,
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

const audit = () => platform.db.collection<{ _id: string; seq: number; 'subject.type': string }>('audit');
const orders = () =>
  platform.db.collection<{ _id: string; outbox: unknown[]; viewTokenHash: string }>('orders');

const verify = () => verifyAudit(platform.db, { keys: decodeKeys(platform.keys) });

async function drained(): Promise<void> {
  await eventually('empty outboxes', async () =>
    (await orders().countDocuments({ 'outbox.at': { $gte: '' } })) === 0 ? true : undefined,
  );
}

/** Places `count` orders and confirms each, spread over both processes. */
async function makeEvents(count: number): Promise<readonly Order[]> {
  return await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const client = dispatcher.client.at(i % 2 === 0 ? first : second);
      const { order } = await client.place();
      return (await client.command(order, 'confirm')).body;
    }),
  );
}

test('the chain is unbroken and complete with two processes draining into it', async () => {
  for (let round = 0; round < 5; round += 1) await makeEvents(40);
  await drained();
  const verdict = await verify();
  expect(verdict).toMatchObject({ ok: true, orders: 200, sealed: 200, pending: 0 });
  expect(await audit().countDocuments({ 'subject.type': 'order' })).toBe(400);
});

test('a page that hops between processes misses nothing and sees nothing twice', async () => {
  await drained();
  const start = (await audit().countDocuments()).toString();
  const steady = listen(dispatcher.client.at(second), urls.live(), start);
  const seen: number[] = [];
  let lastId = start;
  const work = (async () => {
    for (let round = 0; round < 6; round += 1) await makeEvents(15);
  })();
  for (let hop = 0; hop < 8; hop += 1) {
    const stream = listen(dispatcher.client.at(hop % 2 === 0 ? first : second), urls.live(), lastId);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await stream.stop();
    seen.push(...stream.events.map((each) => (JSON.parse(each.data) as LiveOrder).seq));
    lastId = stream.lastId === '' ? lastId : stream.lastId;
  }
  await work;
  await drained();
  const rest = listen(dispatcher.client.at(first), urls.live(), lastId);
  await eventually('the rest', () => (rest.events.length + seen.length >= 180 ? true : undefined));
  await eventually('the steady page', () => (steady.events.length >= 180 ? true : undefined));
  const chained = await audit()
    .find({ seq: { $gt: Number(start) }, 'subject.type': 'order' })
    .sort({ seq: 1 })
    .toArray();
  const expected = chained.map(({ seq }) => seq);
  expect(expected).toHaveLength(180);
  await Promise.all([rest.stop(), steady.stop()]);
  expect([...seen, ...rest.events.map((each) => (JSON.parse(each.data) as LiveOrder).seq)]).toEqual(expected);
  expect(steady.events.map((each) => Number(each.id))).toEqual(expected);
});

test('a live page shows each role only what it may see, and a courier learns what was taken away', async () => {
  const owner = await signedIn(platform, 'customer', first);
  const stranger = await signedIn(platform, 'customer', first);
  const otherCourier = await signedIn(platform, 'courier', first);
  const pages = {
    owner: listen(owner.client, urls.live()),
    stranger: listen(stranger.client, urls.live()),
    courier: listen(courier.client, urls.live()),
  };
  await eventually('open streams', () =>
    Object.values(pages).every((each) => each.lastId !== '') ? true : undefined,
  );
  const { order } = await owner.client.place();
  let now = (await dispatcher.client.command(order, 'confirm')).body;
  now = (await dispatcher.client.command(now, 'assign', { courierId: courier.id })).body;
  await eventually('the assignment', () => pages.courier.events.find((each) => each.event === 'order'));
  now = (await dispatcher.client.command(now, 'assign', { courierId: otherCourier.id })).body;
  const gone = await eventually('the loss', () => pages.courier.events.find((each) => each.event === 'gone'));
  expect(JSON.parse(gone.data) as LiveGone).toEqual({ seq: Number(gone.id), id: order.id });
  await eventually('the owner’s four', () => (pages.owner.events.length === 4 ? true : undefined));
  expect(pages.stranger.events).toEqual([]);
  await Promise.all(Object.values(pages).map((each) => each.stop()));
});

test('a live page ends at once with signing out, and a fifth one is refused', async () => {
  const { client } = await signedIn(platform, 'dispatcher', first);
  const pages = Array.from({ length: 4 }, () => listen(client, urls.live()));
  await eventually('four streams', () => (pages.every((each) => each.lastId !== '') ? true : undefined));
  expect((await client.call('GET', urls.live())).body).toMatchObject({
    status: 429,
    code: 'too-many-streams',
  });
  await client.call('POST', urls.signOut());
  await Promise.all(pages.map((each) => each.ended)); // would hang, and fail, if a stream stayed
});

test('the events a killed process leaves behind are taken over by another', async () => {
  const doomed = await platform.startApi();
  const client = dispatcher.client.at(doomed);
  const { order } = await client.place();
  await drained();
  // An event acknowledged, its process dead before anything was drained: written as that process would have.
  const event = {
    ...order.events[0],
    eventId: 'evt_left_behind_by_a_kill',
    command: 'confirm',
    from: 'placed',
    to: 'confirmed',
  };
  await doomed.kill('SIGKILL');
  await orders().updateOne(
    { _id: order.id },
    {
      $set: { state: 'confirmed' },
      $inc: { version: 1 },
      $push: { events: event, outbox: { eventId: event.eventId, version: 2, at: event.at } } as never,
    },
  );
  await eventually(
    'the event in the chain',
    async () => (await audit().findOne({ _id: event.eventId })) ?? undefined,
  );
});

test('a process killed in the middle of its work loses and doubles nothing it acknowledged', async () => {
  const doomed = await platform.startApi();
  const acknowledged: string[] = [];
  const client = dispatcher.client.at(doomed);
  const work = Array.from({ length: 60 }, async () => {
    const placed = await client.place().catch(() => undefined); // a request cut off by the kill is not acknowledged
    if (placed !== undefined) acknowledged.push(placed.order.id);
  });
  await eventually('the first answers', () => (acknowledged.length >= 5 ? true : undefined));
  await doomed.kill('SIGKILL');
  await Promise.all(work);
  await drained();
  for (const id of acknowledged) {
    expect(await platform.db.collection('audit').countDocuments({ 'subject.id': id }), id).toBe(1);
  }
  expect(await verify()).toMatchObject({ ok: true });
});

test('SIGTERM turns /readyz to 503 first, then ends streams, finishes and exits with 0', async () => {
  const leaving = await platform.startApi({ DRAIN_MS: '8000' }); // a busy machine takes seconds for what is asked below
  const client = dispatcher.client.at(leaving);
  const page = listen(client, urls.live());
  await eventually('the stream', () => (page.lastId !== '' ? true : undefined));
  const ended = leaving.kill('SIGTERM');
  await eventually('503', async () =>
    (await client.call('GET', '/readyz')).status === 503 ? true : undefined,
  );
  expect((await client.call('GET', '/livez')).status).toBe(200);
  expect((await client.call('GET', urls.orders())).status).toBe(200); // still answering while others notice
  expect((await client.call('GET', urls.live())).body).toMatchObject({ code: 'draining' });
  expect(page.closed).toBe(false); // who reconnects now would be sent here once more
  await page.ended;
  expect(page.cut).toBe(false);
  expect(await ended).toBe(0);
});

test('tracking shows state and area, never a name or an address, and follows the order live', async () => {
  const { order, trackingPath } = await dispatcher.client.place();
  const anyone = new Client(second.base);
  const page = await anyone.call<string>('GET', urls.trackingPage());
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const token = trackingTokenIn(trackingPath);
  const seen = await anyone.call<TrackingView>('POST', urls.trackingView(), { token });
  expect(seen.body.sentence).toContain('The order was placed');
  const live = listen(anyone, urls.trackingLive(), undefined, { token });
  await eventually('the first view', () => live.events[0]);
  let now = (await dispatcher.client.command(order, 'confirm')).body;
  now = (await dispatcher.client.command(now, 'assign', { courierId: courier.id })).body;
  const view = await eventually('the courier on the link', () =>
    live.events
      .map((each) => JSON.parse(each.data) as TrackingView)
      .find((each) => each.state === 'assigned'),
  );
  expect(view.area).toBe('Dublin, D02');
  const { body: after } = await anyone.call('POST', urls.trackingView(), { token });
  const everything = JSON.stringify([page.body, seen.body, live.events, after]);
  for (const secret of [
    'Aoife',
    'Trinity',
    'College Green',
    'aoife@',
    await pinFromMail(platform, order.id),
    courier.id,
  ]) {
    expect(everything).not.toContain(secret);
  }
  await live.stop();
});

test('an expired, an unknown and a malformed link get one and the same answer', async () => {
  const { order, trackingPath } = await dispatcher.client.place();
  const { body: cancelled } = await dispatcher.client.command(order, 'cancel');
  await orders().updateOne(
    { _id: order.id },
    { $set: { endedAt: new Date(Date.now() - 8 * 86_400_000).toISOString() } },
  );
  const anyone = new Client(first.base);
  const tokens = [trackingTokenIn(trackingPath), 'A'.repeat(22), 'x'];
  const paths = [urls.trackingView(), urls.trackingLive()];
  const answers = await Promise.all(
    tokens.flatMap((token) => paths.map((path) => anyone.call<Problem>('POST', path, { token }))),
  );
  expect(answers.map((each) => each.status)).toEqual(Array(6).fill(404));
  const words = answers.map(({ body: { requestId: _, ...body } }) => JSON.stringify(body));
  expect(new Set(words).size).toBe(1);
  // In an address it opens nothing.
  for (const token of tokens) expect((await anyone.call('GET', `/t/${token}`)).status).toBe(404);
  await orders().updateOne({ _id: order.id }, { $set: { endedAt: cancelled.updatedAt } });
});

test('the security report is served to auditors once it is stored, and only a report is stored', async () => {
  const auditor = await signedIn(platform, 'auditor', first);
  const before = await auditor.client.call('GET', urls.securityReport());
  expect(before.body).toMatchObject({ status: 404, detail: expect.stringContaining('stored') });
  const summary = { proved: 1, refuted: 0, unknown: 0, notJudged: 0, waived: 0 };
  const half = { summary, promises: [], verdicts: [], unmodelled: [] };
  const report = { asDesigned: half, asBuilt: half, commit: 'abc', judgedAt: '2026-11-22T00:00:00Z' };
  await storeSecurityReport(platform.db, report);
  expect((await auditor.client.call('GET', urls.securityReport())).body).toEqual(report);
  await expect(storeSecurityReport(platform.db, { ...report, commit: 7 })).rejects.toThrow('/commit');
  expect((await dispatcher.client.call('GET', urls.securityReport())).status).toBe(403);
});

test('while the engine is away an answer waits or is a 503, and the same wish sent again is done once', async () => {
  const wish = aDelivery();
  const half = (async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 40; i += 1) {
      statuses.push(
        ...(await Promise.all(
          [first, second].map(
            async (api) => (await dispatcher.client.at(api).call('POST', urls.orders(), wish)).status,
          ),
        )),
      );
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return statuses;
  })();
  await new Promise((resolve) => setTimeout(resolve, 150));
  await platform.killEngine();
  await new Promise((resolve) => setTimeout(resolve, 700));
  await platform.restartEngine();
  const statuses = await half;
  expect(statuses.filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
  expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(1);
  expect((await dispatcher.client.call('POST', urls.orders(), wish)).status).toBe(200);
  expect(await platform.db.collection('orders').countDocuments({ 'events.eventId': wish.eventId })).toBe(1);
  await drained();
  expect(await verify()).toMatchObject({ ok: true });
});

// Last: from here on the stored history is damaged on purpose, and mended each time.
test('a record or an order changed behind our back is named exactly', async () => {
  await eventually('a sound chain', async () => ((await verify()).ok ? true : undefined));
  const record = await audit().findOne({ seq: 7 });
  if (record === null) throw new Error('Record 7 should be there.');
  const { _id } = record;

  await audit().updateOne({ _id }, { $set: { 'event.actorRole': 'dispatchex' } as never });
  expect(await verify()).toMatchObject({
    ok: false,
    seq: 7,
    eventId: _id,
    what: expect.stringContaining('Record 7 was changed'),
  });
  await audit().replaceOne({ _id }, { ...record, extra: 1 } as never);
  expect(await verify()).toMatchObject({
    ok: false,
    seq: 7,
    what: expect.stringContaining('changed'),
  });
  await audit().deleteOne({ _id });
  expect(await verify()).toMatchObject({
    ok: false,
    seq: 7,
    what: expect.stringContaining('Record 7 is missing'),
  });
  await audit().insertOne(record);
  expect(await verify()).toMatchObject({ ok: true });

  const { order } = (await dispatcher.client.place()) as PlacedOrder;
  await drained();
  await orders().updateOne({ _id: order.id }, { $set: { 'events.0.actorRole': 'admin' } as never });
  expect(await verify()).toMatchObject({
    ok: false,
    orderId: order.id,
    eventId: order.events[0]?.eventId,
  });
  await orders().updateOne(
    { _id: order.id },
    { $set: { 'events.0.actorRole': 'dispatcher', state: 'delivered' } as never },
  );
  expect(await verify()).toMatchObject({
    ok: false,
    orderId: order.id,
    what: expect.stringContaining('its state is delivered'),
  });
  await orders().updateOne({ _id: order.id }, { $set: { state: 'placed' } as never });
  for (const [field, value, mended] of [
    ['courierId', 'usr_00000000000000000000000000', null],
    ['endedAt', order.placedAt, null],
    ['placedAt', '2020-01-01T00:00:00.000Z', order.placedAt],
    ['customerId', 'usr_00000000000000000000000000', order.customerId],
    ['dropOff.address', 'The insider’s own door', order.dropOff.address],
    ['viewTokenHash', 'a'.repeat(64), (await orders().findOne({ _id: order.id }))?.viewTokenHash],
  ] as const) {
    await orders().updateOne({ _id: order.id }, { $set: { [field]: value } as never });
    expect(await verify()).toMatchObject({
      ok: false,
      orderId: order.id,
      what: expect.stringContaining(`its ${field === 'dropOff.address' ? 'pickup, dropOff' : field}`),
    });
    await orders().updateOne({ _id: order.id }, { $set: { [field]: mended } as never });
  }
  expect(await verify()).toMatchObject({ ok: true });
  const forged = { ...order.events[0], eventId: 'evt_forged_by_an_insider' };
  await orders().updateOne(
    { _id: order.id },
    { $push: { events: forged } as never, $inc: { version: 1 } as never },
  );
  expect(await verify()).toMatchObject({
    ok: false,
    orderId: order.id,
    eventId: 'evt_forged_by_an_insider',
  });
  await orders().deleteOne({ _id: order.id });
  expect(await verify()).toMatchObject({
    ok: false,
    orderId: order.id,
    what: expect.stringContaining('not there any more'),
  });
});
