import { expect, test } from 'vitest';
import { moment } from './moments.ts';

const now = new Date(2026, 10, 29, 15, 0);

// Spaces and commas differ from one version of the time zone library to the next.
test.each([
  [new Date(2026, 10, 29, 9, 5), /^09:05$/],
  [new Date(2026, 10, 22, 14, 5), /^22 Nov\D+14:05$/],
  [new Date(2025, 10, 22, 14, 5), /^22 Nov\D+2025\D+14:05$/],
])('%s is told as shortly as it can be told from others', (date, told) => {
  expect(moment(date.toISOString(), now)).toMatch(told);
});
