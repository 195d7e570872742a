// Proofs of delivery over two real processes: what is taken, what is kept, who sees it, and what the chain says of it.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Order, personalDaysAfterEnd, proofLimits } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aJpeg, claiming, withExif } from '../src/features/proofs/jpeg.fixture.ts';
import { decodeKeys, verifyAudit } from '../src/local-door.ts';
import {
  Client,
  eventId,
  eventually,
  ifMatch,
  manageTokenFromMail,
  type Person,
  type Platform,
  type Process,
  pinFromMail,
  signedIn,
  startPlatform,
} from './harness.ts';
import { appOn } from './in-process.ts';

let platform: Platform;
let first: Process;
let second: Process;
let dispatcher: Person;
let courier: Person;
let customer: Person;
let photo: string;

const words = 'taken at 53.3438 N';
const signature = {
  strokes: [
    [
      { x: 100, y: 100 },
      { x: 600, y: 300 },
      { x: 900, y: 120 },
    ],
  ],
};

beforeAll(async () => {
  platform = await startPlatform(2);
  [first, second] = platform.apis as [Process, Process];
  dispatcher = await signedIn(platform, 'dispatcher', first);
  courier = await signedIn(platform, 'courier', second);
  customer = await signedIn(platform, 'customer', first);
  photo = Buffer.from(withExif(await aJpeg(640, 480), 1, words)).toString('base64');
});

afterAll(async () => {
  await platform.stop();
});

async function atTheDoor(proofPolicy?: 'pin' | 'any'): Promise<Order> {
  const { order } = await customer.client.place(proofPolicy === undefined ? {} : { proofPolicy });
  let now = (await dispatcher.client.command(order, 'confirm')).body;
  now = (await dispatcher.client.command(now, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'])
    now = (await courier.client.command(now, command)).body;
  expect(now.state).toBe('arrived');
  return now;
}

const keptFor = (orderId: string) => {
  const folder = join(platform.evidenceDir, orderId);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
};

const verify = () => verifyAudit(platform.db, { keys: decodeKeys(platform.keys) });

async function drained(): Promise<void> {
  await eventually('empty outboxes', async () =>
    (await platform.db.collection('orders').countDocuments({ 'outbox.at': { $gte: '' } })) === 0
      ? true
      : undefined,
  );
}

test('a photo is kept without what the phone wrote beside it, and the chain holds its digest', async () => {
  const order = await atTheDoor('any');
  const delivered = await courier.client.command(order, 'deliver', { photo });
  expect(delivered.body).toMatchObject({ state: 'delivered' });
  const digest = delivered.body.events.at(-1)?.proof?.digest ?? '';
  const [file = ''] = keptFor(order.id);
  expect(keptFor(order.id)).toHaveLength(1);
  expect(file.endsWith(digest)).toBe(true);
  expect(readFileSync(file).includes('Exif')).toBe(false);
  expect(readFileSync(file).includes('53.3438')).toBe(false);
  await drained();
  const record = await platform.db.collection('audit').findOne({ 'event.proof.digest': digest });
  expect(record?.['event']).toMatchObject({ command: 'deliver', proof: { kind: 'photo', digest } });
  expect(await verify()).toMatchObject({ ok: true });
});

test('a signature is drawn anew and shown with headers that let it do nothing', async () => {
  const order = await atTheDoor('any');
  await courier.client.command(order, 'deliver', { signature });
  const shown = await customer.client.raw('GET', urls.proof(order.id));
  expect(shown.status).toBe(200);
  expect(shown.headers.get('content-type')).toBe('image/svg+xml');
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  expect(shown.headers.get('content-security-policy')).toContain('sandbox');
  expect(shown.headers.get('cache-control')).toBe('private, no-store');
  expect(await shown.text()).toContain('M100 100L600 300L900 120');
});

test('a proof is seen by its sender, its courier and who plans, and by nobody else', async () => {
  const order = await atTheDoor('any');
  await courier.client.command(order, 'deliver', { photo });
  const others = {
    otherCustomer: await signedIn(platform, 'customer', second),
    otherCourier: await signedIn(platform, 'courier', second),
    auditor: await signedIn(platform, 'auditor', second),
    admin: await signedIn(platform, 'admin', second),
  };
  const status = async (client: Client) => (await client.raw('GET', urls.proof(order.id))).status;
  expect({
    sender: await status(customer.client),
    courier: await status(courier.client),
    dispatcher: await status(dispatcher.client),
    admin: await status(others.admin.client),
    otherCustomer: await status(others.otherCustomer.client),
    otherCourier: await status(others.otherCourier.client),
    auditor: await status(others.auditor.client),
    nobody: await status(new Client(first.base)),
  }).toEqual({
    sender: 200,
    courier: 200,
    dispatcher: 200,
    admin: 200,
    otherCustomer: 404,
    otherCourier: 404,
    auditor: 403,
    nobody: 401,
  });
});

test('an order that asks for the PIN takes nothing else, and keeps nothing of what was sent', async () => {
  const order = await atTheDoor();
  expect(order.proofPolicy).toBe('pin');
  for (const proof of [{ photo }, { signature }]) {
    const refused = await courier.client.command(order, 'deliver', proof);
    expect(refused.body).toMatchObject({ status: 422, code: 'proof-refused' });
  }
  expect(keptFor(order.id)).toEqual([]);
  const pin = await pinFromMail(platform, order.id);
  const done = await courier.client.command(order, 'deliver', { pin });
  expect(done.body.events.at(-1)?.proof).toEqual({ kind: 'pin' });
  expect((await customer.client.call('GET', urls.proof(order.id))).status).toBe(404);
});

test.each([
  [
    'a PNG',
    () => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200)]),
    'a file that is a PNG',
  ],
  [
    'a page',
    () => Buffer.from(`<script>alert(1)</script>${' '.repeat(200)}`),
    'a file that is an SVG or HTML',
  ],
  [
    'a bomb',
    () => Buffer.from(claiming(Buffer.from(photo, 'base64'), 65_000, 65_000)),
    '65000 × 65000 pixels',
  ],
  [
    'a torn photo',
    () => Buffer.from(photo, 'base64').subarray(0, -100),
    'a JPEG that is cut short, or has something behind its end',
  ],
])(
  '%s is refused with what was given and what is allowed; the order stays at the door',
  async (_name, bytes, given) => {
    const order = await atTheDoor('any');
    const refused = await courier.client.command(order, 'deliver', { photo: bytes().toString('base64') });
    expect(refused.body).toMatchObject({
      status: 422,
      code: 'proof-refused',
      errors: [{ field: '/photo', given }],
    });
    expect(keptFor(order.id)).toEqual([]);
    const after = await courier.client.call<Order>('GET', urls.order(order.id));
    expect(after.body).toEqual(order);
  },
);

