import type { OrderRow } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { etasOf } from './board-etas.ts';

const now = new Date('2026-11-22T12:00:00Z');
const carried = (id: string, courierId: string | null, state: OrderRow['state'] = 'assigned'): OrderRow => ({
  id,
  version: 1,
  state,
  pickup: { name: 'Trinity College', routingKey: 'D02' },
  dropOff: { name: 'Heuston Station', address: "St John's Road West", routingKey: 'D08' },
  recipientName: 'Aoife Byrne',
  parcel: 'Books',
  courierId,
  courierName: courierId,
  placedAt: now.toISOString(),
  updatedAt: now.toISOString(),
  stateSince: now.toISOString(),
});

describe('what is expected on the board', () => {
  it('is told for what a courier carries, each run by itself', () => {
    const alone = etasOf([carried('a', 'usr_1')], now).get('a');
    const etas = etasOf([carried('a', 'usr_1'), carried('b', 'usr_1'), carried('c', 'usr_2')], now);
    expect(etas.get('a')).toEqual(alone);
    expect(etas.get('c')).toEqual(alone);
    expect(Number(etas.get('b'))).toBeGreaterThan(Number(alone));
  });

  it('is told for nothing that nobody carries', () => {
    expect(etasOf([carried('a', null, 'confirmed'), carried('b', 'usr_1', 'failed')], now).size).toBe(0);
  });
});
