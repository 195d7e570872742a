import { expect, test } from 'vitest';
import * as audit from '../audit/record.ts';
import * as tracking from '../tracking/schema.ts';
import * as orders from './schema.ts';

/** The places of all patterns that do not say in words what they allow. */
function silentPatterns(schema: unknown, at: string): readonly string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const here = 'pattern' in schema && typeof schema.pattern === 'string' && !('description' in schema);
  return [
    ...(here ? [at] : []),
    ...Object.entries(schema).flatMap(([key, inner]) => silentPatterns(inner, `${at}.${key}`)),
  ];
}

test('every pattern says in words what it allows: a refusal shows these words', () => {
  expect(silentPatterns({ ...orders, ...audit, ...tracking }, 'contract')).toEqual([]);
});

test('a pattern without words would be seen', () => {
  expect(silentPatterns({ a: { properties: { b: { pattern: 'x' } } } }, 'contract')).toEqual([
    'contract.a.properties.b',
  ]);
});
