import { expect, test } from 'vitest';
import { parseJsonBody } from './json-body.ts';
import { Refusal } from './problem.ts';

const bytes = (...parts: readonly (string | number)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

const refusalOf = (body: Buffer): Refusal => {
  try {
    parseJsonBody(body);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('It was taken.');
};

test('what is right comes out as it went in', () => {
  const value = { name: 'Ó Briain 🚲', nested: { list: [1, null, 'x'] } };
  expect(parseJsonBody(bytes(JSON.stringify(value)))).toEqual(value);
});

test.each<[string, Buffer, string]>([
  ['a byte that no UTF-8 text holds', bytes('{"name":"x', 0xff, '"}'), 'bytes that are not UTF-8'],
  ['a character cut in half', bytes('{"name":"', 0xc3, '"}'), 'bytes that are not UTF-8'],
  ['half a surrogate pair in UTF-8', bytes('{"name":"', 0xed, 0xa0, 0x80, '"}'), 'bytes that are not UTF-8'],
  ['an overlong slash', bytes('{"name":"', 0xc0, 0xaf, '"}'), 'bytes that are not UTF-8'],
  ['UTF-16', Buffer.from('{"name":"x"}', 'utf16le'), 'text that is not JSON'],
  ['no JSON', bytes('{"name":'), 'text that is not JSON'],
  ['nothing', bytes(), 'nothing'],
])('%s is not JSON', (_name, body, given) => {
  expect(refusalOf(body)).toMatchObject({
    code: 'body-not-json',
    more: { errors: [{ field: 'body', given }] },
  });
});

test('a field told twice is refused by name, also in another spelling', () => {
  for (const second of ['"role"', '"\\u0072ole"']) {
    expect(refusalOf(bytes(`{"role":"courier",${second}:"admin"}`))).toMatchObject({
      code: 'body-invalid',
      more: { errors: [{ field: '/role' }] },
    });
  }
});

test('__proto__ comes out as a field of its own and reaches no prototype', () => {
  const value = parseJsonBody(bytes('{"__proto__":{"role":"admin"}}')) as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect('role' in value).toBe(false);
});
