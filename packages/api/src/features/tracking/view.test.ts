import { expect, test } from 'vitest';
import { escapeHtml, linkEndedPage, trackingPage } from './page.ts';
import { isExpired, type TrackedOrder, trackingViewOf } from './view.ts';

const at = (minute: number) => `2026-11-22T12:${String(minute).padStart(2, '0')}:00.000Z`;
const order = (...states: readonly TrackedOrder['state'][]): TrackedOrder => ({
  state: states.at(-1) ?? 'placed',
  updatedAt: at(states.length - 1),
  endedAt: null,
  dropOff: { routingKey: 'D08' },
  events: states.map((to, i) => ({ to, at: at(i) })),
});
const stepsOf = (tracked: TrackedOrder) =>
  trackingViewOf(tracked).steps.map(({ state, at: moment }) => `${state}${moment === null ? '?' : ''}`);

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

test('the area is the city and the routing key', () => {
  expect(trackingViewOf(order('placed')).area).toBe('Dublin, D08');
  expect(trackingViewOf({ ...order('placed'), dropOff: { routingKey: 'A94' } }).area).toBe(
    'Greater Dublin, A94',
  );
});

test('a link ends seven days after the order did, and not before', () => {
  const ended = { endedAt: '2026-11-01T00:00:00.000Z' };
  expect(isExpired(ended, new Date('2026-11-08T00:00:00.000Z'))).toBe(false);
  expect(isExpired(ended, new Date('2026-11-08T00:00:00.001Z'))).toBe(true);
  expect(isExpired({ endedAt: null }, new Date('2036-11-08T00:00:00.000Z'))).toBe(false);
});

test('the page reads without script, marks where the order stands, and loads nothing from elsewhere', () => {
  const page = trackingPage(trackingViewOf(order('placed', 'confirmed')));
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('The order is confirmed.');
  expect(page.match(/aria-current="step"/g)).toHaveLength(1);
  expect(page).toContain('<time datetime="2026-11-22T12:01:00.000Z">');
  expect(page).not.toMatch(/style=|<style|onclick|https?:/);
  expect(linkEndedPage()).not.toContain('<script');
});

test('text is escaped wherever it stands', () => {
  expect(escapeHtml(`<img src=x onerror='a("b")'>&`)).toBe(
    '&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt;&amp;',
  );
  const view = { ...trackingViewOf(order('placed')), sentence: '<script>', area: '"><script>' };
  expect(trackingPage(view)).not.toMatch(/<script>/);
});
