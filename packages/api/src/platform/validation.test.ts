import { emailAddress } from '@cool/contract/identity';
import Type from 'typebox';
import { expect, test } from 'vitest';
import { compileSchema, fieldErrors } from './validation.ts';

const closed = { additionalProperties: false } as const;
const fits = compileSchema<unknown>(
  Type.Object(
    {
      name: Type.String({ maxLength: 5 }),
      password: Type.String({ minLength: 12 }),
      nested: Type.Optional(Type.Object({ pin: Type.String({ pattern: '^[0-9]{4}$' }) }, closed)),
      key: Type.Optional(Type.String({ pattern: '^D[0-9]{2}$', description: 'a key such as D02' })),
      kind: Type.Optional(Type.Enum(['a', 'b'])),
    },
    closed,
  ),
);

const judge = (value: unknown) => (fits(value) ? [] : fieldErrors(fits.errors ?? []));
const right = { name: 'Aoife', password: 'long enough for us' };

test('what is right passes, and is not changed', () => {
  const given = { ...right };
  expect(judge(given)).toEqual([]);
  expect(given).toEqual(right);
});

test.each([
  [
    { ...right, name: 7 },
    { field: '/name', given: '7', allowed: 'a value of type string' },
  ],
  [
    { ...right, name: 'Fionnuala' },
    { field: '/name', given: '"Fionnuala"', allowed: 'at most 5 characters' },
  ],
  [
    { ...right, kind: 'c' },
    { field: '/kind', given: '"c"', allowed: 'one of a, b' },
  ],
  [
    { ...right, role: 'admin' },
    { field: '/role', given: 'an unknown field', allowed: 'only name, password, nested, key, kind' },
  ],
  [
    { ...right, key: 'BT1' },
    { field: '/key', given: '"BT1"', allowed: 'a key such as D02' },
  ],
  [{ name: 'x' }, { field: '/password', given: 'nothing', allowed: 'a value' }],
  [
    { ...right, name: null },
    { field: '/name', given: 'nothing', allowed: 'a value of type string' },
  ],
])('a refusal says field, given and allowed: %j', (given, error) => {
  expect(judge(given)).toEqual([error]);
});

test('a secret is never repeated, whatever is wrong with it', () => {
  const errors = JSON.stringify([
    judge({ ...right, password: 'hunter2' }),
    judge({ ...right, password: 12345678 }),
    judge({ ...right, nested: { pin: '98765' } }),
  ]);
  expect(errors).toContain('hidden');
  for (const secret of ['hunter2', '12345678', '98765']) expect(errors).not.toContain(secret);
});

test('an answer names at most twenty fields, and shortens what it repeats', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${'x'.repeat(200)}${i}`, i]));
  const errors = judge({ ...right, ...many });
  expect(errors.length).toBeLessThanOrEqual(20);
  for (const { field } of errors) expect(field.length).toBeLessThan(70);
});

test('__proto__ and constructor are unknown fields like any other', () => {
  expect(judge(JSON.parse('{"name":"a","password":"long enough for us","__proto__":{"a":1}}'))).toMatchObject(
    [{ field: '/__proto__' }],
  );
  expect(judge({ ...right, constructor: { prototype: {} } })).toMatchObject([{ field: '/constructor' }]);
});

test('an address for mail holds one address: no line, no second one and no name', () => {
  const isAddress = compileSchema<string>(emailAddress);
  expect(isAddress("aoife.o'brien+cake@example.ie")).toBe(true);
  for (const wrong of [
    'aoife@example.ie\r\nBcc: eve@example.ie',
    'aoife@example.ie\nRCPT TO:<eve@example.ie>',
    'aoife@example.ie\n',
    'aoife@example.ie,eve@example.ie',
    'aoife@example.ie;eve@example.ie',
    'Aoife <aoife@example.ie>',
    'aoife@example.ie\u0000',
    'aoife@exam ple.ie',
  ])
    expect(isAddress(wrong), JSON.stringify(wrong)).toBe(false);
});
