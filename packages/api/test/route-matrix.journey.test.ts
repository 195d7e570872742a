// Every route × every kind of caller, on an order that belongs to one customer and one courier. What each meets stands in
// golden/route-matrix.txt, one line for each route: a route without a line fails, and so does a changed cell.
// Written anew, to be read by the reviewer: npx vitest run --project journeys packages/api/test/route-matrix -u

import { securityHeaders } from '@cool/contract/edge';
import { commandBodies, type Order, type OrderCommand } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Answer,
  aDelivery,
  Client,
  eventId,
  newPerson,
  type Platform,
  type Process,
  signedIn,
  signInHalf,
  startPlatform,
} from './harness.ts';
import { offeredRoutes } from './in-process.ts';

let platform: Platform;
let api: Process;
let callers: Readonly<Record<string, Client>>;
let order: Order;
let routes: Awaited<ReturnType<typeof offeredRoutes>>;

beforeAll(async () => {
  platform = await startPlatform(1);
  [api] = platform.apis as [Process];
  routes = (await offeredRoutes(platform)).filter(({ method }) => method !== 'HEAD');
  const verify = await newPerson(platform, 'dispatcher', api.base);
  await signInHalf(verify);
  const enrol = await newPerson(platform, 'dispatcher', api.base);
  await platform.db
    .collection<{ _id: string }>('users')
    .updateOne({ _id: enrol.id }, { $set: { totp: null } });
  await signInHalf(enrol);
  const customer = await signedIn(platform, 'customer', api);
  const courier = await signedIn(platform, 'courier', api);
  const dispatcher = await signedIn(platform, 'dispatcher', api);
  callers = {
    anonymous: new Client(api.base),
    'to verify': verify.client,
    'to enrol': enrol.client,
    customer: customer.client,
    'other customer': (await signedIn(platform, 'customer', api)).client,
    courier: courier.client,
    'other courier': (await signedIn(platform, 'courier', api)).client,
    dispatcher: dispatcher.client,
    admin: (await signedIn(platform, 'admin', api)).client,
    auditor: (await signedIn(platform, 'auditor', api)).client,
  };
  order = (await customer.client.place()).order;
  order = (await dispatcher.client.command(order, 'confirm')).body;
  order = (await dispatcher.client.command(order, 'assign', { courierId: courier.id })).body;
});

afterAll(async () => {
  await platform.stop();
});

const bodies: Readonly<Partial<Record<OrderCommand, object>>> = {
  assign: { courierId: 'usr_00000000000000000000000000' },
  deliver: { pin: '0000' },
  fail: { reason: 'other' },
};

/** A body the route's schema takes where ownership is judged after it; elsewhere one that is refused and changes nothing. */
function bodyFor(url: string): object {
  const command = /^\/api\/orders\/:orderId\/([a-z-]+)$/.exec(url)?.[1];
  if (command === undefined || !(command in commandBodies)) return { nothing: 'of the kind' };
  return { eventId: eventId(), ...bodies[command as OrderCommand] };
}

function withIds(url: string): string {
  return url
    .replace(':orderId', order.id)
    .replace(':userId', 'usr_00000000000000000000000000')
    .replace(':sessionRef', 'ses_00000000000000000000000000')
    .replace(/:[A-Za-z]*[Tt]oken/, 'A'.repeat(22))
    .replace(/:[A-Za-z]+/, 'AAAA');
}

/** A stream has no end to wait for: it is closed as soon as it is open. */
async function opened(client: Client, path: string): Promise<Pick<Answer, 'status' | 'body'>> {
  const response = await client.raw('GET', path);
  if (response.status !== 200) return { status: response.status, body: await response.json() };
  await response.body?.cancel();
  return { status: 200, body: null };
}

