// Promised windows, expectations and search over two real processes.

import {
  type Order,
  type OrderPage,
  offeredWindows,
  type PlacedOrder,
  type SearchOrders,
} from '@cool/contract/orders';
import { dayAfter, inDublin } from '@cool/contract/time';
import type { TrackingView } from '@cool/contract/tracking';
import { promiseInWords } from '@cool/contract/tracking/words';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aDelivery,
  type Person,
  type Platform,
  type Process,
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

const windows = offeredWindows(dayAfter(inDublin(new Date()).day, 1), new Date());
const window = windows[3] ?? { from: '', to: '' };

test('a promised window is kept to the instant, however it was written, and the chain holds it', async () => {
  const given = { ...window, from: window.from.replace('.000Z', '+00:00') };
  const { order } = await dispatcher.client.place({ window: given });
  expect(order.window).toEqual(window);
  expect(order.events[0]?.window).toEqual(window);
});

test('a window that cannot be kept is refused, and nothing is placed', async () => {
  const before = await platform.db.collection('orders').countDocuments();
  const refused = await dispatcher.client.call('POST', urls.orders(), {
    ...aDelivery(),
    window: { from: '2020-01-01T10:00:00Z', to: '2020-01-01T12:00:00Z' },
  });
  expect(refused.body).toMatchObject({
    status: 400,
    errors: [
      { field: '/window/to', given: '"2020-01-01T12:00:00Z"', allowed: 'at least 60 minutes from now' },
    ],
  });
  const noMoment = await dispatcher.client.call('POST', urls.orders(), {
    ...aDelivery(),
    window: { from: '2026-12-31T23:59:60Z', to: '2026-12-31T23:59:60Z' },
  });
  expect(noMoment.status).toBe(400);
  expect(await platform.db.collection('orders').countDocuments()).toBe(before);
});

test('the tracking page says what is promised and, once a courier has it, what is expected', async () => {
  const { order: placed, trackingPath } = await dispatcher.client.place({ window });
  const tracked = async () =>
    (
      await courier.client.call<TrackingView>('POST', urls.trackingView(), {
        token: trackingTokenIn(trackingPath),
      })
    ).body;
  expect(await tracked()).toMatchObject({ window, expectedAt: null, late: false });
  let order = (await dispatcher.client.command(placed, 'confirm')).body;
  order = (await dispatcher.client.command(order, 'assign', { courierId: courier.id })).body;
  const assigned = (await tracked()).expectedAt ?? '';
  expect(Date.parse(assigned)).toBeGreaterThan(Date.now());
  order = (await courier.client.command(order, 'collect')).body;
  expect(Date.parse((await tracked()).expectedAt ?? '')).toBeLessThan(Date.parse(assigned));
  expect(promiseInWords(await tracked())).toMatch(
    /Promised on .* between \d\d:\d\d and \d\d:\d\d\. Expected about \d\d:\d\d\./,
  );
  expect(order.stateSince).toBe(order.updatedAt);
});

test('a dispatcher who reschedules promises anew, or nothing', async () => {
  const { order } = await dispatcher.client.place({ window });
  const confirmed = (await dispatcher.client.command(order, 'confirm')).body;
  const other = windows[1];
  const moved = (await dispatcher.client.command(confirmed, 'reschedule', { window: other })).body;
  expect(moved).toMatchObject({ state: 'rescheduled', window: other });
  const again = (await dispatcher.client.command(moved, 'confirm')).body;
  const open = (await dispatcher.client.command(again, 'reschedule')).body;
  expect(open.window).toBeUndefined();
});

async function place(client: Person, name: string): Promise<Order> {
  const answer = await client.client.call<PlacedOrder>('POST', urls.orders(), {
    ...aDelivery(),
    recipient: { name, email: 'someone@example.ie' },
  });
  return answer.body.order;
}

const found = async (search: SearchOrders, by: Person = dispatcher) =>
  (await by.client.call<OrderPage>('POST', urls.searchOrders(), search)).body.rows.map((row) => row.id);

test('orders are found by the beginnings of words, without accents and capitals, and by the end of their id', async () => {
  const order = await place(dispatcher, 'Sorcha Ní Éalaithe');
  expect(await found({ words: 'eala' })).toEqual([order.id]);
  expect(await found({ words: 'SORCHA ni' })).toEqual([order.id]);
  expect(await found({ words: 'sorcha murphy' })).toEqual([]);
  expect(await found({ words: 'orcha' })).toEqual([]);
  expect(await found({ words: order.id.slice(-6) })).toEqual([order.id]);
  expect(await found({ words: order.id })).toEqual([order.id]);
});

// No word of an order and no end of an id begins with a u, so what is found is found as by a pattern.
test.each(['.*', '^uu', '[i-u]+', '$gt', '{"$ne":1}', '\\', '%', '﷽'])(
  'a search for %s finds nothing by being a pattern',
  async (words) => {
    await place(dispatcher, 'Somebody');
    expect(await found({ words })).toEqual([]);
  },
);

test('a search sees only what its reader may see, and a courier filter never widens it', async () => {
  const mine = await signedIn(platform, 'customer', first);
  const theirs = await signedIn(platform, 'customer', second);
  const order = await place(mine, 'Xanthippe Searched');
  expect(await found({ words: 'xanthippe' }, theirs)).toEqual([]);
  expect(await found({ words: 'xanthippe' }, mine)).toEqual([order.id]);
  const other = await signedIn(platform, 'courier', first);
  let carried = (await dispatcher.client.command(order, 'confirm')).body;
  carried = (await dispatcher.client.command(carried, 'assign', { courierId: courier.id })).body;
  const listed = async (courierId: string, by: Person) =>
    (await by.client.call<OrderPage>('GET', urls.orders({ courier: courierId }))).body.rows;
  expect(await listed(courier.id, other)).toEqual([]);
  expect(await listed(other.id, courier)).toEqual([]);
  expect(await found({ courier: courier.id, words: 'xanth' }, other)).toEqual([]);
  expect(await found({ courier: other.id, words: 'xanth' }, courier)).toEqual([]);
  expect(await found({ courier: courier.id, words: 'xanth' })).toEqual([order.id]);
  expect(await found({ courier: courier.id, words: 'xanth', state: 'placed' })).toEqual([]);
});

test('pages of a search follow each other without a gap or a double', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 7; i += 1) ids.push((await place(dispatcher, `Paged Person ${i}`)).id);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const search: SearchOrders = { words: 'paged', limit: 3, ...(cursor === '' ? {} : { cursor }) };
    const { body } = await dispatcher.client.call<OrderPage>('POST', urls.searchOrders(), search);
    seen.push(...body.rows.map((row) => row.id));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(ids.toReversed());
});

test('a search is answered from its index', async () => {
  const plan = await platform.db
    .collection('orders')
    .find({ $and: [{ searchKeys: { $elemMatch: { $gte: 'paged', $lt: 'paged\u{10ffff}' } } }] })
    .sort({ _id: -1 })
    .limit(50)
    .explain('queryPlanner');
  expect(JSON.stringify(plan)).toMatch(/"indexName":"(search|_id_)"/);
});
