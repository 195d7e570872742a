// Records what a real backend says while everything happens to it that an alarm is for: an ordinary minute, guessed
// passwords, refused and excessive requests, a machine too busy, a changed proof, a trail that
// takes no record, broken data, undeliverable mail, a killed engine, a process that cannot finish. Each phase lasts until
// both processes have reported its metrics.

import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Order, PlacedOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { type Db, MongoClient } from 'mongodb';
import { rightOrder } from '../bad-input/right-values.ts';
import { type Client, openClient } from '../client/client.ts';
import { bodyOf, getJson, postJson } from '../client/json.ts';
import { type SignedIn, signIn } from '../client/sign-in.ts';
import { personasOf, readPersonas } from '../platform/personas.ts';
import { type Backend, type Line, startBackend } from './backend.ts';
import type { LogLine } from './data-points.ts';
import { apiLogGroup } from './definitions.ts';

export const phases = [
  'quiet',
  'guesses',
  'refusals',
  'slow',
  'tampered',
  'broken',
  'engine-killed',
  'stopped-hard',
] as const;
export type Phase = (typeof phases)[number];

export type Recording = Readonly<Record<Phase, readonly LogLine[]>>;

export async function record(environment: string): Promise<Recording> {
  const backend = await startBackend();
  const database = new MongoClient(backend.mongodbUri);
  const recorded: Partial<Record<Phase, readonly LogLine[]>> = {};
  const during = async (phase: Phase, act: () => Promise<void>, reports = 1) => {
    const seen = new Set(backend.lines());
    await act();
    await backend.reported(reports);
    recorded[phase] = backend
      .lines()
      .filter((line) => !seen.has(line))
      .map((line) => toLogLine(apiLogGroup(environment), line));
  };
  try {
    const people = await openPeople(backend);
    await during('quiet', () => ordinaryWork(people));
    await during('guesses', () => guess(backend, 20));
    await during('refusals', () => askTooMuch(people, backend));
    await during('slow', () => outpace(people, backend));
    await during('tampered', () => tamper(database.db(backend.database), people, backend));
    await during('broken', () => breakData(database.db(backend.database), people, backend));
    await during('engine-killed', () => loseEngine(people, backend), 2);
    await backend.restartEngine();
    await during('stopped-hard', () => stopWhileAsked(backend), 0);
  } finally {
    await database.close();
    await backend.discard();
  }
  return recorded as Recording;
}

type People = { readonly dispatcher: SignedIn; readonly courier: SignedIn };

async function openPeople({ data, ports }: Backend): Promise<People> {
  const personas = readPersonas(data);
  const [port = 0] = ports;
  const [dispatcher] = personasOf(personas, 'dispatcher');
  const [courier] = personasOf(personas, 'courier');
  if (dispatcher === undefined || courier === undefined)
    throw new Error('The demo has no dispatcher or courier.');
  return { dispatcher: await signIn(port, dispatcher), courier: await signIn(port, courier) };
}

async function ordinaryWork({ dispatcher, courier }: People): Promise<void> {
  for (let round = 0; round < 15; round += 1) {
    bodyOf(await getJson(dispatcher.client, urls.orders()));
    bodyOf(await getJson(courier.client, urls.run()));
  }
  const { id, version } = await place(dispatcher.client);
  await postJson(
    dispatcher.client,
    urls.command(id, 'confirm'),
    { eventId: randomUUID() },
    { 'if-match': `"${version}"`, ...edgeNames },
  );
  await dispatcher.client.send({ method: 'GET', path: urls.live() }); // opens a stream, and leaves
}

/** What CloudFront and the load balancer put on a request on its way. */
export const edgeNames = {
  'x-amz-cf-id': 'kQ0mZ1rT7nVb3xYc5dLs9fGh2jKp4wEu6aRiOtMzNvBqCyXeHw8gDA==',
  'x-amzn-trace-id': 'Root=1-69219d40-2b7c4e1f0a9d8c7b6e5f4a3b',
};

async function place(client: Client): Promise<Order> {
  const answer = await postJson(client, urls.orders(), { ...rightOrder(), proofPolicy: 'any' }, edgeNames);
  return bodyOf<PlacedOrder>(answer, 201).order;
}

/** Ten accounts twice each, from one address: below every limit of an account, and plainly a guesser. */
async function guess({ ports }: Backend, times: number): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) {
    const client = openClient(ports[turn % ports.length] ?? 0);
    const body = { email: `guess-${turn % 10}@example.ie`, password: 'not the right one' };
    await client.send({
      method: 'POST',
      path: urls.signIn(),
      headers: { 'content-type': 'application/json', 'cloudfront-viewer-address': '198.51.100.23:4711' },
      body: JSON.stringify(body),
    });
    client.close();
  }
}

async function askTooMuch({ dispatcher, courier }: People, backend: Backend): Promise<void> {
  for (let turn = 0; turn < 15; turn += 1) await getJson(courier.client, urls.securityReport());
  const bad = { email: 'locked@example.ie', password: 'not the right one' };
  const client = openClient(backend.ports[0] ?? 0);
  // More than an account takes, and then more than an address may.
  for (let turn = 0; turn < 190; turn += 1)
    await client.send({
      method: 'POST',
      path: urls.signIn(),
      headers: { 'content-type': 'application/json', 'cloudfront-viewer-address': '203.0.113.9:4711' },
      body: JSON.stringify(bad),
    });
  client.close();
  await guessPin({ dispatcher, courier });
}

