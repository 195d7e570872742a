// A recipient and their manage link over two real processes: what it opens, what it can ask for, and everything that ends it.

import { limits } from '@cool/contract/edge';
import type { Order } from '@cool/contract/orders';
import { offeredWindows } from '@cool/contract/orders';
import { dayAfter, inDublin } from '@cool/contract/time';
import type { ManageView, TrackingView } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeKeys, verifyAudit } from '../src/local-door.ts';
import {
  Client,
  eventId,
  eventually,
  manageTokenFromMail,
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
let customer: Person;

beforeAll(async () => {
  platform = await startPlatform(2);
  [first, second] = platform.apis as [Process, Process];
  dispatcher = await signedIn(platform, 'dispatcher', first);
  courier = await signedIn(platform, 'courier', second);
  customer = await signedIn(platform, 'customer', first);
});

afterAll(async () => {
  await platform.stop();
});

const tomorrow = () => dayAfter(inDublin(new Date()).day, 1);
const windowNo = (i: number) => offeredWindows(tomorrow(), new Date())[i] ?? { from: '', to: '' };
const recipient = (api: Process = second) => new Client(api.base);

/** A confirmed order, and the token the recipient found in their mail. */
async function announced(): Promise<{ order: Order; token: string; trackingPath: string }> {
  const { order: placed, trackingPath } = await customer.client.place();
  const order = (await dispatcher.client.command(placed, 'confirm')).body;
  return { order, token: await manageTokenFromMail(platform, order.id), trackingPath };
}

async function failedAtTheDoor(order: Order): Promise<Order> {
  let now = (await dispatcher.client.command(order, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'])
    now = (await courier.client.command(now, command)).body;
  return (await courier.client.command(now, 'fail', { reason: 'nobody_there' })).body;
}

const view = (token: string, client = recipient()) =>
  client.call<ManageView>('POST', urls.managed(), { token });

const ask = (
  token: string,
  command: 'reschedule' | 'instruct',
  version: number,
  more: object,
  client = recipient(),
) =>
  client.call<ManageView>(
    'POST',
    urls.manage(command),
    { token, eventId: eventId(), ...more },
    { 'if-match': `"${version}"` },
  );

const instructions = { text: 'Behind the blue bin', safePlace: true };

test('the link shows the delivery without names or addresses, and what can be asked for', async () => {
  const { token, order } = await announced();
  const { status, body, headers } = await view(token);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    state: 'confirmed',
    area: 'Dublin, D02',
    commands: ['reschedule', 'instruct'],
  });
  expect(headers.get('etag')).toBe(`"${order.version}"`);
  expect(JSON.stringify(body)).not.toMatch(/Aoife|College Green|aoife@|ord_/);
});

test('a new time asked for by link stands in the order, the chain and the tracking page; the dispatcher plans anew', async () => {
  const { token, order, trackingPath } = await announced();
  const window = windowNo(2);
  const asked = await ask(token, 'reschedule', order.version, { window });
  expect(asked.body).toMatchObject({ state: 'rescheduled', window, commands: ['instruct'] });
  const seen = (await dispatcher.client.call<Order>('GET', urls.order(order.id))).body;
  expect(seen).toMatchObject({ state: 'rescheduled', window, courierId: null });
  expect(seen.events.at(-1)).toMatchObject({
    command: 'reschedule',
    actorId: 'recipient',
    actorRole: 'recipient',
    window,
  });
  const tracked = await recipient().call<TrackingView>('POST', urls.trackingView(), {
    token: trackingTokenIn(trackingPath),
  });
  expect(tracked.body.window).toEqual(window);
});

test('after a failed try the mail brings a link, and the recipient chooses when', async () => {
  const { order } = await announced();
  const failed = await failedAtTheDoor(order);
  const token = await manageTokenFromMail(platform, order.id, 'delivery-failed');
  const asked = await ask(token, 'reschedule', failed.version, { window: windowNo(0) });
  expect(asked.body.state).toBe('rescheduled');
});

test('instructions reach the courier, let a photo do, and are never in the chain', async () => {
  const { order, token } = await announced();
  const asked = await ask(token, 'instruct', order.version, { instructions });
  expect(asked.body).toMatchObject({ instructions, state: 'confirmed' });
  let now = (await dispatcher.client.call<Order>('GET', urls.order(order.id))).body;
  now = (await dispatcher.client.command(now, 'assign', { courierId: courier.id })).body;
  expect((await courier.client.call<Order>('GET', urls.order(order.id))).body.instructions).toEqual(
    instructions,
  );
  const auditor = await signedIn(platform, 'auditor', first);
  expect((await auditor.client.call<Order>('GET', urls.order(order.id))).body.instructions).toBeUndefined();
  const records = await platform.db.collection('audit').find({ 'subject.id': order.id }).toArray();
  expect(JSON.stringify(records)).not.toContain('blue bin');
  await platform.db
    .collection<{ _id: string }>('orders')
    .updateOne({ _id: order.id }, { $set: { 'instructions.text': 'Give it to me' } });
  await eventually('an empty outbox', async () =>
    (await platform.db.collection('orders').countDocuments({ 'outbox.at': { $gte: '' } })) === 0
      ? true
      : undefined,
  );
  expect(await verifyAudit(platform.db, { keys: decodeKeys(platform.keys) })).toMatchObject({
    ok: false,
    what: expect.stringContaining('instructions'),
  });
  await platform.db
    .collection<{ _id: string }>('orders')
    .updateOne({ _id: order.id }, { $set: { 'instructions.text': instructions.text } });
});

test('every link that does not hold gets one and the same answer', async () => {
  const { token, order, trackingPath } = await announced();
  const other = await announced();
  const revoked = (await customer.client.command(other.order, 'revoke')).body;
  expect(revoked.state).toBe('confirmed');
  const ended = await announced();
  await dispatcher.client.command(ended.order, 'cancel');
  const [id = '', series = '', seconds = '', signature = ''] = token.split('.');
  const dead = {
    nonsense: 'nonsense',
    forged: `${id}.${series}.${seconds}.${'A'.repeat(22)}`,
    prolonged: `${id}.${series}.${Number(seconds) + 60}.${signature}`,
    'of another order': `${other.order.id.slice(4)}.${series}.${seconds}.${signature}`,
    'of no order': `${'0'.repeat(26)}.${series}.${seconds}.${signature}`,
    'the view link': trackingTokenIn(trackingPath),
    revoked: other.token,
    'of a cancelled order': ended.token,
  };
  const answers = await Promise.all(
    Object.entries(dead).flatMap(([name, each]) =>
      [
        view(each),
        ask(each, 'instruct', order.version, { instructions }),
        ask(each, 'reschedule', order.version, { window: windowNo(0) }),
      ].map(async (answer) => {
        const { status, body } = await answer;
        return [name, status, { ...body, requestId: '' }] as const;
      }),
    ),
  );
  for (const [name, status, body] of answers) {
    expect(status, name).toBe(404);
    expect(body, name).toEqual(answers[0]?.[2]);
  }
  expect((await view(token)).status).toBe(200);
});

test('a revoked link is dead in the other process on the very next request; the next mail brings one that works', async () => {
  const { token, order } = await announced();
  expect((await view(token, recipient(first))).status).toBe(200);
  await dispatcher.client.command(order, 'revoke');
  expect((await view(token, recipient(second))).status).toBe(404);
  const now = (await dispatcher.client.call<Order>('GET', urls.order(order.id))).body;
  await failedAtTheDoor(now);
  const fresh = await manageTokenFromMail(platform, order.id, 'delivery-failed');
  expect((await view(fresh)).status).toBe(200);
});

test('the view link may only look, and opens nothing from an address', async () => {
  const { trackingPath, order } = await announced();
  const token = trackingTokenIn(trackingPath);
  const eventIdOfMine = eventId();
  for (const command of ['reschedule', 'instruct'] as const) {
    const answer = await recipient().call('POST', urls.manage(command), {
      token,
      eventId: eventIdOfMine,
      ...(command === 'instruct' ? { instructions } : { window: windowNo(2) }),
    });
    expect(answer.body).toMatchObject({ code: 'link-invalid' });
  }
  for (const path of [
    `/t/${token}`,
    `/t/${token}/view`,
    `/t/${token}/live`,
    `${urls.trackingView()}/${token}`,
  ])
    expect((await recipient().call('GET', path)).status).toBe(404);
  expect((await dispatcher.client.call<Order>('GET', urls.order(order.id))).body.version).toBe(order.version);
});

test('a link is nobody’s session: it opens no other route, and a session is no link', async () => {
  const { token, order } = await announced();
  expect((await recipient().call('GET', urls.order(order.id))).status).toBe(401);
  expect(
    (await recipient().call('POST', `/api/orders/${order.id}/instruct`, { eventId: eventId(), instructions }))
      .status,
  ).toBe(404);
  const staff = await dispatcher.client.call('POST', `/api/orders/${order.id}/instruct`, {
    eventId: eventId(),
    instructions,
  });
  expect(staff.status).toBe(404);
  expect((await view(token, customer.client)).status).toBe(200); // what counts is the link
});

test('a wish needs its version, is done once however often it is sent, and loses to who was faster', async () => {
  const { token, order } = await announced();
  const body = { token, eventId: eventId(), instructions };
  const bare = await recipient().call('POST', urls.manage('instruct'), body);
  expect(bare.body).toMatchObject({ status: 428, code: 'version-required' });
  const sent = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      recipient(i % 2 === 0 ? first : second).call('POST', urls.manage('instruct'), body, {
        'if-match': `"${order.version}"`,
      }),
    ),
  );
  expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  const stale = await ask(token, 'instruct', order.version, { instructions });
  expect(stale.body).toMatchObject({ status: 412, code: 'version-stale' });
});