/** What the caller met, in one word. An order's foreign reader meets 404; a version that is not the newest stops a change. */
async function meet(client: Client, { method, url, takesBody }: (typeof routes)[number]): Promise<string> {
  if (url === urls.signOut()) return 'not asked'; // it would end the caller
  const answer =
    method === 'GET' && url.endsWith('/live')
      ? await opened(client, withIds(url))
      : await client.call(method, withIds(url), takesBody ? bodyFor(url) : undefined, {
          ...(takesBody ? { 'if-match': '"999"' } : {}),
        });
  const code = (answer.body as { readonly code?: unknown } | null)?.code;
  if (answer.status === 401 && code === 'not-signed-in') return '401';
  if (answer.status === 403) return code === 'second-factor-required' ? 'half' : '403';
  if (answer.status === 404) return '404';
  if (answer.status >= 500) return String(answer.status);
  return 'in';
}

test('each kind of caller meets at each route what the reviewed matrix says', async () => {
  const names = Object.keys(callers);
  const width = Math.max(...routes.map(({ method, url }) => `${method} ${url}`.length));
  const line = (first: string, cells: readonly string[]) =>
    [first.padEnd(width), ...cells.map((cell, at) => cell.padEnd((names[at] ?? '').length))]
      .join('  ')
      .trimEnd();
  const lines = [];
  for (const route of [...routes].sort((a, b) =>
    `${a.url} ${a.method}` < `${b.url} ${b.method}` ? -1 : 1,
  )) {
    const cells = [];
    for (const name of names) cells.push(await meet(callers[name] ?? new Client(api.base), route));
    lines.push(line(`${route.method} ${route.url}`, cells));
  }
  expect(lines.filter((each) => / 5\d\d/.test(each))).toEqual([]);
  await expect(`${[line('', names), ...lines].join('\n')}\n`).toMatchFileSnapshot('golden/route-matrix.txt');
});

test('the order is as it was: no caller changed it', async () => {
  const { body } = await (callers['dispatcher'] ?? new Client(api.base)).call<Order>(
    'GET',
    urls.order(order.id),
  );
  expect(body.version).toBe(order.version);
});

test('every answer that has a body says what it is and in which characters, and carries every header', async () => {
  const { dispatcher = new Client(api.base), customer = dispatcher } = callers;
  const asked: readonly (readonly [Client, string, string, object?])[] = [
    ...routes
      .filter(({ method, url }) => method === 'GET' && !url.endsWith('/live'))
      .map(({ url }) => [dispatcher, 'GET', withIds(url)] as const),
    [dispatcher, 'POST', urls.orders(), aDelivery()],
    [dispatcher, 'POST', urls.orders(), {}],
    [customer, 'GET', urls.people()],
    [new Client(api.base), 'GET', '/api/nothing-here'],
    [new Client(api.base), 'GET', '/api/%zz'],
    [new Client(api.base), 'PUT', urls.orders(), {}],
    [dispatcher, 'OPTIONS', urls.orders()],
    [dispatcher, 'GET', urls.live()],
  ];
  for (const [client, method, path, body] of asked) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    // What only reads is asked from a page of another site, which must not be let read the answer.
    const from: Record<string, string> = method === 'POST' ? {} : { origin: 'https://elsewhere.example' };
    const answer = await client.raw(method, path, text, {
      ...from,
      ...(method === 'OPTIONS' ? { 'access-control-request-method': 'POST' } : {}),
    });
    const what = `${method} ${path}: ${answer.status}`;
    const type = answer.headers.get('content-type');
    if (path === urls.live()) {
      expect(type, what).toBe('text/event-stream; charset=utf-8');
      await answer.body?.cancel();
    } else if ((await answer.text()) !== '') {
      // A problem is JSON, which is UTF-8 by RFC 8259; its media type knows no charset.
      expect(type, what).toMatch(
        /^(application\/json|text\/html); charset=utf-8$|^application\/problem\+json$|^image\//,
      );
    }
    for (const [header, value] of Object.entries(securityHeaders))
      expect(answer.headers.get(header), `${what} ${header}`).toBe(value);
    expect(answer.headers.get('cache-control'), what).toBe('no-store');
    expect(
      [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
      what,
    ).toEqual([]);
  }
});