/** A database that answers late, then a machine that gives both processes no time, again and again. */
async function outpace({ dispatcher }: People, backend: Backend): Promise<void> {
  const ask = () => Promise.all(Array.from({ length: 15 }, () => getJson(dispatcher.client, urls.orders())));
  const waited = backend.pauseEngine(1_500);
  await Promise.all([ask(), ask(), waited]);
  for (let turn = 0; turn < 24; turn += 1) {
    await backend.pauseApis(400);
    await sleep(100);
  }
}

type Command = (
  by: SignedIn,
  name: Parameters<typeof urls.command>[1],
  more?: object,
) => ReturnType<Client['send']>;

/** An order at the door, and how to go on with it. */
async function atTheDoor({ dispatcher, courier }: People): Promise<{ id: string; command: Command }> {
  const { id } = await place(dispatcher.client);
  const command: Command = async (by, name, more = {}) => {
    const now = bodyOf<Order>(await getJson(by.client, urls.order(id)));
    return by.client.send({
      method: 'POST',
      path: urls.command(id, name),
      headers: { 'content-type': 'application/json', 'if-match': `"${now.version}"` },
      body: JSON.stringify({ eventId: randomUUID(), ...more }),
    });
  };
  await command(dispatcher, 'confirm');
  await command(dispatcher, 'assign', { courierId: courier.session.user.id });
  for (const name of ['collect', 'depart', 'arrive'] as const) await command(courier, name);
  return { id, command };
}

async function guessPin(people: People): Promise<void> {
  const { command } = await atTheDoor(people);
  for (let turn = 0; turn < 8; turn += 1) await command(people.courier, 'deliver', { pin: '0000' });
}

/** A signature changed where it is kept, and an audit trail made to take no record: both past the API. */
async function tamper(db: Db, people: People, backend: Backend): Promise<void> {
  const { id, command } = await atTheDoor(people);
  const strokes = [
    [
      { x: 100, y: 100 },
      { x: 600, y: 300 },
      { x: 900, y: 120 },
    ],
  ];
  bodyOf(await command(people.courier, 'deliver', { signature: { strokes } }));
  const folder = join(backend.data, 'evidence', id);
  for (const name of readdirSync(folder)) appendFileSync(join(folder, name), ' ');
  await getJson(people.dispatcher.client, urls.proof(id));
  await backend.says('proof-altered');

  const inbox = await db.collection('auditInbox').rename('aside');
  await db.createCollection('auditInbox', { validator: { never: { $exists: true } } });
  await guess(backend, 1);
  await backend.says('refusal-untold');
  await inbox.rename('auditInbox', { dropTarget: true });
}

/** What no input can do: an order without its events, and a mailbox that is no folder. */
async function breakData(db: Db, { dispatcher }: People, { data, reported }: Backend): Promise<void> {
  // As if it had been broken for a while: what waits is as old as the alarms ask for.
  const longAgo = new Date(Date.now() - 600_000).toISOString();
  const orders = db.collection<{ readonly _id: string }>('orders');
  const victim = await orders.findOne({});
  if (victim === null) throw new Error('There is no order to break.');
  const mail = join(data, 'mail');
  rmSync(mail, { recursive: true, force: true });
  writeFileSync(mail, '');
  const other = await orders.findOne({ _id: { $ne: victim._id } });
  if (other !== null)
    await orders.updateOne(
      { _id: other._id },
      {
        $set: {
          mailOutbox: [{ messageId: 'msg_trial', kind: 'delivery-announced', at: longAgo }],
        },
      },
    );
  await orders.updateOne(
    { _id: victim._id },
    {
      $set: {
        pickup: null,
        events: null,
        outbox: [{ eventId: 'evt_trial', version: 1, at: longAgo }],
      },
    },
  );
  await getJson(dispatcher.client, urls.order(victim._id));
  await reported(2); // of the first, a reading may be older than what was broken; the drains meet it meanwhile
  await orders.updateOne({ _id: victim._id }, { $set: { events: [], outbox: [] } });
  if (other !== null) await orders.updateOne({ _id: other._id }, { $set: { mailOutbox: [] } });
}

async function loseEngine({ dispatcher }: People, backend: Backend): Promise<void> {
  await backend.killEngine();
  const ask = () => Promise.all(Array.from({ length: 30 }, () => getJson(dispatcher.client, urls.orders())));
  await ask(); // those whose connection broke under them
  const probes = backend.ports.map((port) => openClient(port));
  const probed = probes.map((probe) => probe.send({ method: 'GET', path: '/readyz' }));
  await Promise.all([ask(), ...probed]); // those that look for a database in vain
  for (const probe of probes) probe.close();
}

/** A body that never ends holds one process until its patience does. */
async function stopWhileAsked({ ports, stopApi }: Backend): Promise<void> {
  const socket = connect(ports[0] ?? 0, '127.0.0.1');
  socket.on('error', () => undefined); // it is cut off: that is the point
  socket.write(
    'POST /api/sign-in HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  );
  await sleep(200);
  await stopApi(0);
  socket.destroy();
}

function toLogLine(group: string, line: Line): LogLine {
  return { group, atMs: Date.parse(String(line['time'])), line };
}