test('a time that cannot be promised is refused with what is allowed', async () => {
  const { token, order } = await announced();
  const night = { from: `${tomorrow()}T03:00:00Z`, to: `${tomorrow()}T05:00:00Z` };
  const refused = await ask(token, 'reschedule', order.version, { window: night });
  expect(refused.body).toMatchObject({
    status: 400,
    errors: [{ field: '/window/from', allowed: '08:00 or later in Dublin' }],
  });
});

test('who tries many links must wait', async () => {
  const guesser = recipient();
  const beganMs = Date.now();
  const tries = Array.from({ length: 100 }, async () => (await view('guess', guesser)).status);
  const statuses = await Promise.all(tries);
  const comesBack = Math.ceil((Date.now() - beganMs) / 1_000); // one try a second
  expect(new Set(statuses)).toEqual(new Set([404, 429]));
  const answered = statuses.filter((status) => status === 404).length;
  expect(answered).toBeLessThanOrEqual(limits.signInsPerMinutePerAddress + comesBack);
});

test('no log line holds a token or an instruction', async () => {
  const { token, order } = await announced();
  await ask(token, 'instruct', order.version, {
    instructions: { ...instructions, text: 'canary-of-the-door' },
  });
  const log = platform.apis.map((api) => api.output()).join('');
  expect(log).not.toContain(token);
  expect(log).not.toContain(token.split('.')[3]);
  expect(log).not.toContain('canary-of-the-door');
});

