import { expect, test } from 'vitest';
import { lastEventIdOf } from './last-event-id.ts';
import { visibilityOf } from './visibility.ts';

const order = { customerId: 'usr_owner', courierId: 'usr_now', couriers: ['usr_before', 'usr_now'] };

test.each([
  ['dispatcher', 'usr_x', 'seen'],
  ['admin', 'usr_x', 'seen'],
  ['auditor', 'usr_x', 'seen'],
  ['customer', 'usr_owner', 'seen'],
  ['customer', 'usr_x', 'hidden'],
  ['courier', 'usr_now', 'seen'],
  ['courier', 'usr_before', 'gone'],
  ['courier', 'usr_x', 'hidden'],
  ['courier', 'usr_owner', 'hidden'],
] as const)('%s %s: %s', (role, id, visibility) => {
  expect(visibilityOf({ role, id }, order)).toBe(visibility);
});

test.each([
  [undefined, null],
  ['', null],
  ['0', 0],
  ['4711', 4711],
])('a page that was at %s comes back at %s', (header, place) => {
  expect(lastEventIdOf(header)).toBe(place);
});

test.each([['-1'], ['1.5'], ['abc'], ['9'.repeat(16)], ['1, 2']])('%s is no place', (header) => {
  expect(() => lastEventIdOf(header)).toThrow(expect.objectContaining({ code: 'header-invalid' }));
});
