import { nextState, type OrderRow, type OrderState } from '@cool/contract/orders';
import { describe, expect, it } from 'vitest';
import { actionsOf, stopsOf } from './next-stop.ts';

function row(id: string, state: OrderState, courierId: string | null = 'usr_me'): OrderRow {
  return {
    id,
    version: 1,
    state,
    pickup: { name: 'RDS', routingKey: 'D04' },
    dropOff: { name: 'Heuston', address: "St John's Road West", routingKey: 'D08' },
    recipientName: 'Aoife',
    parcel: 'Books',
    courierId,
    courierName: 'Me',
    placedAt: '2026-11-22T09:00:00Z',
    updatedAt: '2026-11-22T09:00:00Z',
    stateSince: '2026-11-22T09:00:00Z',
  };
}

describe('the run', () => {
  it('finishes at the door before it begins elsewhere, and keeps the order of the run', () => {
    const rows = [row('a', 'assigned'), row('b', 'assigned'), row('c', 'arrived'), row('d', 'collected')];
    expect(stopsOf(rows, 'usr_me').map(({ id }) => id)).toEqual(['c', 'd', 'a', 'b']);
  });

  it('shows neither what is done, nor what failed, nor what another carries', () => {
    const rows = [
      row('a', 'delivered'),
      row('b', 'failed'),
      row('c', 'assigned', 'usr_other'),
      row('d', 'confirmed', null),
    ];
    expect(stopsOf(rows, 'usr_me')).toEqual([]);
  });

  it('has one way forward that ends at delivered', () => {
    const walked: string[] = [];
    let state: OrderState = 'assigned';
    for (let forward = actionsOf(row('a', state)).forward; forward !== null; ) {
      walked.push(forward);
      state = nextState(state, forward) ?? state;
      forward = actionsOf(row('a', state)).forward;
    }
    expect(walked).toEqual(['collect', 'depart', 'arrive', 'deliver']);
    expect(state).toBe('delivered');
  });

  it('offers "cannot deliver" only while the parcel is with the courier', () => {
    const states = (['assigned', 'collected', 'en_route', 'arrived'] as const).filter(
      (state) => actionsOf(row('a', state)).canFail,
    );
    expect(states).toEqual(['collected', 'en_route', 'arrived']);
  });
});
