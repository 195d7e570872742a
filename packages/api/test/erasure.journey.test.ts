// Erasing a person, against two real processes: by two admins and never by one, finished by another process when the one
// that began it died; after it nobody can link what the audit chain says of the person, and the chain still verifies.

import type { AuditRecord, PersonEvent } from '@cool/contract/audit';
import type { People } from '@cool/contract/identity';
import type { Order } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personalDigest, personKeysStore } from '../src/features/identity/index.ts';
import { decodeKeys, erasePerson, verifyAudit } from '../src/local-door.ts';
import { eventually, type Person, type Platform, type Process, signedIn, startPlatform } from './harness.ts';

let platform: Platform;
let first: Process;
let second: Process;
let asking: Person;
let agreeing: Person;

beforeAll(async () => {
  platform = await startPlatform(2);
  [first, second] = platform.apis as [Process, Process];
  asking = await signedIn(platform, 'admin', first);
  agreeing = await signedIn(platform, 'admin', second);
});

afterAll(async () => {
  await platform.stop();
});

const reason = { reason: 'The courier left and asked for it.' };
const ask = (by: Person, whom: Person, why = reason) =>
  by.client.call('POST', urls.personAction(whom.id, 'erasure'), why);
const agree = (by: Person, whom: Person) =>
  by.client.call('POST', urls.personAction(whom.id, 'erasure/approve'));
const disable = (whom: Person) => asking.client.call('POST', urls.personAction(whom.id, 'disable'));
const users = () => platform.db.collection<{ _id: string; name: string; outbox: unknown[] }>('users');
const namedIn = async (orderId: string) =>
  (await asking.client.call<Order>('GET', urls.order(orderId))).body.courierName;
const keyOf = (person: Person) => personKeysStore(platform.db).of(person.id);

async function drained(): Promise<void> {
  await eventually('empty outboxes', async () =>
    (await users().countDocuments({ 'outbox.at': { $gte: '' } } as never)) === 0 ? true : undefined,
  );
}

async function toldOf(person: Person): Promise<readonly PersonEvent[]> {
  await drained();
  const found = await platform.db
    .collection<AuditRecord>('audit')
    .find({ 'subject.type': 'person', 'subject.id': person.id } as never)
    .sort({ seq: 1 })
    .toArray();
  return found.map(({ event }) => event as PersonEvent);
}

test('one admin cannot erase anybody, and nobody is erased while they can act', async () => {
  const courier = await signedIn(platform, 'courier', first);
  expect((await ask(asking, courier)).body).toMatchObject({ code: 'person-active' });
  await disable(courier);
  expect((await agree(agreeing, courier)).status).toBe(404); // nobody asked
  expect((await ask(asking, courier)).status).toBe(204);
  expect((await agree(asking, courier)).body).toMatchObject({ code: 'four-eyes' });
  expect((await ask(asking, asking)).body).toMatchObject({ code: 'four-eyes' });
  const shown = (await agreeing.client.call<People>('GET', urls.people())).body.people;
  expect(shown.find(({ id }) => id === courier.id)?.erasure).toMatchObject({ requestedBy: asking.id });
  await asking.client.call('POST', urls.personAction(courier.id, 'enable'));
  expect((await agree(agreeing, courier)).body).toMatchObject({ code: 'person-active' });
  expect(await keyOf(courier)).not.toBeNull();
});

test('after two admins agreed nothing personal is left, no digest can be linked, and the chain verifies', async () => {
  const courier = await signedIn(platform, 'courier', second);
  const keys = decodeKeys(platform.keys);
  const key = await keyOf(courier);
  if (key === null) throw new Error('A person should have a key.');
  const [created] = await toldOf(courier);
  // Before: whoever has both keys can link the chain to the address.
  expect(created?.emailDigest).toBe(personalDigest(keys, key, 'email', courier.email));
  const sender = await signedIn(platform, 'dispatcher', first);
  const { order } = await sender.client.place();
  const confirmed = (await sender.client.command(order, 'confirm')).body;
  await sender.client.command(confirmed, 'assign', { courierId: courier.id });
  const { name = '' } = (await users().findOne({ _id: courier.id })) ?? {};
  expect(await namedIn(order.id)).toBe(name);
  await disable(courier);
  const secret = 'Somebody called Blanaid asked for it.';
  await ask(asking, courier, { reason: secret });
  const answers = await Promise.all(Array.from({ length: 5 }, () => agree(agreeing, courier)));
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);

  expect(await keyOf(courier)).toBeNull();
  expect(await namedIn(order.id)).toBe('Removed');
  let everything = '';
  for (const { name } of await platform.db.listCollections().toArray())
    everything += JSON.stringify(await platform.db.collection(name).find().toArray());
  expect(everything.includes(courier.email)).toBe(false);
  expect(everything.includes(secret)).toBe(false);
  expect(everything.includes(created?.emailDigest ?? '')).toBe(true); // it still stands in the chain, and is of no use
  expect((await toldOf(courier)).slice(-3)).toMatchObject([
    { what: 'disabled' },
    { what: 'erasure-asked', actorId: asking.id },
    { what: 'erased', actorId: agreeing.id, actorRole: 'admin', aal: 2 },
  ]);
  expect(await verifyAudit(platform.db, { keys })).toMatchObject({ ok: true, pending: 0 });

  const shown = (await asking.client.call<People>('GET', urls.people())).body.people;
  expect(shown.map(({ id }) => id)).not.toContain(courier.id);
  expect((await asking.client.call('POST', urls.personAction(courier.id, 'enable'))).status).toBe(404);
  expect((await ask(asking, courier)).status).toBe(404);
});

test('an erasure that was agreed and interrupted is finished by the sweeper of another process', async () => {
  const courier = await signedIn(platform, 'courier', first);
  await disable(courier);
  await ask(asking, courier);
  // As a process leaves it that dies right after the second admin agreed.
  await platform.db
    .collection<{ _id: string }>('erasures')
    .updateOne({ _id: courier.id }, { $set: { approvedBy: agreeing.id } });
  const fresh = await platform.startApi(); // sweeps when it starts, and each minute
  await eventually('the key gone', async () => ((await keyOf(courier)) === null ? true : undefined));
  await fresh.kill('SIGTERM');
  expect((await toldOf(courier)).at(-1)).toMatchObject({ what: 'erased', actorId: agreeing.id });
});

test('the operator erases a disabled account where there is no second admin, and it is told as nobody’s act', async () => {
  const customer = await signedIn(platform, 'customer', first);
  await expect(erasePerson(platform.db, customer.email)).rejects.toThrow('Disable the account');
  await disable(customer);
  await erasePerson(platform.db, customer.email);
  await expect(erasePerson(platform.db, customer.email)).rejects.toThrow('has no account');
  expect((await toldOf(customer)).at(-1)).toMatchObject({ what: 'erased', actorId: null, aal: 0 });
  expect(await verifyAudit(platform.db, { keys: decodeKeys(platform.keys) })).toMatchObject({ ok: true });
});
