import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lifetimeOf } from './session-store.ts';

const page = readFileSync(new URL('../../../../docs/security-decisions.md', import.meta.url), 'utf8');

test.each([
  ['pending', 'dispatcher', 'verify'],
  ['customer', 'customer', null],
  ['courier', 'courier', null],
  ['dispatcher, admin, auditor', 'dispatcher', null],
  ['dispatcher, admin, auditor', 'admin', null],
  ['dispatcher, admin, auditor', 'auditor', null],
] as const)('sessions end as the page of decisions says: %s (%s)', (row, role, next) => {
  const [, idle, most] = new RegExp(`^\\| ${row} \\| (\\d+) \\| (\\d+) \\|`, 'm').exec(page) ?? [];
  expect(lifetimeOf(role, next)).toEqual({
    idleMs: Number(idle) * 60_000,
    absoluteMs: Number(most) * 60_000,
  });
});
