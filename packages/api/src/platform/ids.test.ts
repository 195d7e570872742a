import { orderId } from '@cool/contract/orders';
import { expect, test } from 'vitest';
import { makeId } from './ids.ts';
import { compileSchema } from './validation.ts';

test('ids fit the contract, differ, and sort by the time they were made', () => {
  const fits = compileSchema<string>(orderId);
  const early = Array.from({ length: 500 }, () => makeId('ord', new Date(1_000_000_000_000)));
  const late = Array.from({ length: 500 }, () => makeId('ord', new Date(1_000_000_000_001)));
  for (const id of [...early, ...late]) expect(fits(id), id).toBe(true);
  expect(new Set([...early, ...late]).size).toBe(1_000);
  expect(
    early
      .toSorted()
      .at(-1)
      ?.localeCompare(late.toSorted()[0] ?? ''),
  ).toBe(-1);
});
