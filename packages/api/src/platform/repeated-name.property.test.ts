import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeatedName } from './repeated-name.ts';

const seed = 20261122;
console.log(`seed ${seed}`);

test('what JSON.stringify writes holds no name twice', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      expect(repeatedName(JSON.stringify(value, null, indent))).toBeUndefined();
    }),
    { seed, numRuns: 500 },
  );
});

test('a name written a second time is found, wherever it stands and however it is escaped', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom('a"b', '{', '\\', ':', '__proto__', 'é'));
  fc.assert(
    fc.property(
      name,
      fc.jsonValue(),
      fc.jsonValue(),
      fc.array(fc.boolean(), { maxLength: 6 }),
      (key, a, b, way) => {
        const escaped = `"${[...key].map((each) => escapeUnits(each)).join('')}"`;
        const twice = `{${JSON.stringify(key)}:${JSON.stringify(a)} , ${escaped} :${JSON.stringify(b)}}`;
        const wrapped = way.reduce(
          (inner, list) => (list ? `[1,${inner}]` : `{"in":${inner},"x":"{"}`),
          twice,
        );
        expect(repeatedName(wrapped)).toBeDefined();
        expect(Object.keys(JSON.parse(twice) as object)).toHaveLength(1);
      },
    ),
    { seed, numRuns: 500 },
  );
});

test('the place is named, and a text of any depth or length is judged', () => {
  expect(repeatedName('{"a":{"b":1,"c":"b","b":2}}')).toBe('/a/b');
  expect(repeatedName('{"a":[{"b":1},{"b":1}],"b":1}')).toBeUndefined();
  expect(repeatedName(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toBeUndefined();
  expect(repeatedName(`{"csv":"${'\\"{,'.repeat(160_000)}"}`)).toBeUndefined();
});

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
