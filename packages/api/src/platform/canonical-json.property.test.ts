import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

const seed = 20_261_122;
console.log(`canonical-json: seed ${seed}`);

const json = fc.jsonValue({ maxDepth: 4 });

test('reading canonical JSON back gives the value', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { seed, numRuns: 1_000 },
  );
});

test('the order in which members were written does not matter', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (value) => {
      const entries = Object.entries(value).filter(([key]) => key !== '__proto__');
      const forwards = Object.fromEntries(entries);
      const backwards = Object.fromEntries(entries.toReversed());
      expect(canonicalJson(backwards)).toBe(canonicalJson(forwards));
    }),
    { seed, numRuns: 1_000 },
  );
});
