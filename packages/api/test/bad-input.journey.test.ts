// What is not right is refused with field, given and allowed; it changes nothing and is never a 500.

import { connect } from 'node:net';
import { securityHeaders } from '@cool/contract/edge';
import { commandBodies, type OrderCommand, rolesFor } from '@cool/contract/orders';
import type { Problem } from '@cool/contract/problems';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aDelivery,
  Client,
  eventId,
  eventually,
  type Person,
  type Platform,
  type Process,
  startStaffed,
} from './harness.ts';
import { offeredRoutes } from './in-process.ts';

let platform: Platform;
let api: Process;
let dispatcher: Person;
let courier: Person;
let admin: Person;
let half: Person;

beforeAll(async () => {
  ({ platform, api, admin, dispatcher, courier, half } = await startStaffed());
  // What signing in told is in the chain before anything is compared with it.
  await eventually('empty outboxes', async () =>
    (await platform.db.collection('users').countDocuments({ 'outbox.0': { $exists: true } })) === 0
      ? true
      : undefined,
  );
});

afterAll(async () => {
  await platform.stop();
});

interface BodyRoute {
  readonly path: string;
  readonly right: Readonly<Record<string, unknown>>;
  /** Somebody who may, from an address nobody asked from before. */
  readonly who: () => Client;
  /** Bodies that are wrong elsewhere and right here. */
  readonly takes?: readonly string[];
}

const anyone = () => new Client(api.base);
const by = (person: () => Person) => () => new Client(api.base, person().client.cookie);
const asDispatcher = by(() => dispatcher);
const asAdmin = by(() => admin);
const asHalf = by(() => half);

const anOrder = 'ord_00000000000000000000000000';
const commandRights: Readonly<Partial<Record<OrderCommand, object>>> = {
  assign: { courierId: 'usr_00000000000000000000000000' },
  deliver: { pin: '0000' },
  fail: { reason: 'other' },
};
const courierCommands = new Set(['collect', 'depart', 'arrive', 'deliver']);

const aPerson = 'usr_00000000000000000000000000';
const token = 'A'.repeat(43);
const newPassword = 'x'.repeat(12);
const window = { from: '2026-11-22T14:00:00Z', to: '2026-11-22T16:00:00Z' };

