// A row to begin from in tests; each test changes what it is about.
import type { OrderRow } from '@cool/contract/orders';

export function orderRow(changes: Partial<OrderRow> = {}): OrderRow {
  return {
    id: 'ord_01',
    version: 1,
    state: 'placed',
    pickup: { name: 'Trinity College', routingKey: 'D02' },
    dropOff: { name: 'Heuston Station', address: "St John's Road West", routingKey: 'D08' },
    recipientName: 'Aoife Byrne',
    parcel: 'Books',
    courierId: null,
    courierName: null,
    placedAt: '2026-11-22T09:00:00Z',
    updatedAt: '2026-11-22T09:00:00Z',
    stateSince: '2026-11-22T09:00:00Z',
    ...changes,
  };
}