test('no proof, two proofs, or one that is too large is refused before anything is read of it', async () => {
  const order = await atTheDoor('any');
  const none = await courier.client.command(order, 'deliver', {});
  expect(none.body).toMatchObject({
    status: 400,
    errors: ['/pin', '/signature', '/photo'].map((field) => ({
      field,
      given: 'nothing',
      allowed: 'one proof: pin, signature or photo',
    })),
  });
  const two = await courier.client.command(order, 'deliver', { pin: '0000', signature });
  expect(two.body).toMatchObject({
    status: 400,
    errors: [{ allowed: 'eventId and one proof: pin, signature or photo' }],
  });
  const large = await courier.client.command(order, 'deliver', {
    photo: 'A'.repeat(proofLimits.photoCharacters + 4),
  });
  expect(large.body).toMatchObject({ status: 400, code: 'body-invalid' });
  const larger = await courier.client.command(order, 'deliver', { photo: 'A'.repeat(600_000) });
  expect(larger.body).toMatchObject({ status: 413 });
});

test('twenty deliveries at once with different photos end in one proof, kept once', async () => {
  const order = await atTheDoor('any');
  const photos = await Promise.all(
    Array.from({ length: 4 }, async (_, i) => Buffer.from(await aJpeg(100 + i, 90)).toString('base64')),
  );
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      courier.client
        .at(i % 2 === 0 ? first : second)
        .command(order, 'deliver', { photo: photos[i % photos.length] }),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status !== 200 && status !== 412 && status !== 409)).toEqual([]);
  const winner = answers.find(({ status }) => status === 200)?.body.events.at(-1)?.proof?.digest ?? 'none';
  expect(keptFor(order.id).map((path) => path.slice(-64))).toEqual([winner]);
});

test('the same delivery sent ten times is one event with one kept photo', async () => {
  const order = await atTheDoor('any');
  const body = { eventId: eventId(), photo };
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      courier.client
        .at(i % 2 === 0 ? first : second)
        .call<Order>('POST', urls.command(order.id, 'deliver'), body, ifMatch(order)),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  expect(keptFor(order.id)).toHaveLength(1);
});

test('a proof changed behind the platform is not shown, and the log says so', async () => {
  const order = await atTheDoor('any');
  await courier.client.command(order, 'deliver', { photo });
  const [file = ''] = keptFor(order.id);
  const bytes = readFileSync(file);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const shown = await dispatcher.client.call('GET', urls.proof(order.id));
  expect(shown.body).toMatchObject({ status: 410, code: 'proof-altered' });
  await eventually('the line in the log', () =>
    first.output().includes('"event":"proof-altered"') ? true : undefined,
  );
});