const routes: readonly BodyRoute[] = [
  { path: urls.signIn(), right: { email: 'a@example.ie', password: 'x' }, who: anyone },
  { path: urls.verifyTotp(), right: { code: '000000' }, who: asHalf },
  { path: urls.recoverySignIn(), right: { code: '0'.repeat(26) }, who: asHalf },
  { path: urls.stepUp(), right: { code: '000000' }, who: asDispatcher },
  { path: urls.reEnrol(), right: { token, password: 'x' }, who: anyone },
  {
    path: urls.enrolTotp(),
    right: { password: 'x' },
    who: asDispatcher,
    takes: ['missing field', 'null', 'nothing'],
  },
  { path: urls.confirmTotp(), right: { code: '000000' }, who: asDispatcher },
  { path: urls.signUp(), right: { email: 'a@example.ie' }, who: anyone },
  { path: urls.acceptInvitation(), right: { token, name: 'A', password: newPassword }, who: anyone },
  { path: urls.changePassword(), right: { currentPassword: 'x', newPassword }, who: asDispatcher },
  { path: urls.changeEmail(), right: { email: 'a@example.ie', password: 'x' }, who: asDispatcher },
  { path: urls.confirmEmail(), right: { token }, who: anyone },
  { path: urls.passwordReset(), right: { email: 'a@example.ie' }, who: anyone },
  { path: urls.confirmPasswordReset(), right: { token, password: newPassword }, who: anyone },
  { path: urls.invitePerson(), right: { email: 'a@example.ie', role: 'courier' }, who: asAdmin },
  { path: urls.withdrawInvitation(), right: { email: 'a@example.ie' }, who: asAdmin },
  { path: urls.personAction(aPerson, 'role'), right: { role: 'courier' }, who: asAdmin },
  {
    path: urls.personAction(aPerson, 're-enrolment/break-glass'),
    right: { reason: 'x' },
    who: asAdmin,
  },
  { path: urls.personAction(aPerson, 'erasure'), right: { reason: 'x' }, who: asAdmin },
  {
    path: urls.passkeySignIn(),
    right: { id: 'A', clientDataJSON: 'A', authenticatorData: 'A', signature: 'A' },
    who: anyone,
  },
  {
    path: urls.passkeyStepUp(),
    right: { id: 'A', clientDataJSON: 'A', authenticatorData: 'A', signature: 'A' },
    who: asDispatcher,
  },
  {
    path: urls.endOtherSessions(),
    right: { password: 'x' },
    who: asDispatcher,
    takes: ['missing field', 'null', 'nothing'],
  },
  {
    path: urls.endSession('ses_00000000000000000000000000'),
    right: { password: 'x' },
    who: asDispatcher,
    takes: ['missing field', 'null', 'nothing'],
  },
  {
    path: urls.passkeys(),
    right: { id: 'A', clientDataJSON: 'A', attestationObject: 'A', transports: [] },
    who: asDispatcher,
  },
  { path: urls.trackingView(), right: { token: 'x' }, who: anyone },
  { path: urls.trackingLive(), right: { token: 'x' }, who: anyone },
  { path: urls.managed(), right: { token: 'x' }, who: anyone },
  {
    path: urls.manage('instruct'),
    right: { token: 'x', eventId: eventId(), instructions: { text: 'x', safePlace: true } },
    who: anyone,
  },
  { path: urls.manage('reschedule'), right: { token: 'x', eventId: eventId(), window }, who: anyone },
  { path: urls.orders(), right: { ...aDelivery() }, who: asDispatcher },
  { path: urls.searchOrders(), right: { words: 'x' }, who: asDispatcher },
  { path: urls.importOrders(), right: { importId: eventId(), dryRun: true, csv: 'x' }, who: asDispatcher },
  ...(Object.keys(commandBodies) as OrderCommand[])
    .filter((command) => rolesFor(command).length > 0)
    .map((command) => ({
      path: urls.command(anOrder, command),
      right: { eventId: eventId(), ...commandRights[command] },
      who: courierCommands.has(command) ? by(() => courier) : asDispatcher,
    })),
];

/** The last value but a quote or bracket gets a byte that no UTF-8 text holds. */
function cutWithin(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.of(0xff), Buffer.from(text.slice(-2))]),
  );
}

/** Bodies that must be refused wherever they are sent. */
function wrongs(
  right: Readonly<Record<string, unknown>>,
): readonly { name: string; text: string | Uint8Array<ArrayBuffer>; status: number }[] {
  const [firstField = ''] = Object.keys(right);
  const json = JSON.stringify;
  return [
    { name: 'unknown field', text: json({ ...right, isAdmin: true }), status: 400 },
    { name: 'missing field', text: json(Object.fromEntries(Object.entries(right).slice(1))), status: 400 },
    { name: 'operator object', text: json({ ...right, [firstField]: { $ne: null } }), status: 400 },
    { name: 'operator at the top', text: json({ $where: '1' }), status: 400 },
    { name: 'number for text', text: json({ ...right, [firstField]: 7 }), status: 400 },
    { name: 'list for text', text: json({ ...right, [firstField]: ['a', 'b'] }), status: 400 },
    { name: 'null for text', text: json({ ...right, [firstField]: null }), status: 400 },
    { name: '__proto__', text: `{"__proto__":{"role":"admin"},${json(right).slice(1)}`, status: 400 },
    { name: 'constructor', text: json({ ...right, constructor: { prototype: { a: 1 } } }), status: 400 },
    { name: 'a list', text: '[]', status: 400 },
    { name: 'null', text: 'null', status: 400 },
    { name: 'a string', text: '"x"', status: 400 },
    { name: 'broken JSON', text: '{"a":', status: 400 },
    { name: 'nothing', text: '', status: 400 },
    {
      name: 'no UTF-8',
      text: cutWithin(json(right)),
      status: 400,
    },
    { name: 'a field twice', text: `${json(right).slice(0, -1)},${json(right).slice(1)}`, status: 400 },
    { name: 'oversize', text: json({ ...right, more: 'x'.repeat(700_000) }), status: 413 },
    { name: 'deep nesting', text: `${'['.repeat(20_000)}${']'.repeat(20_000)}`, status: 400 },
  ];
}

