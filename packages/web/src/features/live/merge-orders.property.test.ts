import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyLive, applySnapshot, beginSnapshot, emptyView } from './merge-orders.ts';
import { orderRow } from './order-row.fixture.ts';

const seed = 20261122;
const message = fc
  .record({ order: fc.integer({ min: 1, max: 4 }), version: fc.integer({ min: 1, max: 9 }) })
  .map(({ order, version }) => ({
    kind: 'order' as const,
    seq: version,
    row: orderRow({ id: `ord_0${order}`, version }),
  }));

function newest(messages: readonly { readonly row: { readonly id: string; readonly version: number } }[]) {
  const versions = new Map<string, number>();
  for (const { row } of messages) versions.set(row.id, Math.max(row.version, versions.get(row.id) ?? 0));
  return versions;
}

it(`however messages are cut, doubled and shuffled, the newest version of each order stands (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(fc.array(message, { maxLength: 6 }), { maxLength: 8 }), (batches) => {
      const view = batches.reduce(applyLive, emptyView);
      const versions = new Map([...view.rows].map(([id, row]) => [id, row.version]));
      expect(versions).toEqual(newest(batches.flat()));
    }),
    { seed, numRuns: 500 },
  );
});

it(`a snapshot at any moment loses nothing that arrived since it was begun (seed ${seed})`, () => {
  const part = fc.array(message, { maxLength: 8 });
  fc.assert(
    fc.property(part, part, part, part, (before, during, read, after) => {
      const begun = beginSnapshot(applyLive(emptyView, before));
      const joined = applySnapshot(
        applyLive(begun, during),
        read.map(({ row }) => row),
      );
      const view = applyLive(joined, after);
      for (const [id, version] of newest([...during, ...after])) {
        expect(view.rows.get(id)?.version ?? 0).toBeGreaterThanOrEqual(version);
      }
    }),
    { seed, numRuns: 500 },
  );
});
