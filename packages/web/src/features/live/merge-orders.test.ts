import { describe, expect, it } from 'vitest';
import { applyLive, applySnapshot, beginSnapshot, emptyView } from './merge-orders.ts';
import { orderRow } from './order-row.fixture.ts';

const live = (seq: number, version: number, id = 'ord_01') => ({
  kind: 'order' as const,
  seq,
  row: orderRow({ id, version }),
});

describe('merging a snapshot with live messages', () => {
  it('ignores a message that came twice, and keeps the very same view', () => {
    const once = applyLive(emptyView, [live(1, 3)]);
    expect(applyLive(once, [live(1, 3)])).toBe(once);
  });

  it('ignores a message older than what is known', () => {
    const view = applyLive(applyLive(emptyView, [live(2, 4)]), [live(1, 3)]);
    expect(view.rows.get('ord_01')?.version).toBe(4);
  });

  it('takes the newest of one batch, in any order', () => {
    expect(applyLive(emptyView, [live(3, 5), live(1, 3), live(2, 4)]).rows.get('ord_01')?.version).toBe(5);
  });

  it('does not let a slow snapshot undo what arrived live', () => {
    const begun = beginSnapshot(emptyView);
    const meanwhile = applyLive(begun, [live(9, 7)]);
    const view = applySnapshot(meanwhile, [orderRow({ version: 6 })]);
    expect(view.rows.get('ord_01')?.version).toBe(7);
  });

  it('keeps an order that was placed while the snapshot was read', () => {
    const meanwhile = applyLive(beginSnapshot(emptyView), [live(9, 1, 'ord_02')]);
    expect([...applySnapshot(meanwhile, [orderRow()]).rows.keys()]).toEqual(['ord_01', 'ord_02']);
  });

  it("takes away what now is another courier's, also when a snapshot still lists it", () => {
    const gone = { kind: 'gone', seq: 9, id: 'ord_01' } as const;
    const meanwhile = applyLive(beginSnapshot(applyLive(emptyView, [live(1, 1)])), [gone]);
    expect(meanwhile.rows.size).toBe(0);
    expect(applySnapshot(meanwhile, [orderRow()]).rows.size).toBe(0);
    expect(applyLive(meanwhile, [live(10, 4)]).rows.get('ord_01')?.version).toBe(4);
  });

  it('forgets, after a gap, what the new snapshot no longer lists', () => {
    const before = applySnapshot(emptyView, [orderRow(), orderRow({ id: 'ord_02' })]);
    expect([...applySnapshot(beginSnapshot(before), [orderRow()]).rows.keys()]).toEqual(['ord_01']);
  });
});
