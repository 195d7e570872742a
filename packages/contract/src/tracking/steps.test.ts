import { expect, test } from 'vitest';
import { orderStates } from '../orders/lifecycle.ts';
import { stepWords } from './steps.ts';

test('the steps have words for every state there is, and for no other', () => {
  expect(Object.keys(stepWords).sort()).toEqual([...orderStates].sort());
});
