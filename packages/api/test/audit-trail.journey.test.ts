// The trail of people, against two real processes: who signed in and who was refused, who took whose rights, who read
// what; that an acknowledged one is never lost with the process that acknowledged it, and that an account changed behind
// our back is named.

import { createHash } from 'node:crypto';
import type { AuditPage, AuditRecord, VerificationVerdict } from '@cool/contract/audit';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeKeys, verifyAudit } from '../src/local-door.ts';
import { canonicalJson } from '../src/platform/canonical-json.ts';
import type { OfferedRoute } from '../src/platform/strict-routes.ts';
import {
  Client,
  codeOf,
  eventually,
  listen,
  newPerson,
  type Person,
  type Platform,
  type Process,
  password,
  signedIn,
  signInHalf,
  startPlatform,
} from './harness.ts';
import { offeredRoutes } from './in-process.ts';
import { age, enrol, freshCode } from './people.ts';

let platform: Platform;
let first: Process;
let second: Process;
let admin: Person;

beforeAll(async () => {
  platform = await startPlatform(2);
  [first, second] = platform.apis as [Process, Process];
  admin = await signedIn(platform, 'admin', first);
});

afterAll(async () => {
  await platform.stop();
});

const audit = () => platform.db.collection<AuditRecord>('audit');
const users = () => platform.db.collection<{ _id: string }>('users');
const verify = () => verifyAudit(platform.db, { keys: decodeKeys(platform.keys) });

/** What was told about a subject, once the chain holds at least so much of it. */
async function toldOf(id: string, atLeast: number): Promise<readonly AuditRecord['event'][]> {
  return await eventually(`${atLeast} records about ${id}`, async () => {
    const found = await audit().find({ 'subject.id': id }).sort({ seq: 1 }).toArray();
    return found.length >= atLeast ? found.map(({ event }) => event) : undefined;
  });
}

const whatOf = (event: AuditRecord['event']) => ('what' in event ? event.what : null);

async function toldBy(actorId: string, what: string): Promise<AuditRecord> {
  return await eventually(
    `${what} by ${actorId}`,
    async () =>
      (await audit().findOne({ 'event.actorId': actorId, 'event.what': what } as never)) ?? undefined,
  );
}

test('a sign-in is told twice: half, and whole with the second factor; signing out is told too', async () => {
  const person = await signedIn(platform, 'dispatcher', second);
  await person.client.call('POST', urls.signOut());
  const told = await toldOf(person.id, 4);
  expect(told).toMatchObject([
    { what: 'created', role: 'dispatcher', actorId: null, aal: 0 },
    { what: 'session-begun', sessionAal: 1, amr: ['pwd'], next: 'verify', actorId: person.id },
    { what: 'session-begun', sessionAal: 2, amr: ['pwd', 'otp'] },
    { what: 'session-ended', actorId: person.id, actorRole: 'dispatcher', aal: 2 },
  ]);
  expect(told[2]).not.toHaveProperty('next');
  expect(told[3]).toHaveProperty('sessionRef', (told[2] as { sessionRef: string }).sessionRef);
});

test('wrong passwords are told of the account they were tried at, and the one that locks says for how long', async () => {
  const person = await newPerson(platform, 'courier', first.base);
  for (let i = 0; i < 11; i += 1) {
    const client = new Client((i % 2 === 0 ? first : second).base);
    await client.call('POST', urls.signIn(), { email: person.email, password: 'not the password' });
  }
  const told = await toldOf(person.id, 11);
  const refused = told.filter((event) => whatOf(event) === 'sign-in-refused');
  expect(refused).toHaveLength(10); // the eleventh was not judged: the account was locked
  expect(refused[0]).toMatchObject({ problem: 'sign-in-failed', actorId: null, route: urls.signIn() });
  expect(refused[0]).not.toHaveProperty('lockSeconds');
  expect(refused[9]).toMatchObject({ lockSeconds: 15 });
});

test('a code used a second time is told as a refusal', async () => {
  const person = await signedIn(platform, 'courier', first);
  const again = { ...person, client: new Client(second.base) };
  await signInHalf(again);
  expect((await again.client.call('POST', urls.verifyTotp(), { code: codeOf(person.secret) })).status).toBe(
    401,
  );
  const record = await toldBy(person.id, 'sign-in-refused');
  expect(record).toMatchObject({
    subject: { type: 'access', id: person.id },
    event: { problem: 'code-used', aal: 1 },
  });
});