async function everythingStored(): Promise<string> {
  const names = ['orders', 'imports', 'audit', 'users', 'invitations', 'reports'];
  return JSON.stringify(
    await Promise.all(names.map((name) => platform.db.collection(name).find().sort({ _id: 1 }).toArray())),
  );
}

test('every route with a body refuses every wrong body with field, given and allowed, and changes nothing', async () => {
  const before = await everythingStored();
  for (const { path, right, who, takes = [] } of routes) {
    for (const { name, text, status } of wrongs(right).filter((each) => !takes.includes(each.name))) {
      const response = await who().raw('POST', path, text, { 'if-match': '"1"' });
      const problem = (await response.json()) as Problem;
      const what = `${path}, ${name}: ${JSON.stringify(problem)}`;
      expect(response.status, what).toBe(status);
      expect(response.headers.get('content-type'), what).toContain('application/problem+json');
      expect(problem.errors?.[0], what).toMatchObject({
        field: expect.any(String),
        given: expect.any(String),
        allowed: expect.any(String),
      });
    }
  }
  expect(await everythingStored()).toBe(before);
});

test('wherever a password is chosen one of eleven characters is refused, and one of twelve is long enough', async () => {
  const chosen = routes.flatMap(({ path, right, who }) =>
    Object.keys(right)
      .filter((field) => right[field] === newPassword)
      .map((field) => ({ path, right, who, field })),
  );
  expect(chosen).toHaveLength(3);
  const aboutPassword = async ({ path, right, who, field }: (typeof chosen)[number], length: number) => {
    const wish = { ...right, [field]: 'x'.repeat(length) };
    const { body } = await who().call<Partial<Problem>>('POST', path, wish);
    return (body.errors ?? []).find((each) => each.field === `/${field}`)?.allowed ?? '';
  };
  for (const each of chosen) {
    expect(await aboutPassword(each, 11), each.path).toMatch(/at least 12/);
    for (const length of [12, 64, 128])
      expect(await aboutPassword(each, length), each.path).not.toMatch(/at (least|most) \d+ char/);
    expect(await aboutPassword(each, 129), each.path).toMatch(/at most 128/);
  }
});

test('no route with a body is left out of this, and what takes no body refuses one', async () => {
  const offered = (await offeredRoutes(platform)).filter(({ takesBody }) => takesBody);
  const withIds = (url: string) =>
    url
      .replace(':orderId', anOrder)
      .replace(':userId', aPerson)
      .replace(':sessionRef', 'ses_00000000000000000000000000')
      .replaceAll(/:[A-Za-z]+/g, 'AAAA');
  const withBody = offered.filter(({ schema }) => schema.body !== null).map(({ url }) => withIds(url));
  expect(withBody.sort()).toEqual(routes.map(({ path }) => path).sort());
  const without = offered.filter(({ schema }) => schema.body === null);
  expect(without.length).toBeGreaterThan(5);
  for (const { method, url, access } of without) {
    const who =
      access === 'public' ? anyone() : access.roles.includes('dispatcher') ? asDispatcher() : asAdmin();
    const answer = await who.call(method, withIds(url), { surplus: 1 });
    expect(answer.status, `${url}: ${JSON.stringify(answer.body)}`).toBe(400);
  }
});