test('of fifty wishes and commands at once over two processes exactly one wins', async () => {
  const { token, order } = await announced();
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const api = i % 2 === 0 ? first : second;
      if (i % 4 === 0) return await ask(token, 'instruct', order.version, { instructions }, recipient(api));
      if (i % 4 === 1)
        return await ask(token, 'reschedule', order.version, { window: windowNo(1) }, recipient(api));
      const staff = dispatcher.client.at(api);
      return i % 4 === 2
        ? await staff.command(order, 'assign', { courierId: courier.id })
        : await staff.command(order, 'cancel');
    }),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  // 404: the winner cancelled, and a link of a cancelled order is none.
  expect(statuses.filter((status) => ![200, 404, 409, 412].includes(status))).toEqual([]);
  const after = (await dispatcher.client.call<Order>('GET', urls.order(order.id))).body;
  expect(after.version).toBe(order.version + 1);
});

test('a delivery left in a safe place is proved by a photo only as long as the recipient asked for it', async () => {
  const { order } = await announced();
  let now = (await dispatcher.client.command(order, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'])
    now = (await courier.client.command(now, command)).body;
  const photo = Buffer.alloc(200, 1).toString('base64');
  const refused = await courier.client.command(now, 'deliver', { photo });
  expect(refused.body).toMatchObject({ code: 'proof-refused', detail: expect.stringContaining('PIN') });
  const pin = await pinFromMail(platform, order.id);
  expect((await courier.client.command(now, 'deliver', { pin })).status).toBe(200);
});