test('every change of an account is told with who made it', async () => {
  const person = await signedIn(platform, 'courier', second);
  await enrolAnew(person);
  await admin.client.call('POST', urls.personAction(person.id, 'role'), { role: 'dispatcher' });
  await admin.client.call('POST', urls.personAction(person.id, 'disable'));
  await admin.client.call('POST', urls.personAction(person.id, 'enable'));
  await admin.client.call('POST', urls.personAction(person.id, 'end-sessions'));
  await admin.client.call('POST', urls.personAction(person.id, 're-enrolment'));
  await admin.client.call('POST', urls.invitePerson(), { email: 'new@example.ie', role: 'auditor' });
  const told = await toldOf(person.id, 11);
  const byAdmin = { actorId: admin.id, actorRole: 'admin', aal: 2 };
  expect(told.slice(3)).toMatchObject([
    { what: 'recovery-codes-made', actorId: person.id },
    { what: 'second-factor-set', actorId: person.id },
    { what: 'session-begun' },
    { what: 'role-changed', role: 'dispatcher', ...byAdmin },
    { what: 'disabled', ...byAdmin },
    { what: 'enabled', ...byAdmin },
    { what: 'session-ended', ...byAdmin },
    { what: 're-enrolment-asked', ...byAdmin },
  ]);
  expect((await toldBy(admin.id, 'invited')).event).toMatchObject({ role: 'auditor' });
  expect(JSON.stringify(await audit().find().toArray())).not.toContain('example.ie');
});

async function enrolAnew(person: Person): Promise<void> {
  await person.client.call('POST', urls.recoveryCodes());
  await enrol(person.client);
}

test('what a role or a missing second factor refuses is told, once a minute however often it is tried', async () => {
  const courier = await signedIn(platform, 'courier', first);
  for (let i = 0; i < 6; i += 1) {
    const at = courier.client.at(i % 2 === 0 ? first : second);
    expect((await at.call('GET', urls.people())).status).toBe(403);
  }
  const record = await toldBy(courier.id, 'refused');
  expect(record.event).toMatchObject({
    problem: 'forbidden',
    method: 'GET',
    route: urls.people(),
    actorRole: 'courier',
  });
  const half = await newPerson(platform, 'dispatcher', second.base);
  await signInHalf(half);
  await half.client.call('GET', urls.orders());
  expect((await toldBy(half.id, 'refused')).event).toMatchObject({
    problem: 'second-factor-required',
    aal: 1,
  });
  // Two at most: the tries may lie on both sides of a full minute.
  const often = await audit().countDocuments({
    'event.actorId': courier.id,
    'event.what': 'refused',
  } as never);
  expect(often).toBeLessThanOrEqual(2);
});

test('staff who read other people’s data are told of; customers who read their own are not', async () => {
  const customer = await signedIn(platform, 'customer', first);
  const dispatcher = await signedIn(platform, 'dispatcher', second);
  const { order } = await customer.client.place();
  await customer.client.call('GET', urls.order(order.id));
  await dispatcher.client.call('GET', urls.order(order.id));
  await dispatcher.client.at(first).call('GET', urls.order(order.id));
  await admin.client.call('GET', urls.people());
  const read = await toldBy(dispatcher.id, 'read');
  expect(read.subject).toEqual({ type: 'access', id: order.id });
  expect((await toldBy(admin.id, 'read')).event).toMatchObject({ route: urls.people() });
  expect(await audit().countDocuments({ 'event.actorId': customer.id, 'event.what': 'read' } as never)).toBe(
    0,
  );
  expect(
    await audit().countDocuments({ 'event.actorId': dispatcher.id, 'event.what': 'read' } as never),
  ).toBeLessThanOrEqual(2);
});

