import { expect, test } from 'vitest';
import type { RowFields } from '../orders/index.ts';
import { expectationOf } from './expectation.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const window = { from: '2026-11-22T12:00:00.000Z', to: '2026-11-22T14:00:00.000Z' };
const row = (id: string, state: RowFields['state']): RowFields => ({
  _id: id,
  version: 1,
  state,
  courierId: 'usr_1',
  courierName: 'Cian',
  customerId: 'usr_2',
  placedAt: now.toISOString(),
  updatedAt: now.toISOString(),
  stateSince: now.toISOString(),
  pickup: { name: 'A', routingKey: 'D01' },
  dropOff: { name: 'B', address: 'x', routingKey: 'D13' },
  recipient: { name: 'Aoife' },
  parcel: { description: 'A book' },
});
const order = (more: object = {}) => ({ ...row('ord_1', 'en_route'), window, endedAt: null, ...more });

test('what is expected counts the doors before it, on the courier’s run as it stands', () => {
  const alone = expectationOf(order({ state: 'assigned' }), [row('ord_1', 'assigned')], now);
  const second = expectationOf(
    order({ state: 'assigned' }),
    [row('ord_0', 'en_route'), row('ord_1', 'assigned')],
    now,
  );
  expect(Date.parse(second.expectedAt ?? '')).toBeGreaterThan(Date.parse(alone.expectedAt ?? ''));
});

test('nothing is expected while nobody carries it, and nothing is promised when it is over', () => {
  expect(expectationOf(order({ state: 'confirmed' }), [], now)).toEqual({
    window,
    expectedAt: null,
    late: false,
  });
  const over = order({ state: 'delivered', endedAt: now.toISOString() });
  expect(expectationOf(over, [], now)).toEqual({ window: null, expectedAt: null, late: false });
});

test('it is late when its window has passed, and says so', () => {
  const afterwards = new Date('2026-11-22T14:00:00.001Z');
  expect(expectationOf(order(), [row('ord_1', 'en_route')], afterwards)).toMatchObject({ late: true });
  expect(expectationOf(order(), [row('ord_1', 'en_route')], now)).toMatchObject({ late: false });
});
