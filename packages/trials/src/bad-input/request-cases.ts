// What can be wrong outside the body: queries, paths, methods, headers. Pure.

import type { BadCase } from './cases.ts';

type Case = Partial<BadCase> & Pick<BadCase, 'name' | 'path'>;

const make = (each: Case): BadCase => ({ method: 'GET', headers: {}, allowed: [400], ...each });

/** A route that takes no query refuses every one. */
export function queryCases(paths: readonly string[]): readonly BadCase[] {
  return paths.flatMap((path) =>
    ['surplus=1', '__proto__=1', 'constructor=1', '$where=1', 'a[$ne]=1'].map((query) =>
      make({ name: `GET ${path}?${query}`, path: `${path}?${query}` }),
    ),
  );
}

export function listCases(path: string): readonly BadCase[] {
  return [
    ['state=placed&state=cancelled', 'query.state'],
    ['limit=5&limit=6', 'query.limit'],
    ['state=lost', 'query.state'],
    ['state[$ne]=placed', undefined],
    ['state=%00', 'query.state'],
    ['open=yes', 'query.open'],
    ['limit=0', 'query.limit'],
    ['limit=101', 'query.limit'],
    ['limit=-1', 'query.limit'],
    ['limit=1e9', 'query.limit'],
    ['limit=99999999999999999999', 'query.limit'],
    ['cursor=', 'query.cursor'],
    ['cursor=AAAA', 'query.cursor'],
    ['cursor=%7B%22%24ne%22%3A1%7D', 'query.cursor'],
    [`cursor=${'A'.repeat(201)}`, 'query.cursor'],
    ['surplus=1', 'query.surplus'],
    ['q=Quill', 'query.q'], // words travel in a body
  ].map(([query = '', field]) =>
    make({
      name: `list ?${query.slice(0, 60)}`,
      path: `${path}?${query}`,
      ...(field === undefined ? {} : { field }),
    }),
  );
}

export function pathCases(orderId: string): readonly BadCase[] {
  return [
    make({ name: 'a path with a broken escape', path: '/api/orders/%zz' }),
    make({ name: 'a path with a cut escape', path: '/api/orders/%' }),
    make({ name: 'a path that is no UTF-8', path: '/api/orders/%ff%fe' }),
    make({ name: 'a query with a broken escape', path: '/api/orders?state=%zz' }),
    make({ name: 'an id with a NUL', path: `/api/orders/${orderId}%00`, allowed: [400, 404] }),
    make({ name: 'an id named __proto__', path: '/api/orders/__proto__', allowed: [404] }),
    make({ name: 'an id named constructor', path: '/api/orders/constructor', allowed: [404] }),
    make({ name: 'an id that is an operator', path: '/api/orders/%7B%22%24ne%22%3Anull%7D', allowed: [404] }),
    make({ name: 'an id that walks up', path: '/api/orders/..%2f..%2fsession', allowed: [400, 404] }),
    make({ name: 'a very long id', path: `/api/orders/${'A'.repeat(3_000)}`, allowed: [400, 404, 414] }),
    make({
      name: 'a very long address',
      path: `/api/orders?cursor=${'A'.repeat(8_000)}`,
      allowed: [400, 414, 431],
    }),
    make({ name: 'a route nobody offers', path: '/api/nothing-here', allowed: [404] }),
    make({ name: 'a tracking link that was mangled', path: '/t/%24ne', allowed: [404], page: true }),
    make({
      name: 'a secret in a tracking address',
      path: '/t/AAAAAAAAAAAAAAAAAAAAAA',
      allowed: [404],
      page: true,
    }),
    make({ name: 'GET on a tracking view', path: '/t/delivery/view', allowed: [405] }),
    ...['PUT', 'PATCH', 'DELETE'].map((method) =>
      make({ name: `${method} on the list`, method, path: '/api/orders', allowed: [405] }),
    ),
    make({ name: 'GET on a command', path: `/api/orders/${orderId}/confirm`, allowed: [405] }),
    make({
      name: 'a command nobody knows',
      method: 'POST',
      path: `/api/orders/${orderId}/lose`,
      allowed: [404],
    }),
  ];
}

/** Wrong versions on a command whose body is right: nothing but the header may stop it. */
export function versionCases(path: string, body: string, version: number): readonly BadCase[] {
  const command = (name: string, ifMatch: string | undefined, allowed: readonly number[]): BadCase => ({
    name: `If-Match ${name}`,
    method: 'POST',
    path,
    headers: {
      'content-type': 'application/json',
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    },
    body,
    allowed,
  });
  return [
    command('left out', undefined, [428]),
    command('of an older version', `"${version + 1}"`, [412]),
    command('without quotes', String(version), [400]),
    command('weak', `W/"${version}"`, [400, 412]),
    command('a star', '*', [400]),
    command('two versions', `"${version}", "${version + 1}"`, [400]),
    command('not a number', '"abc"', [400]),
    command('an operator', '{"$ne":null}', [400]),
    command('far too large', '"99999999999999999999"', [400]),
    command('below zero', '"-1"', [400]),
    command('empty', '', [400, 428]),
  ];
}

/** Where a page that comes back says it has been. */
export function lastEventIdCases(path: string): readonly BadCase[] {
  return ['abc', '-1', '1.5', '1e9', '9'.repeat(40), '{"$ne":null}', '1, 2'].map((given) =>
    make({
      name: `Last-Event-ID ${given.slice(0, 20)}`,
      path,
      headers: { 'last-event-id': given },
      field: 'Last-Event-ID',
    }),
  );
}

/** Cookies that are no session: whoever sends them is nobody, and nothing worse happens. */
export function cookieCases(path: string): readonly BadCase[] {
  const cookies = {
    empty: '__Host-cd=',
    'an operator': '__Host-cd={"$ne":null}',
    'of the right shape': `__Host-cd=${'A'.repeat(43)}`,
    'far too long': `__Host-cd=${'A'.repeat(6_000)}`,
    'named __proto__': `__proto__=${'A'.repeat(43)}`,
    'with a broken escape': '__Host-cd=%zz%',
    'no pair at all': ';;;=;',
  };
  return Object.entries(cookies).map(([what, cookie]) =>
    make({ name: `a cookie ${what}`, path, headers: { cookie }, allowed: [401] }),
  );
}

/** A change that says it comes from another site, or hides its body, is refused before anything is read. */
export function originCases(path: string): readonly BadCase[] {
  const headers = {
    'from another site': { 'sec-fetch-site': 'cross-site' },
    'from a sibling site': { 'sec-fetch-site': 'same-site' },
    'with a foreign origin': { origin: 'https://evil.example' },
    'with an opaque origin': { origin: 'null' },
    'with an origin that is none': { origin: ':::' },
  };
  return Object.entries(headers).map(([what, more]) =>
    make({
      name: `a change ${what}`,
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', ...more },
      body: '{}',
      allowed: [403],
    }),
  );
}