test('when claims are over nothing personal is left of an order, nobody could link it, and the chain verifies', async () => {
  const said = {
    name: 'Bláthnaid Uí Fhloinn',
    address: '17 Lamplighter Row',
    email: 'blathnaid@example.ie',
    parcel: 'A music box with a ballerina',
    note: 'Her neighbour says she is in hospital',
    wish: 'Leave it with the neighbour at 19',
  };
  const { order: placed } = await customer.client.place({
    proofPolicy: 'any',
    dropOff: {
      name: said.name,
      address: said.address,
      routingKey: 'D02',
      position: { lat: 53.34, lon: -6.26 },
    },
    recipient: { name: said.name, email: said.email },
    parcel: { description: said.parcel, weightGrams: 700 },
  });
  let now = (await dispatcher.client.command(placed, 'confirm')).body;
  const token = await manageTokenFromMail(platform, now.id);
  const instructions = { text: said.wish, safePlace: false };
  await new Client(first.base).call(
    'POST',
    urls.manage('instruct'),
    { token, eventId: eventId(), instructions },
    ifMatch(now),
  );
  now = (await customer.client.call<Order>('GET', urls.order(now.id))).body;
  now = (await dispatcher.client.command(now, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'])
    now = (await courier.client.command(now, command)).body;
  now = (await courier.client.command(now, 'fail', { reason: 'nobody_there', note: said.note })).body;
  for (const command of ['reschedule', 'confirm']) now = (await dispatcher.client.command(now, command)).body;
  now = (await dispatcher.client.command(now, 'assign', { courierId: courier.id })).body;
  for (const command of ['collect', 'depart', 'arrive'])
    now = (await courier.client.command(now, command)).body;
  const delivered = (await courier.client.command(now, 'deliver', { photo })).body;
  await drained();
  const orders = platform.db.collection<{ _id: string; contentKey?: string; redactedAt?: string }>('orders');
  const before = await orders.findOne({ _id: now.id });
  const texts = [...Object.values(said), 'fhloinn', before?.contentKey ?? 'no key'];
  for (const text of texts) expect(JSON.stringify(before)).toContain(text);

  const end = Date.parse(delivered.updatedAt);
  const day = 86_400_000;
  /** A process that begins to work then, and sweeps as each does. */
  const sweptAt = async (moment: number) => {
    const app = await appOn(platform, () => new Date(moment));
    if (moment > end + personalDaysAfterEnd * day) {
      await eventually('the order without its personal values', async () =>
        typeof (await orders.findOne({ _id: now.id }))?.redactedAt === 'string' ? true : undefined,
      );
    }
    await app.close();
  };
  const later = end + personalDaysAfterEnd * day;
  await sweptAt(later - 1_000);
  expect(await orders.findOne({ _id: now.id })).toMatchObject({ _id: now.id, ...before });
  expect(keptFor(now.id)).toHaveLength(1);
  await Promise.all([sweptAt(later + 1_000), sweptAt(later + 2_000)]); // two processes at once
  let everything = '';
  for (const { name } of await platform.db.listCollections().toArray())
    everything += JSON.stringify(await platform.db.collection(name).find().toArray());
  expect(texts.filter((text) => everything.includes(text))).toEqual([]);
  expect(keptFor(now.id)).toEqual([]);

  const planner = await signedIn(platform, 'dispatcher', second); // all sessions of a year ago ended
  const shown = await planner.client.call<Order>('GET', urls.order(now.id));
  expect(shown.body).toMatchObject({
    version: delivered.version,
    state: 'delivered',
    updatedAt: delivered.updatedAt,
    dropOff: { name: 'Removed', address: 'Removed', routingKey: 'D02' },
    redactedAt: expect.any(String),
  });
  const plain = ({ note: _note, ...event }: Order['events'][number]) => event;
  expect(shown.body.events).toEqual(delivered.events.map(plain));
  expect((await planner.client.call('GET', urls.proof(now.id))).body).toMatchObject({ code: 'not-found' });
  const keys = decodeKeys(platform.keys);
  const verifyAt = (moment: number) => verifyAudit(platform.db, { keys, clock: () => new Date(moment) });
  expect(await verifyAt(later + day)).toMatchObject({ ok: true, pending: 0 });
  // Whoever takes values out before their time is found, and whoever puts others there.
  expect(await verifyAt(later - 2 * day)).toMatchObject({
    ok: false,
    what: expect.stringContaining('before their time'),
  });
  await orders.updateOne({ _id: now.id }, { $set: { 'recipient.name': 'Somebody else' } } as never);
  expect(await verifyAt(later + day)).toMatchObject({
    ok: false,
    what: expect.stringContaining('something stands in its recipient'),
  });
});