test('a wrong content type, method, path or query is refused, and the answer carries the security headers', async () => {
  const { client } = dispatcher;
  const body = JSON.stringify(aDelivery());
  const cases: readonly [Promise<Response>, number, string][] = [
    [
      client.raw('POST', urls.orders(), body, { 'content-type': 'text/plain' }),
      415,
      'media-type-unsupported',
    ],
    [
      client.raw('POST', urls.orders(), body, { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'media-type-unsupported',
    ],
    [client.raw('DELETE', urls.orders()), 405, 'method-not-allowed'],
    [client.raw('PUT', urls.signIn(), '{}'), 405, 'method-not-allowed'],
    [client.raw('GET', urls.signOut()), 405, 'method-not-allowed'],
    [client.raw('QUERY', urls.orders()), 405, 'method-not-allowed'],
    [client.raw('QUERY', '/livez'), 405, 'method-not-allowed'],
    [client.raw('QUERY', '/api/no-such-thing'), 415, 'media-type-unsupported'],
    [client.raw('GET', '/api/no-such-thing'), 404, 'not-found'],
    [client.raw('GET', '/api/orders/not-an-id'), 404, 'not-found'],
    [client.raw('GET', '/api/orders/%zz'), 400, 'body-invalid'],
    [client.raw('GET', '/api/orders?limit=5&limit=6'), 400, 'body-invalid'],
    [client.raw('GET', '/api/orders?limit[$gt]=5'), 400, 'body-invalid'],
    [client.raw('GET', '/api/orders?__proto__=1'), 400, 'body-invalid'],
    [client.raw('GET', '/api/orders?limit=0'), 400, 'body-invalid'],
    [client.raw('GET', '/api/orders?q=Murphy'), 400, 'body-invalid'],
    [client.raw('GET', '/api/session?x=1'), 400, 'body-invalid'],
    [client.raw('POST', urls.orders(), body, { origin: 'https://elsewhere.example' }), 403, 'cross-site'],
    [client.raw('POST', urls.orders(), body, { origin: 'null' }), 403, 'cross-site'],
    [client.raw('POST', urls.orders(), body, { 'sec-fetch-site': 'cross-site' }), 403, 'cross-site'],
    [client.raw('POST', urls.orders(), body, { 'sec-fetch-site': 'same-site' }), 403, 'cross-site'],
  ];
  for (const [asked, status, code] of cases) {
    const response = await asked;
    const problem = (await response.json()) as Problem;
    expect({ status: response.status, code: problem.code }, JSON.stringify(problem)).toEqual({
      status,
      code,
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('x-request-id')).toBe(problem.requestId);
    const line = await eventually(`the line of ${code}`, () => loggedAs(problem.requestId));
    expect(line).toMatchObject({ status, problem: code });
  }
});

/** The line a request left in the log: what was tried against a rule is found by its problem. */
function loggedAs(requestId: string): object | undefined {
  const text = api
    .output()
    .split('\n')
    .find((each) => each.includes('"event":"request"') && each.includes(requestId));
  return text === undefined ? undefined : (JSON.parse(text) as object);
}

/** What a bare connection answers to these bytes before it is closed. */
function askRaw(text: string): Promise<string> {
  const { port } = new URL(api.base);
  return new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

test('a request that is no HTTP, or whose headers are too large, ends that connection and nothing else', async () => {
  for (const [text, status] of [
    ['what?\r\n\r\n', 400],
    [`GET /livez HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['TRACE /api/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 405],
  ] as const) {
    const answer = await askRaw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    for (const [name, value] of Object.entries(securityHeaders))
      expect(answer.toLowerCase(), name).toContain(`\r\n${name}: ${value.toLowerCase()}\r\n`);
  }
  expect((await new Client(api.base).call('GET', '/livez')).status).toBe(200);
});

test.each([
  ['two lengths', 'content-length: 2\r\ncontent-length: 40'],
  ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked'],
  ['an encoding that is none', 'transfer-encoding: xchunked'],
  ['chunks before another encoding', 'transfer-encoding: chunked, identity'],
  ['a blank before the colon', 'content-length : 2'],
  ['a length that is no number', 'content-length: +2'],
  ['a header that goes on in the next line', 'content-length:\r\n 2\r\ntransfer-encoding:\r\n chunked'],
])('a request with %s is refused, and the one hidden in it is not answered', async (_what, headers) => {
  const hidden = 'GET /livez HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  const withHeaders = (lines: string) =>
    `POST /api/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${lines}\r\n\r\n{}${hidden}`;
  const open = await askRaw(withHeaders('content-length: 2')); // the same, not hidden: two requests, two answers
  expect(open.match(/HTTP\/1\.1/g)).toHaveLength(2);
  const answer = await askRaw(withHeaders(headers));
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
});
