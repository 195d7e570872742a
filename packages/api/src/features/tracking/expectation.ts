// What was promised for one order and what can be expected of it, as its courier's run stands now. Pure.

import { etasOfRun, latenessOf } from '@cool/contract/orders';
import type { TrackingView } from '@cool/contract/tracking';
import { type OrderDocument, type RowFields, sinceOf } from '../orders/index.ts';

export type Expectation = Pick<TrackingView, 'window' | 'expectedAt' | 'late'>;

export function expectationOf(
  order: Pick<OrderDocument, '_id' | 'state' | 'window' | 'stateSince' | 'updatedAt' | 'endedAt'>,
  run: readonly RowFields[],
  now: Date,
): Expectation {
  const etas = etasOfRun(
    run.map((row) => ({ ...row, id: row._id, stateSince: sinceOf(row) })),
    now,
  );
  const eta = etas.get(order._id) ?? null;
  const promised = { state: order.state, stateSince: sinceOf(order), window: order.window };
  return {
    window: order.endedAt === null ? (order.window ?? null) : null, // what is over is no promise any more
    expectedAt: order.state === 'arrived' ? null : (eta?.toISOString() ?? null),
    late: order.endedAt === null && latenessOf(promised, eta, now) === 'late',
  };
}
