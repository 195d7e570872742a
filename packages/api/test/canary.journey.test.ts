// Canaries: values that would be known again anywhere. They are sent through every field of every route, refused and
// accepted, and none may stand in a log line, a metric, a trace or the audit chain, nor a secret in a refusal.

import type { OwnSession } from '@cool/contract/identity';
import { importColumns } from '@cool/contract/orders';
import { lineFields, logLines } from '@cool/contract/telemetry';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OfferedRoute } from '#platform/strict-routes.ts';
import {
  aDelivery,
  Client,
  codeOf,
  eventId,
  eventually,
  manageTokenFromMail,
  newPerson,
  type Person,
  type Platform,
  type Process,
  pinFromMail,
  signInHalf,
  startStaffed,
  trackingTokenIn,
} from './harness.ts';
import { offeredRoutes } from './in-process.ts';
import { enrol, freshCode, tokenFromMail } from './people.ts';
import { bodyWith, leavesOf, pointersTo } from './schema-leaves.ts';

const canary = 'canary';

let platform: Platform;
let api: Process;
let admin: Person;
let dispatcher: Person;
let courier: Person;
let half: Person;
let routes: readonly OfferedRoute[];

beforeAll(async () => {
  ({ platform, api, admin, dispatcher, courier, half } = await startStaffed());
  routes = (await offeredRoutes(platform)).filter(({ method }) => method !== 'HEAD');
});

afterAll(async () => {
  await platform.stop();
});

/** What operators read, and what stays for ever. */
async function everythingTold(): Promise<string> {
  const chain = await Promise.all(
    ['audit', 'auditInbox'].map((name) => platform.db.collection(name).find().toArray()),
  );
  return `${api.output()}${platform.traces()}${JSON.stringify(chain)}`;
}

async function nothingToldOf(secrets: readonly string[]): Promise<void> {
  const told = (await everythingTold()).toLowerCase().split('\n');
  expect(told.length).toBeGreaterThan(40);
  const tell = secrets.map((secret) => secret.toLowerCase());
  expect(told.filter((line) => tell.some((secret) => line.includes(secret)))).toEqual([]);
}

const withIds = (url: string) =>
  url
    .replace(':orderId', 'ord_00000000000000000000000000')
    .replace(':userId', 'usr_00000000000000000000000000')
    .replaceAll(/:[A-Za-z]+/g, 'AAAA');

/** Somebody who may call the route, each time from another address. */
function callerOf({ access }: OfferedRoute): Client {
  if (access === 'public') return new Client(api.base);
  const person = [dispatcher, courier, admin].find(({ email }) =>
    access.roles.some((role) => email.startsWith(`${role}-`)),
  );
  return new Client(api.base, (person ?? half).client.cookie);
}

/** May be quoted to who sent it, so that they see what was wrong; anything else is a secret until it stands here. */
const quotable = new Set(
  'words state open courier limit cursor email name address description routingKey note reason text eventId importId courierId role id from to proofPolicy csv photo clientDataJSON authenticatorData attestationObject transports lat lon weightGrams dryRun safePlace x y'.split(
    ' ',
  ),
);

test('a refusal repeats no field that may hold a secret, and no log, metric or trace any field at all', async () => {
  const secretFields = new Set<string>();
  let sent = 0;
  for (const route of routes) {
    for (const { pointer, name } of leavesOf(route.schema.body)) {
      for (const value of [canary, canary.repeat(200)]) {
        const answer = await callerOf(route).call(
          route.method,
          withIds(route.url),
          bodyWith(pointer, value),
          { 'if-match': '"1"' },
        );
        const said = JSON.stringify(answer.body);
        // The body was judged: the caller was not turned away before, and nothing broke.
        expect([401, 403, 415, 429, 500, 503], `${route.url} ${pointer}: ${said}`).not.toContain(
          answer.status,
        );
        sent += 1;
        if (quotable.has(name)) continue;
        secretFields.add(name);
        expect(said, `${route.url} ${pointer}`).not.toContain(canary);
      }
    }
  }
  expect(sent).toBeGreaterThan(150);
  expect([...secretFields].sort()).toEqual(
    ['code', 'currentPassword', 'newPassword', 'password', 'pin', 'signature', 'token'].sort(),
  );
  await nothingToldOf([canary]);
});

test('what is sent through any path, query or header of any route stands in no log line, no metric and no trace', async () => {
  let sent = 0;
  for (const { method, url, schema } of routes) {
    if (url === urls.signOut() || url.endsWith('/live')) continue; // the one ends the caller, the other has no end
    const query = leavesOf(schema.querystring).map(({ name }) => `${name}=${canary}`);
    for (const { client } of [dispatcher, courier]) {
      for (const path of [url.replaceAll(/:[A-Za-z]+/g, `${canary}Path`), withIds(url)]) {
        await client.call(method, `${path}?${query.join('&')}&${canary}=${canary}`, undefined, {
          'user-agent': `${canary} agent`,
          traceparent: `${canary}-trace`,
          'if-match': `${canary} match`,
          'x-amz-cf-id': `${canary} edge`,
          authorization: `Bearer ${canary}`,
        });
        sent += 1;
      }
    }
  }
  expect(sent).toBeGreaterThan(150);
  await nothingToldOf([canary]);
});

