import { expect, test } from 'vitest';
import { trackingPage } from './page.ts';
import { isExpired, type TrackedOrder, trackingViewOf } from './view.ts';

const at = (minute: number) => `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z`;
const order = (...states: readonly TrackedOrder['state'][]): TrackedOrder => ({
  state: states.at(-1) ?? 'placed',
  updatedAt: at(states.length - 1),
  endedAt: null,
  dropOff: { routingKey: 'D08' },
  events: states.map((to, i) => ({ from: states[i - 1] ?? null, to, at: at(i) })),
});
const nothingPromised = { window: null, expectedAt: null, late: false };
const stepsOf = (tracked: TrackedOrder) =>
  trackingViewOf(tracked, nothingPromised).steps.map(
    ({ state, at: moment }) => `${state}${moment === null ? '?' : ''}`,
  );

test('what happened comes first, then what usually follows', () => {
  expect(stepsOf(order('placed', 'confirmed'))).toEqual([
    'placed',
    'confirmed',
    'assigned?',
    'collected?',
    'en_route?',
    'arrived?',
    'delivered?',
  ]);
});

test('an order that left the usual way promises nothing', () => {
  expect(stepsOf(order('placed', 'cancelled'))).toEqual(['placed', 'cancelled']);
});

test('a state reached again stands where it was reached last', () => {
  const again = order('placed', 'confirmed', 'assigned', 'collected', 'failed', 'rescheduled', 'confirmed');
  expect(stepsOf(again).slice(0, 6)).toEqual([
    'placed',
    'assigned',
    'collected',
    'failed',
    'rescheduled',
    'confirmed',
  ]);
});

test('what leaves the order where it is does not change when it came there', () => {
  const view = trackingViewOf(order('placed', 'confirmed', 'confirmed'), nothingPromised);
  expect(view.steps.find(({ state }) => state === 'confirmed')?.at).toBe(at(1));
});

test('the area is the city and the routing key', () => {
  expect(trackingViewOf(order('placed'), nothingPromised).area).toBe('Dublin, D08');
  expect(trackingViewOf({ ...order('placed'), dropOff: { routingKey: 'A94' } }, nothingPromised).area).toBe(
    'Greater Dublin, A94',
  );
});

test('a link ends seven days after the order did, and not before', () => {
  const ended = { endedAt: '2026-11-01T00:00:00.000Z' };
  expect(isExpired(ended, new Date('2026-11-08T00:00:00.000Z'))).toBe(false);
  expect(isExpired(ended, new Date('2026-11-08T00:00:00.001Z'))).toBe(true);
  expect(isExpired({ endedAt: null }, new Date('2036-11-08T00:00:00.000Z'))).toBe(false);
});

test('the page is the same for everybody, tells who runs no script why, and loads nothing from elsewhere', () => {
  expect(trackingPage).toContain('<html lang="en">');
  expect(trackingPage).toContain('<noscript>');
  expect(trackingPage).not.toMatch(/style=|<style|onclick|https?:/);
});
