// Every way we know of making a right body wrong. Pure: a route and its right body in, bad requests out.

import type { BadCase, BodyRoute, Json } from './cases.ts';

const json = 'application/json';

/** The JSON pointers of all values below the root. */
export function pointersOf(value: Json, at = ''): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${at}/${key}`,
    ...pointersOf(inner, `${at}/${key}`),
  ]);
}

export function valueAt(value: Json, pointer: string): Json | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Json | undefined>(
      (inner, key) => (inner as { readonly [key: string]: Json } | null | undefined)?.[key],
      value,
    );
}

/** The body with another value at the pointer; `undefined` leaves it out. */
export function withValueAt(value: Json, pointer: string, put: Json | undefined): Json {
  const [, key = '', ...rest] = pointer.split('/');
  const object = value as { readonly [key: string]: Json };
  const inner = rest.length === 0 ? put : withValueAt(object[key] ?? {}, `/${rest.join('/')}`, put);
  const { [key]: _replaced, ...others } = object;
  return inner === undefined ? others : { ...others, [key]: inner };
}

export function bodyCases(route: BodyRoute): readonly BadCase[] {
  const make = (name: string, body: string | Buffer, more: Partial<BadCase> = {}): BadCase => ({
    name: `${route.name}: ${name}`,
    method: 'POST',
    path: route.path,
    headers: { 'content-type': json, ...route.headers },
    body,
    allowed: [400],
    ...more,
  });
  const right = JSON.stringify(route.body);
  const open = right.slice(0, -1);
  const comma = open === '{' ? '' : ',';
  return [
    ...pointersOf(route.body).flatMap((pointer) => fieldCases(route, pointer, make)),
    make('an unknown field', `${open}${comma}"surplus":1}`, { field: '/surplus' }),
    make('a field named $where', `${open}${comma}"$where":"sleep(1000)"}`, { field: '/$where' }),
    ...(comma === '' ? [] : [make('every field twice', `${open},${right.slice(1)}`)]),
    make('a field named __proto__', `${open}${comma}"__proto__":{"role":"admin"}}`),
    make('a field named constructor', `${open}${comma}"constructor":{"prototype":{"role":"admin"}}}`),
    make('a list for a body', `[${right}]`),
    make('a text for a body', '"text"'),
    make('a body cut short', right.slice(0, -1) || '{'),
    make('a body with more behind it', `${right}{}`),
    make('a body that is no JSON', 'eventId=1&role=admin'),
    make('ten thousand lists inside each other', `${'['.repeat(10_000)}${']'.repeat(10_000)}`),
    make(
      'ten thousand objects inside a field',
      `${open}${comma}"deep":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
      {
        allowed: [400, 413],
      },
    ),
    make('a body that is too large', `${open}${comma}"padding":"${'x'.repeat(route.mostBytes)}"}`, {
      allowed: [413],
    }),
    make('text/plain', right, {
      headers: { ...route.headers, 'content-type': 'text/plain' },
      allowed: [415],
    }),
    make('a form', 'a=1', {
      headers: { ...route.headers, 'content-type': 'application/x-www-form-urlencoded' },
      allowed: [415],
    }),
    make('no content type', right, { headers: route.headers, allowed: [400, 415] }),
    ...(Object.keys(route.body).length === 0
      ? []
      : [make('an empty body', ''), make('no field at all', '{}'), make('null for a body', 'null')]),
  ];
}

function fieldCases(
  { body, anyText = [], optional = [] }: BodyRoute,
  pointer: string,
  make: (name: string, body: string | Buffer, more?: Partial<BadCase>) => BadCase,
): readonly BadCase[] {
  const value = valueAt(body, pointer);
  const instead = (name: string, put: Json | undefined) =>
    make(`${pointer} ${name}`, JSON.stringify(withValueAt(body, pointer, put)), { field: pointer });
  /** For what JSON.stringify would not write. */
  const written = (name: string, text: string) =>
    make(`${pointer} ${name}`, JSON.stringify(withValueAt(body, pointer, '@@')).replace('"@@"', text), {
      field: pointer,
    });
  /** No field is named: bytes that are no UTF-8 are no JSON, so there are no fields yet. */
  const withByte = (name: string, byte: number) => {
    const [before = '', behind = ''] = JSON.stringify(withValueAt(body, pointer, `${String(value)}@@`)).split(
      '@@',
    );
    return make(
      `${pointer} ${name}`,
      Buffer.concat([Buffer.from(before), Buffer.of(byte), Buffer.from(behind)]),
    );
  };
  return [
    ...(optional.includes(pointer) ? [] : [instead('left out', undefined)]),
    instead('null', null),
    instead('{"$ne":null}', { $ne: null }),
    instead('{"$gt":""}', { $gt: '' }),
    instead('a list', []),
    ...(typeof value === 'string'
      ? [
          instead('a number', 42),
          instead('empty', ''),
          withByte('with a byte that is no UTF-8', 0xff),
          withByte('with the first half of a character', 0xc3),
        ]
      : []),
    ...(typeof value === 'string' && !anyText.includes(pointer)
      ? [
          instead('with a NUL', `${value.slice(0, 1)}\u0000${value.slice(1)}`),
          instead('of blanks', '   '),
          instead('with its direction turned', `${value}\u202e`),
          instead('with a line break', `${value}\r\nset-cookie: a=b`),
          written('with half a character', `"\\ud800${value.slice(1)}"`),
          instead('too long', 'x'.repeat(10_000)),
        ]
      : []),
    ...(typeof value === 'number'
      ? [
          instead('a text', String(value)),
          instead('far too large', 1e308),
          written('1e400', '1e400'),
          instead('below zero', -1e9),
        ]
      : []),
    ...(typeof value === 'boolean' ? [instead('a text', 'true'), instead('a number', 1)] : []),
    ...(value !== null && typeof value === 'object'
      ? [
          instead('a text', 'text'),
          instead('with an unknown field', { ...(value as object), surplus: 1 } as Json),
        ].map((each) =>
          each.name.endsWith('unknown field') ? { ...each, field: `${pointer}/surplus` } : each,
        )
      : []),
  ];
}
