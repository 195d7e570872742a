import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeId } from '#platform/ids.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const seed = 20_261_122;
console.log(`cursor: seed ${seed}`);

test('a cursor we made leads back to its order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (ms) => {
      const id = makeId('ord', new Date(ms));
      expect(decodeCursor(encodeCursor(id))).toBe(id);
      expect(encodeCursor(id)).toMatch(/^[A-Za-z0-9_-]{1,200}$/);
    }),
    { seed, numRuns: 500 },
  );
});

test('a cursor we did not make leads nowhere', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => Buffer.from(text).toString('base64url')),
      ),
      (text) => {
        expect(decodeCursor(text)).toBeNull();
      },
    ),
    { seed, numRuns: 1_000 },
  );
});
