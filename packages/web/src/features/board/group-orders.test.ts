import { endStates, type OrderRow, orderStates } from '@cool/contract/orders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupOrders, isFiltering, noFilter, sequenceOf } from './group-orders.ts';

function row(changes: Partial<OrderRow>): OrderRow {
  return {
    id: 'ord_01',
    version: 1,
    state: 'placed',
    pickup: { name: 'Trinity College', routingKey: 'D02' },
    dropOff: { name: 'Dún Laoghaire Library', address: 'Marine Road', routingKey: 'A96' },
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

const ciara = { id: 'usr_ciara', name: 'Ciara' };
const liam = { id: 'usr_liam', name: 'Liam' };

describe('the board', () => {
  it('shows every courier, also those who carry nothing', () => {
    const board = groupOrders([row({ state: 'assigned', courierId: liam.id })], [liam, ciara]);
    expect(board.lanes.map((lane) => [lane.name, lane.rows.length])).toEqual([
      ['Ciara', 0],
      ['Liam', 1],
    ]);
  });

  it('gives a courier nobody listed a lane of their own', () => {
    const board = groupOrders(
      [row({ state: 'en_route', courierId: 'usr_gone', courierName: 'Niamh' })],
      [liam],
    );
    expect(board.lanes.map((lane) => lane.name)).toEqual(['Liam', 'Niamh']);
  });

  it('puts what is nearest to its next step first, and the longest waiting before the others', () => {
    const board = groupOrders(
      [
        row({ id: 'a', state: 'placed', placedAt: '2026-11-22T10:00:00Z' }),
        row({ id: 'b', state: 'placed', placedAt: '2026-11-22T09:00:00Z' }),
        row({ id: 'c', state: 'confirmed', placedAt: '2026-11-22T11:00:00Z' }),
      ],
      [],
    );
    expect(board.unassigned.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it('shows a lane in the order in which its courier rides it', () => {
    const carried = { state: 'assigned', courierId: liam.id } as const;
    const board = groupOrders(
      [
        row({ ...carried, id: 'a', placedAt: '2026-11-22T09:00:00Z', stateSince: '2026-11-22T10:02:00Z' }),
        row({ ...carried, id: 'b', placedAt: '2026-11-22T09:30:00Z', stateSince: '2026-11-22T10:01:00Z' }),
      ],
      [liam],
    );
    expect(board.lanes[0]?.rows.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('finds without accents, by any words in any order', () => {
    const rows = [
      row({ id: 'a' }),
      row({ id: 'b', dropOff: { name: 'RDS', address: 'x', routingKey: 'D04' } }),
    ];
    expect(
      sequenceOf(groupOrders(rows, [], { ...noFilter, text: 'library dun' })).map(({ id }) => id),
    ).toEqual(['a']);
    expect(sequenceOf(groupOrders(rows, [], { ...noFilter, text: 'd04' })).map(({ id }) => id)).toEqual([
      'b',
    ]);
    expect(sequenceOf(groupOrders(rows, [], { ...noFilter, text: 'd04 library' }))).toEqual([]);
  });

  it('leaves out what another courier carries, and what is in another state', () => {
    const rows = [
      row({ id: 'a', state: 'assigned', courierId: ciara.id }),
      row({ id: 'b', state: 'en_route', courierId: liam.id }),
      row({ id: 'c', state: 'placed' }),
    ];
    const shown = (filter: object) =>
      sequenceOf(groupOrders(rows, [], { ...noFilter, ...filter })).map(({ id }) => id);
    expect(shown({ courierId: ciara.id })).toEqual(['a']);
    expect(shown({ state: 'placed' })).toEqual(['c']);
    expect(shown({ courierId: liam.id, state: 'placed' })).toEqual([]);
    expect(isFiltering(noFilter)).toBe(false);
    expect(isFiltering({ ...noFilter, state: 'placed' })).toBe(true);
  });

  it('places every open order exactly once and no ended one (seed 20261122)', () => {
    const anyRow = fc
      .record({ state: fc.constantFrom(...orderStates), courier: fc.constantFrom(null, ciara, liam) })
      .map(({ state, courier }) => ({
        state,
        courierId: courier?.id ?? null,
        courierName: courier?.name ?? null,
      }));
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 40 }), (parts) => {
        const rows = parts.map((part, index) => row({ ...part, id: `ord_${index}` }));
        const shown = sequenceOf(groupOrders(rows, [ciara]));
        const open = rows.filter(({ state }) => !endStates.includes(state));
        expect(shown.map(({ id }) => id).sort()).toEqual(open.map(({ id }) => id).sort());
      }),
      { seed: 20261122 },
    );
  });
});
