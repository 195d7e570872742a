import { expect, test } from 'vitest';
import { parseFilterPattern } from './filter-pattern.ts';

const line = {
  event: 'periodic-failed',
  err: { type: 'MongoNetworkError', code: 6 },
  user: { type: 'Root' },
};

test.each<readonly [string, boolean]>([
  ['{ $.event = "periodic-failed" }', true],
  ['{ $.event = "periodic" }', false],
  ['{ $.event = "periodic*" }', true],
  ['{ $.err.type = "*Network*" }', true],
  ['{ $.err.type != "Mongo*" }', false],
  ['{ $.err.type != "TypeError" }', true],
  ['{ $.absent != "x" }', false],
  ['{ $.absent NOT EXISTS }', true],
  ['{ $.err.code EXISTS }', true],
  ['{ $.err.code >= 6 }', true],
  ['{ $.err.code > 6 }', false],
  ['{ $.err.type >= 1 }', false],
  ['{ $.event = "x" || $.user.type = "Root" && $.err.code = 6 }', true],
  ['{ ($.event = "x" || $.user.type = "Root") && $.err.code = 7 }', false],
  ['{ $.event = "periodic.failed" }', false],
])('%s', (pattern, matches) => {
  expect(parseFilterPattern(pattern).matches(line)).toBe(matches);
});

test('the fields a pattern asks for are said once each', () => {
  expect(parseFilterPattern('{ $.a.b = "x" || $.a.b = "y" && $.c EXISTS }').fields).toEqual(['a.b', 'c']);
});

test.each([
  'ERROR',
  '{ $.a ~ "x" }',
  '{ $.a = "x" ',
  '{ ($.a = "x" }',
  '{ $.a = "x" $.b = "y" }',
  '{ a = "x" }',
  '{ $.a > "x" }',
])('what is not understood throws rather than prove nothing: %s', (pattern) => {
  expect(() => parseFilterPattern(pattern)).toThrow(/Filter pattern/);
});