test('every route that shows staff what is personal of others says so, and is told', async () => {
  const own = [urls.session(), urls.account(), urls.passkeys()];
  const personal = /"(email|address|recipient|recipientName|mailTo)":/;
  const reads = ({ method, url }: OfferedRoute) => method === 'GET' || url === urls.searchOrders();
  const silent = (routes: readonly OfferedRoute[]) =>
    routes
      .filter((route) => reads(route) && route.access !== 'public')
      .filter(({ url, schema }) => !own.includes(url) && personal.test(JSON.stringify(schema.response ?? {})))
      .filter(({ discloses }) => discloses === undefined)
      .map(({ url }) => url);
  const routes = await offeredRoutes(platform);
  expect(silent(routes)).toEqual([]);
  const planted = routes.map(({ discloses: _discloses, ...route }) => route);
  expect(silent(planted)).toContain(urls.people()); // the law sees a route that forgot
  expect(silent(planted)).toContain('/api/orders/:orderId');
  expect(silent(planted)).toContain(urls.searchOrders());
});

test('what a killed process had acknowledged of people is told all the same', async () => {
  const doomed = await platform.startApi();
  const people = await Promise.all(
    Array.from({ length: 6 }, () => newPerson(platform, 'courier', doomed.base)),
  );
  const acknowledged: string[] = [];
  const work = people.map(async (person) => {
    for (let i = 0; i < 20; i += 1) {
      const answer = await person.client
        .call('POST', urls.signIn(), { email: person.email, password })
        .catch(() => undefined); // cut off by the kill: not acknowledged
      if (answer?.status === 200) acknowledged.push(person.id);
    }
  });
  await eventually('the first sign-ins', () => (acknowledged.length >= 6 ? true : undefined));
  await doomed.kill('SIGKILL');
  await Promise.all(work);
  for (const person of people) {
    const count = acknowledged.filter((id) => id === person.id).length;
    const told = await toldOf(person.id, count + 1);
    const begun = told.filter((event) => whatOf(event) === 'session-begun').length;
    expect(begun).toBeGreaterThanOrEqual(count);
  }
  expect(await verify()).toMatchObject({ ok: true });
});

test('an auditor reads the trail page by page, narrows it, and is told of for reading it', async () => {
  const auditor = await signedIn(platform, 'auditor', second);
  const read = async (query: Record<string, string>) =>
    (await auditor.client.call<AuditPage>('GET', urls.audit(query))).body;
  const first50 = await read({ limit: '50' });
  const seen: number[] = [];
  let page = await read({ limit: '7' });
  const newest = page.records[0]?.seq ?? 0;
  for (;;) {
    seen.push(...page.records.map(({ seq }) => seq));
    if (page.nextCursor === null) break;
    page = await read({ limit: '7', cursor: page.nextCursor });
  }
  expect(seen).toEqual(Array.from({ length: newest }, (_, i) => newest - i));
  expect(first50.head.seq).toBeGreaterThanOrEqual(newest - 10);
  const narrowed = await read({ kind: 'person', by: admin.id, what: 'disabled' });
  expect(narrowed.records.length).toBeGreaterThan(0);
  for (const { event } of narrowed.records)
    expect(event).toMatchObject({ what: 'disabled', actorId: admin.id });
  for (const { subject } of (await read({ about: auditor.id })).records) expect(subject.id).toBe(auditor.id);
  expect((await auditor.client.call('GET', urls.audit({ cursor: 'nonsense' }))).body).toMatchObject({
    code: 'body-invalid',
  });
  const dispatcher = await signedIn(platform, 'dispatcher', first);
  expect((await dispatcher.client.call('GET', urls.audit())).status).toBe(403);
  expect((await toldBy(auditor.id, 'read')).event).toMatchObject({ route: urls.audit() });
});

test('a verification runs before the auditor’s eyes and names the record that was changed', async () => {
  const auditor = await signedIn(platform, 'auditor', first);
  const verdictNow = async () => {
    const stream = listen(auditor.client, urls.auditVerification());
    await stream.ended; // it ends by itself
    expect(stream.events[0]?.event).toBe('progress');
    const last = stream.events.at(-1);
    expect(last?.event).toBe('verdict');
    return JSON.parse(last?.data ?? '{}') as VerificationVerdict;
  };
  expect(await verdictNow()).toMatchObject({ ok: true, checkpoint: null });
  const record = await audit().findOne({ seq: 3 });
  if (record === null) throw new Error('Record 3 should be there.');
  await audit().updateOne({ seq: 3 }, { $set: { 'event.actorRole': 'auditor' } as never });
  expect(await verdictNow()).toMatchObject({ ok: false, seq: 3, what: expect.stringContaining('Record 3') });
  await audit().updateOne({ seq: 3 }, { $set: { at: 'no time', event: 'no event' } as never });
  const page = await auditor.client.call<AuditPage>('GET', urls.audit({ limit: '100' }));
  expect(page.status).toBe(200); // out of its form, it is shown as it stands
  expect(page.body.records.find(({ seq }) => seq === 3)).toMatchObject({ at: 'no time', event: 'no event' });
  expect(await verdictNow()).toMatchObject({ ok: false, seq: 3 });
  await audit().replaceOne({ seq: 3 }, record);
  expect(await verdictNow()).toMatchObject({ ok: true });
});

