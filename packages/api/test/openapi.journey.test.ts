// The API's description against the API: every route is in it and nothing else, it says who may call, and a real answer
// fits what it promises.

import { type Order, searchOrders } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import Type from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OfferedRoute } from '#platform/strict-routes.ts';
import { openApiDocument } from '../src/features/openapi/openapi.ts';
import { Client, type Person, type Platform, type Process, signedIn, startPlatform } from './harness.ts';
import { offeredRoutes } from './in-process.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly 'x-access': unknown;
  readonly security: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: object }[];
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: object }> }>>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let platform: Platform;
let api: Process;
let dispatcher: Person;
let document: Document;
let inventory: readonly OfferedRoute[];

beforeAll(async () => {
  platform = await startPlatform(1);
  [api] = platform.apis as [Process];
  dispatcher = await signedIn(platform, 'dispatcher', api);
  document = (await new Client(api.base).call<Document>('GET', urls.openApi())).body;
  inventory = (await offeredRoutes(platform)).filter(({ method }) => method !== 'HEAD');
});

afterAll(async () => {
  await platform.stop();
});

const routesOf = ({ paths }: Document) =>
  Object.entries(paths)
    .flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    .sort();
const operations = () => Object.values(document.paths).flatMap((each) => Object.values(each));

test('every route is described, and nothing is that is no route', () => {
  const offered = inventory.map(({ method, url }) => `${method} ${url.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`);
  expect(offered.length).toBeGreaterThan(20);
  expect(routesOf(document)).toEqual(offered.sort());
  const [first, ...others] = inventory;
  if (first === undefined) throw new Error('There are no routes.');
  expect(routesOf(openApiDocument(others) as Document)).not.toEqual(offered); // a missing one would be seen
});

test('each operation says who may call it and what it does, stands under a word, names its path’s parameters and has a name of its own', () => {
  for (const { method, url, access } of inventory) {
    const path = url.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    const operation = document.paths[path]?.[method.toLowerCase()];
    expect(operation?.['x-access'], path).toEqual(JSON.parse(JSON.stringify(access)));
    expect(operation?.security, path).toEqual(access === 'public' ? [] : [{ session: [] }]);
    const named = (operation?.parameters ?? []).filter((each) => each.in === 'path').map((each) => each.name);
    expect(named, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  }
  expect(operations().filter(({ summary = '' }) => summary === '')).toEqual([]);
  const headings = new Set(operations().flatMap(({ tags }) => tags));
  expect([...headings].filter((heading) => !/^[a-z-]{3,}$/.test(heading) || /z$/.test(heading))).toEqual([]);
  const ids = operations().map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

// What stands in an address stands in the logs of load balancers, proxies and browsers.
test('no address has room for what a person types', () => {
  const typed = ['Sorcha Ní Éalaithe', '14 Parnell Street', 'sorcha@example.ie', '+353 1 234 5678'];
  const name = 'Murphy';
  /** Made by us, or by an authenticator, and refused where it was not. */
  const opaque = new Set(['cursor', 'passkeyId']);
  const mangled = '/t/{mangled}'; // any path there is a link that a mail program spoilt; every log masks it
  const ajv = new Ajv.Ajv2020({ strict: false });
  addFormats.default(ajv);
  const roomy = (of: Document) => {
    const takes = (schema: object, word: string) =>
      ajv.validate({ ...schema, components: of.components }, word);
    return Object.entries(of.paths).flatMap(([path, methods]) =>
      Object.values(methods)
        .flatMap(({ parameters = [] }) => parameters)
        .filter((each) => each.in !== 'header' && path !== mangled)
        .filter(({ name: field, schema }) =>
          [...typed, ...(opaque.has(field) ? [] : [name])].some((word) => takes(schema, word)),
        )
        .map(({ name: field }) => `${path} ${field}`),
    );
  };
  expect(roomy(document)).toEqual([]);
  const planted = inventory.map((route) =>
    route.url === urls.orders() && route.method === 'GET'
      ? {
          ...route,
          schema: { ...route.schema, querystring: Type.Object({ q: searchOrders.properties.words }) },
        }
      : route,
  );
  expect(roomy(openApiDocument(planted) as Document)).toEqual(['/api/orders q']);
});

test('every schema of the document is one, and real answers fit what is promised', async () => {
  expect(document.openapi).toBe('3.1.0');
  const ajv = new Ajv.Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'api:', ...document });
  const pointer = (...parts: readonly string[]) =>
    `api:#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
  const judge = (...parts: readonly string[]) => ajv.compile<unknown>({ $ref: pointer(...parts) });
  for (const name of Object.keys(document.components.schemas)) judge('components', 'schemas', name);
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        for (const type of Object.keys(content))
          judge('paths', path, method, 'responses', status, 'content', type, 'schema');
      }
    }
  }

  const { order } = await dispatcher.client.place();
  const read = await dispatcher.client.call<Order>('GET', urls.order(order.id));
  const fits = judge(
    'paths',
    '/api/orders/{orderId}',
    'get',
    'responses',
    '200',
    'content',
    'application/json',
    'schema',
  );
  expect(fits(read.body), JSON.stringify(fits.errors)).toBe(true);
  expect(fits({ ...read.body, surplus: 1 })).toBe(false);
  const refused = await dispatcher.client.call('GET', urls.order('ord_00000000000000000000000000'));
  const problem = judge(
    'paths',
    '/api/orders/{orderId}',
    'get',
    'responses',
    'default',
    'content',
    'application/problem+json',
    'schema',
  );
  expect(problem(refused.body), JSON.stringify(problem.errors)).toBe(true);
});
