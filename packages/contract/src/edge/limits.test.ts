import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { limits } from './limits.ts';

const page = readFileSync(new URL('../../../../docs/security-decisions.md', import.meta.url), 'utf8');

it('the limits are the ones the page of decisions lists', () => {
  const rows = [...page.matchAll(/\| (\d+) \| `limits\.(\w+)` \|/g)];
  expect(rows.length).toBeGreaterThanOrEqual(7);
  for (const [, most, name = ''] of rows) {
    expect([name, (limits as Readonly<Record<string, number>>)[name]]).toEqual([name, Number(most)]);
  }
});