test('what was taken from people, in every field of free text, stands in no log line, metric, trace or record', async () => {
  const taken = new Set<string>();
  /** Must be taken; remembers through which fields a canary went in. */
  const give = async <Body>(client: Client, url: string, body: object, params: object = {}, headers = {}) => {
    const path = Object.entries(params).reduce((at, [name, value]) => at.replace(`:${name}`, value), url);
    const answer = await client.call<Body>('POST', path, body, headers);
    expect(answer.status, `${url}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    for (const pointer of pointersTo(body, (text) => text.toLowerCase().includes(canary)))
      taken.add(`POST ${url} ${pointer}`);
    return answer.body;
  };
  const secret = (n: number) => `Canary sings at ${n} in the morning`;
  const email = 'canary-guest@example.ie';

  const gone = { email: 'canary-gone@example.ie' };
  await give(admin.client, urls.invitePerson(), { ...gone, role: 'courier' });
  await give(admin.client, urls.withdrawInvitation(), gone);
  await give(new Client(api.base), urls.signUp(), { email: 'canary-own@example.ie' });
  const own = await tokenFromMail(platform, 'canary-own@example.ie', 'sign-up');
  await give(admin.client, urls.invitePerson(), { email, role: 'courier' });
  const token = await tokenFromMail(platform, email, 'invitation');
  const guest = new Client(api.base);
  await give(guest, urls.acceptInvitation(), { token, name: 'Canary Guest', password: secret(1) });
  const { secret: seed, user, recoveryCodes } = await enrol(guest);
  const again = new Client(api.base);
  await give(again, urls.signIn(), { email, password: secret(1) });
  await give(again, urls.verifyTotp(), { code: await freshCode(platform, { id: user.id, secret: seed }) });
  const code = await freshCode(platform, { id: user.id, secret: seed });
  await give(again, urls.stepUp(), { code, password: secret(1) });
  await give(again, urls.enrolTotp(), { password: secret(1) });
  const { body: mine } = await again.call<{ sessions: OwnSession[] }>('GET', urls.sessions());
  const sessionRef = mine.sessions.find(({ current }) => !current)?.ref ?? '';
  await give(again, '/api/sessions/:sessionRef/end', { password: secret(1) }, { sessionRef });
  await give(again, urls.endOtherSessions(), { password: secret(1) });
  await give(again, urls.changePassword(), { currentPassword: secret(1), newPassword: secret(2) });
  await give(again, urls.changeEmail(), { email: 'canary-new@example.ie', password: secret(2) });
  await give(again, urls.passwordReset(), { email });
  const reset = await tokenFromMail(platform, email, 'password-reset');
  await give(again, urls.confirmPasswordReset(), { token: reset, password: secret(3) });
  const person = { userId: user.id };
  const act = (action: string, body: object = {}) =>
    give(admin.client, `/api/people/:userId/${action}`, body, person);
  await act('re-enrolment/break-glass', { reason: 'A canary ate the phone' });
  const anew = await tokenFromMail(platform, email, 're-enrolment');
  await give(again, urls.reEnrol(), { token: anew, password: secret(3) });
  await act('disable');
  await act('erasure', { reason: 'The canary asked for it' });

  const place = (name: string) => ({ name, address: `${name} Lane`, routingKey: 'D02' });
  const wish = {
    ...aDelivery(),
    pickup: place('Canary Wharf'),
    dropOff: place('Canary Row'),
    recipient: { name: 'Canary Recipient', email: 'canary-recipient@example.ie' },
    parcel: { description: 'A canary in a cage', weightGrams: 500 },
  };
  const { order } = await give<{ order: { id: string } }>(dispatcher.client, urls.orders(), wish);
  let version = 1;
  const command = async (by: Person, name: string, more: object = {}) => {
    const url = `/api/orders/:orderId/${name}`;
    const ifMatch = { 'if-match': `"${version}"` };
    await give(by.client, url, { eventId: eventId(), ...more }, { orderId: order.id }, ifMatch);
    version += 1;
  };
  await command(dispatcher, 'confirm');
  const manageToken = await manageTokenFromMail(platform, order.id);
  const instructions = { text: 'Behind the canary', safePlace: true };
  await give(
    new Client(api.base),
    urls.manage('instruct'),
    { token: manageToken, eventId: eventId(), instructions },
    {},
    { 'if-match': `"${version}"` },
  );
  version += 1;
  await command(dispatcher, 'assign', { courierId: courier.id });
  for (const name of ['collect', 'depart', 'arrive']) await command(courier, name);
  await command(courier, 'fail', { reason: 'other', note: 'A canary at the door' });
  const other = await dispatcher.client.place();
  await give(
    dispatcher.client,
    '/api/orders/:orderId/cancel',
    { eventId: eventId(), note: 'No canary wanted' },
    { orderId: other.order.id },
    { 'if-match': '"1"' },
  );
  const row = `Canary Wharf,A,D02,,,Canary Row,B,D06,,,Canary Name,canary-csv@example.ie,Canary parcel,750,canary`;
  const csv = `${importColumns.join(',')}\r\n${row}\r\n`;
  await give(dispatcher.client, urls.importOrders(), { importId: eventId(), dryRun: false, csv });
  await give(dispatcher.client, urls.searchOrders(), { words: 'canary' });

  // A field that takes any text and was not given one here would go unwatched: it needs a line above.
  const isFree = ({ schema, name }: ReturnType<typeof leavesOf>[number]) =>
    schema['type'] === 'string' &&
    !['token', 'code'].includes(name) &&
    (schema['format'] === 'email' ||
      (schema['format'] === undefined && schema['pattern'] === undefined) ||
      String(schema['pattern']).startsWith('^(?=.*\\S)'));
  const free = routes.flatMap(({ method, url, schema }) =>
    leavesOf(schema.body)
      .filter(isFree)
      .map(({ pointer }) => `${method} ${url} ${pointer}`),
  );
  expect(free.length).toBeGreaterThan(20);
  expect(free.filter((field) => !taken.has(field))).toEqual([]);

  await eventually('empty outboxes', async () =>
    (await platform.db.collection('orders').countDocuments({ 'outbox.0': { $exists: true } })) === 0
      ? true
      : undefined,
  );
  const made = [seed, ...recoveryCodes, token, own, reset, anew, manageToken, guest.cookie, again.cookie];
  await nothingToldOf([canary, ...made.map((each) => each.replace(/^[^=]*=/, ''))]);
});

test('no password, code, token, PIN or cookie stands in a log line, a metric, a trace or a refusal', async () => {
  const person = await newPerson(platform, 'dispatcher', api.base);
  const refusals: unknown[] = [];
  const ask = async (client: Client, path: string, body: unknown, headers = {}) =>
    refusals.push((await client.call('POST', path, body, headers)).body);
  const anyone = new Client(api.base);
  await ask(anyone, urls.signIn(), { email: person.email, password: `${canary}Password` });
  await ask(anyone, urls.signIn(), { email: person.email, password: `${canary}Password`.repeat(20) });
  await ask(anyone, urls.signIn(), { email: 7, password: `${canary}Password` });
  await signInHalf(person);
  await ask(person.client, urls.verifyTotp(), { code: `${canary}Code` });
  await new Client(api.base, `__Host-cd=${canary}Cookie`.padEnd(53, 'x')).call('GET', urls.session());
  await anyone.call('GET', `/t/${canary}LinkTokenxxxx`);
  await person.client.call('POST', urls.verifyTotp(), { code: codeOf(person.secret) });
  const { trackingPath, order } = await person.client.place();
  await anyone.call('POST', urls.trackingView(), { token: trackingTokenIn(trackingPath) });
  const { body: confirmed } = await person.client.command(order, 'confirm');
  let now = (await person.client.command(confirmed, 'assign', { courierId: courier.id })).body;
  for (const name of ['collect', 'depart', 'arrive']) now = (await courier.client.command(now, name)).body;
  const pin = await pinFromMail(platform, order.id);
  const wrong = pin === '0000' ? '0001' : '0000';
  const refused = await courier.client.command(now, 'deliver', { pin: wrong });
  expect(refused.status).toBe(422);
  const delivered = await courier.client.command(now, 'deliver', { pin });
  expect(delivered.status).toBe(200);

  expect(JSON.stringify([...refusals, refused.body])).not.toContain(canary);
  const cookie = person.client.cookie.split('=')[1] ?? '';
  await nothingToldOf([canary, cookie, trackingTokenIn(trackingPath), person.email, person.secret]);
  const told = await everythingTold();
  for (const guess of [pin, wrong]) expect(told).not.toContain(`"${guess}"`); // four digits stand in times as well
  const lines = api
    .output()
    .split('\n')
    .filter((line) => line.includes('"event":"request"'))
    .map((line) => JSON.parse(line) as object);
  const allowed = new Set<string>([...lineFields, ...logLines.request]);
  for (const line of lines) expect(Object.keys(line).filter((key) => !allowed.has(key))).toEqual([]);
  expect(api.output()).not.toContain('"event":"broken"');
});

test('nor in the metrics that were reported since', async () => {
  const reports = () => api.output().split('"event":"metrics"').length;
  const before = reports();
  await eventually('a report of metrics', () => (reports() > before ? true : undefined), 30_000);
  await nothingToldOf([canary]);
});
