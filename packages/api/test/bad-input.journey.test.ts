// What is not right is refused with field, given and allowed; it changes nothing, is never a 500, and leaves no secret
// in an answer or a log line.

import { connect } from 'node:net';
import { commandBodies, type OrderCommand, rolesFor } from '@cool/contract/orders';
import type { Problem } from '@cool/contract/problems';
import { lineFields, logLines } from '@cool/contract/telemetry';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aDelivery,
  Client,
  codeOf,
  eventId,
  eventually,
  newPerson,
  type Person,
  type Platform,
  type Process,
  signedIn,
  signInHalf,
  startPlatform,
} from './harness.ts';
import { offeredRoutes } from './offered-routes.ts';

let platform: Platform;
let api: Process;
let dispatcher: Person;
let courier: Person;

beforeAll(async () => {
  platform = await startPlatform(1);
  [api] = platform.apis as [Process];
  dispatcher = await signedIn(platform, 'dispatcher', api);
  courier = await signedIn(platform, 'courier', api);
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
  readonly who: () => Client;
}

const anOrder = 'ord_00000000000000000000000000';
const commandRights: Readonly<Partial<Record<OrderCommand, object>>> = {
  assign: { courierId: 'usr_00000000000000000000000000' },
  deliver: { pin: '0000' },
  fail: { reason: 'other' },
};
const courierCommands = new Set(['collect', 'depart', 'arrive', 'deliver', 'fail']);

const routes: readonly BodyRoute[] = [
  { path: urls.signIn(), right: { email: 'a@example.ie', password: 'x' }, who: () => new Client(api.base) },
  {
    path: urls.acceptInvitation(),
    right: { token: 'A'.repeat(43), name: 'A', password: 'x'.repeat(12) },
    who: () => new Client(api.base),
  },
  { path: urls.confirmTotp(), right: { code: '000000' }, who: () => dispatcher.client },
  { path: urls.managed(), right: { token: 'x' }, who: () => new Client(api.base) },
  {
    path: urls.manage('instruct'),
    right: { token: 'x', eventId: eventId(), instructions: { text: 'x', safePlace: true } },
    who: () => new Client(api.base),
  },
  {
    path: urls.manage('reschedule'),
    right: {
      token: 'x',
      eventId: eventId(),
      window: { from: '2026-11-22T14:00:00Z', to: '2026-11-22T16:00:00Z' },
    },
    who: () => new Client(api.base),
  },
  { path: urls.orders(), right: { ...aDelivery() }, who: () => dispatcher.client },
  {
    path: urls.importOrders(),
    right: { importId: eventId(), dryRun: true, csv: 'x' },
    who: () => dispatcher.client,
  },
  ...(Object.keys(commandBodies) as OrderCommand[])
    .filter((command) => rolesFor(command).length > 0)
    .map((command) => ({
      path: urls.command(anOrder, command),
      right: { eventId: eventId(), ...commandRights[command] },
      who: () => (courierCommands.has(command) ? courier.client : dispatcher.client),
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
    { name: 'unknown field', text: json({ ...right, role: 'admin' }), status: 400 },
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
  for (const { path, right, who } of routes) {
    for (const { name, text, status } of wrongs(right)) {
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
  }
});

test('a request that is no HTTP, or whose headers are too large, ends that connection and nothing else', async () => {
  const { port } = new URL(api.base);
  const ask = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1');
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  expect(await ask('what?\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  expect(await ask(`GET /livez HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431 /,
  );
  expect(await ask('TRACE /api/orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1.1 (404|405) /,
  );
  expect((await new Client(api.base).call('GET', '/livez')).status).toBe(200);
});

test('no password, code, token, PIN or cookie stands in a log line, a metric, a trace or a refusal', async () => {
  const canary = 'CanarySecret';
  const person = await newPerson(platform, 'dispatcher', api.base);
  const refusals: unknown[] = [];
  const ask = async (client: Client, path: string, body: unknown, headers = {}) =>
    refusals.push((await client.call('POST', path, body, headers)).body);
  const anyone = new Client(api.base);
  await ask(anyone, urls.signIn(), { email: person.email, password: `${canary}Password` });
  await ask(anyone, urls.signIn(), { email: person.email, password: `${canary}Password`.repeat(20) });
  await ask(anyone, urls.signIn(), { email: 7, password: `${canary}Password` });
  await ask(anyone, urls.acceptInvitation(), {
    token: `${canary}Token`,
    name: 'x',
    password: `${canary}Password`,
  });
  await signInHalf(person);
  await ask(person.client, urls.verifyTotp(), { code: `${canary}Code` });
  await ask(courier.client, urls.command(anOrder, 'deliver'), { eventId: eventId(), pin: `${canary}Pin` });
  await new Client(api.base, `__Host-cd=${canary}Cookie`.padEnd(53, 'x')).call('GET', urls.session());
  await anyone.call('GET', `/t/${canary}LinkTokenxxx`);
  await anyone.call('GET', `/api/orders?${canary}Query=1`, undefined, {
    authorization: `Bearer ${canary}Bearer`,
  });
  await person.client.call('POST', urls.verifyTotp(), { code: codeOf(person.secret) });
  const { trackingPath } = await person.client.place();
  await anyone.call('GET', trackingPath);

  expect(JSON.stringify(refusals)).not.toContain(canary);
  const log = api.output();
  expect(log).not.toContain(canary);
  expect(log).not.toContain(person.client.cookie.split('=')[1]);
  expect(log).not.toContain(trackingPath.slice(3));
  expect(log).not.toContain(person.email);
  const lines = log
    .split('\n')
    .filter((line) => line.includes('"event":"request"'))
    .map((line) => JSON.parse(line) as object);
  expect(lines.length).toBeGreaterThan(20);
  const allowed = new Set<string>([...lineFields, ...logLines.request]);
  for (const line of lines) expect(Object.keys(line).filter((key) => !allowed.has(key))).toEqual([]);
  expect(log).not.toContain('"event":"broken"');
  const traces = platform.traces();
  expect(traces.split('\n').length).toBeGreaterThan(20);
  for (const secret of [canary, person.client.cookie.split('=')[1], trackingPath.slice(3), person.email])
    expect(traces).not.toContain(secret);
});

test('what is sent through any field of any route stands in no log line, no metric and no trace', async () => {
  const canary = 'CanaryField';
  let sent = 0;
  for (const { method, url, takesBody, schema } of await offeredRoutes(platform)) {
    if (url === urls.signOut() || url.endsWith('/live')) continue;
    const fields = propertiesOf(schema.body);
    const body = Object.fromEntries(fields.map((field) => [field, `${canary}${field}`]));
    const query = propertiesOf(schema.querystring).map((name) => `${name}=${canary}${name}`);
    const path = url.replaceAll(/:[A-Za-z]+/g, `${canary}Path`);
    for (const { client } of [dispatcher, courier]) {
      const headers = {
        'user-agent': `${canary}Agent`,
        traceparent: `${canary}Trace`,
        'if-match': `${canary}Match`,
      };
      await client.call(method, `${path}?${query.join('&')}`, takesBody ? body : undefined, headers);
      sent += 1;
    }
  }
  expect(sent).toBeGreaterThan(80);
  await eventually('a report of metrics', () => (/"event":"metrics"/.test(api.output()) ? true : undefined));
  expect(api.output()).not.toContain(canary);
  expect(platform.traces()).not.toContain(canary);
});

/** The names of an object schema's fields. */
function propertiesOf(schema: unknown): readonly string[] {
  return Object.keys((schema as { readonly properties?: object } | null | undefined)?.properties ?? {});
}