test('the trail is taken away whole, only right after a second factor, and each time is told', async () => {
  const auditor = await signedIn(platform, 'auditor', first);
  await age(platform, auditor.id, 10 * 60_000);
  expect((await auditor.client.call('GET', urls.auditExport())).body).toMatchObject({
    code: 'step-up-required',
  });
  await auditor.client.call('POST', urls.stepUp(), { code: await freshCode(platform, auditor) });
  for (let times = 1; times <= 2; times += 1) {
    const { status, body } = await auditor.client.call<string>('GET', urls.auditExport());
    expect(status).toBe(200);
    const lines = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const records = lines.filter(({ kind }) => kind === 'record');
    expect(lines.at(-1)).toMatchObject({ kind: 'end', records: records.length });
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, n) => n + 1));
    const { kind: _kind, hash, ...held } = records[4] ?? {};
    expect(createHash('sha256').update(canonicalJson(held)).digest('hex')).toBe(hash);
    await eventually('the export in the trail', async () =>
      (await audit().countDocuments({ 'event.actorId': auditor.id, 'event.what': 'exported' } as never)) ===
      times
        ? true
        : undefined,
    );
  }
});

test('an account changed, added or taken away behind our back is named', async () => {
  const person = await signedIn(platform, 'courier', first);
  await toldOf(person.id, 3);
  const document = await eventually('an empty outbox', async () => {
    const found = await users().findOne({ _id: person.id, outbox: [] } as never);
    return found ?? undefined;
  });
  for (const [field, value, wrong] of [
    ['role', 'admin', 'its role is admin, its history says courier'],
    ['disabledAt', new Date(), 'it is disabled, its history says it is not'],
    ['email', 'insider@example.ie', 'its e-mail address is not the one that was told'],
    ['toldCount', 1, 'the chain tells 3 things of it, it was told 1'],
    ['toldCount', 9, '6 things told of it are neither in the chain nor waiting'],
  ] as const) {
    await users().updateOne({ _id: person.id }, { $set: { [field]: value } as never });
    expect(await verify()).toMatchObject({
      ok: false,
      personId: person.id,
      what: expect.stringContaining(wrong),
    });
    await users().replaceOne({ _id: person.id }, document);
  }
  await users().deleteOne({ _id: person.id });
  expect(await verify()).toMatchObject({
    ok: false,
    personId: person.id,
    what: expect.stringContaining('not there'),
  });
  await users().insertOne(document);
  const added = {
    ...document,
    _id: 'usr_0000000000000000000000000Z',
    email: 'added@example.ie',
    toldCount: 0,
  };
  await users().insertOne(added as never);
  expect(await verify()).toMatchObject({
    ok: false,
    personId: added._id,
    what: expect.stringContaining('no record'),
  });
  await users().deleteOne({ _id: added._id });
  expect(await verify()).toMatchObject({ ok: true });
});

test('a step-up that is asked for is told as refused, and given as a session', async () => {
  await age(platform, admin.id, 10 * 60_000);
  const { status } = await admin.client.call('POST', urls.invitePerson(), {
    email: 'x@example.ie',
    role: 'courier',
  });
  expect(status).toBe(403);
  expect((await toldBy(admin.id, 'refused')).event).toMatchObject({ problem: 'step-up-required' });
  await admin.client.call('POST', urls.stepUp(), { code: await freshCode(platform, admin) });
  const told = await toldOf(admin.id, 4);
  expect(told.at(-1)).toMatchObject({ what: 'session-begun', sessionAal: 2 });
});
