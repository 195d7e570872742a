// Keys are exchanged while people work: what was made with the old ones is read by processes that have both, whichever
// of the two they make things with, and once seeds are sealed anew the old key can go.

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Order, PlacedOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  decodeKeys,
  type KeyFile,
  keyNames,
  retiredKeys,
  rotatedKeys,
  verifyAudit,
} from '../src/local-door.ts';
import {
  aDelivery,
  Client,
  eventually,
  manageTokenFromMail,
  type Person,
  type Platform,
  type Process,
  password,
  pinFromMail,
  signedIn,
  startPlatform,
  trackingTokenIn,
} from './harness.ts';
import { freshCode } from './people.ts';

let platform: Platform;
let before: Process;
/** Knows the new keys, makes things with the old: the first half of an exchange. */
let ready: Process;
/** Makes things with the new keys: the second half. */
let exchanged: Process;
let rotated: KeyFile;
let dispatcher: Person;
let courier: Person;
/** Made with the old key, of an order that has not ended long ago. */
let oldLink: string;

async function apiWith(name: string, keys: KeyFile): Promise<Process> {
  const file = join(dirname(platform.mailDir), `${name}.json`);
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return await platform.startApi({ KEYS_FILE: file });
}

beforeAll(async () => {
  platform = await startPlatform(1);
  [before] = platform.apis as [Process];
  dispatcher = await signedIn(platform, 'dispatcher', before);
  courier = await signedIn(platform, 'courier', before);
  rotated = rotatedKeys(platform.keys, keyNames);
  const turned = Object.fromEntries(
    Object.entries(rotated).map(([name, ring]) => [name, [ring].flat().toReversed()]),
  ) as KeyFile;
  ready = await apiWith('ready', turned);
});

afterAll(async () => {
  await platform.stop();
});

async function signInAt(api: Process, person: Person): Promise<number> {
  const client = new Client(api.base);
  await client.call('POST', urls.signIn(), { email: person.email, password });
  return (await client.call('POST', urls.verifyTotp(), { code: await freshCode(platform, person) })).status;
}

async function toTheDoor(placed: Order): Promise<Order> {
  let order = (await dispatcher.client.command(placed, 'confirm')).body;
  order = (await dispatcher.client.command(order, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'])
    order = (await courier.client.command(order, command)).body;
  return order;
}

test('PIN, links, repeated wishes, second factors and the trail hold over an exchange of every key', async () => {
  const wish = aDelivery();
  const { body: placed } = await dispatcher.client.call<PlacedOrder>('POST', urls.orders(), wish);
  const order = await toTheDoor(placed.order);
  const pin = await pinFromMail(platform, order.id);
  const token = trackingTokenIn(placed.trackingPath);
  oldLink = token;
  const manage = await manageTokenFromMail(platform, order.id);
  exchanged = await apiWith('exchanged', rotated);

  for (const api of [ready, exchanged]) {
    const anyone = new Client(api.base);
    expect((await anyone.call('POST', urls.trackingView(), { token })).status).toBe(200);
    expect((await anyone.call('POST', urls.managed(), { token: manage })).status).toBe(200);
    const again = await dispatcher.client.at(api).call<PlacedOrder>('POST', urls.orders(), wish);
    expect([again.status, again.body.trackingPath]).toEqual([200, placed.trackingPath]);
    expect(await signInAt(api, courier)).toBe(200);
  }
  expect((await courier.client.at(exchanged).command(order, 'deliver', { pin })).body.state).toBe(
    'delivered',
  );

  // And what the new keys made is read where the old ones still make things.
  const fresh = await dispatcher.client.at(exchanged).place();
  const link = { token: trackingTokenIn(fresh.trackingPath) };
  expect((await new Client(ready.base).call('POST', urls.trackingView(), link)).status).toBe(200);
  const newcomer = await signedIn(platform, 'auditor', exchanged);
  expect(await signInAt(ready, newcomer)).toBe(200);
  await eventually('a sound chain', async () =>
    (await verifyAudit(platform.db, { keys: decodeKeys(rotated) })).ok ? true : undefined,
  );
});

test('seeds are sealed anew; then the old key opens nothing, and without it everybody still signs in', async () => {
  const sealed = async () => {
    const users = await platform.db
      .collection('users')
      .find({ 'totp.seed.data': { $gte: '' } })
      .toArray();
    return users.map((user) => String(user['totp'].seed.keyId));
  };
  // The old fleet has left; whoever starts now seals anew what it left.
  await Promise.all([before, ready].map((api) => api.kill('SIGTERM')));
  await apiWith('after', rotated);
  await eventually('one key for all seeds', async () =>
    new Set(await sealed()).size === 1 ? true : undefined,
  );
  const without = await apiWith('without', retiredKeys(rotated, ['totpSeedKey']));
  expect(await signInAt(without, courier)).toBe(200);
  expect(await signInAt(without, dispatcher)).toBe(200);
});

test('a link made with a key that was taken out opens nothing', async () => {
  const without = await apiWith('without-link', retiredKeys(rotated, ['viewLinkKey']));
  expect(
    (await new Client(exchanged.base).call('POST', urls.trackingView(), { token: oldLink })).status,
  ).toBe(200);
  expect((await new Client(without.base).call('POST', urls.trackingView(), { token: oldLink })).status).toBe(
    404,
  );
  const verdict = await eventually('a sound chain', async () => {
    const judged = await verifyAudit(platform.db, {
      keys: decodeKeys(retiredKeys(rotated, ['viewLinkKey'])),
    });
    return judged.ok ? judged : undefined;
  });
  expect(verdict.ok).toBe(true);
});
