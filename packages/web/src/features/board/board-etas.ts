// When each delivery on the board is expected: every courier's run by itself. Pure.
import { etasOfRun, type OrderRow } from '@cool/contract/orders';

export function etasOf(rows: Iterable<OrderRow>, now: Date): ReadonlyMap<string, Date> {
  const runs = new Map<string, OrderRow[]>();
  for (const row of rows) {
    if (row.courierId === null) continue;
    const run = runs.get(row.courierId) ?? [];
    runs.set(row.courierId, run);
    run.push(row);
  }
  return new Map([...runs.values()].flatMap((run) => [...etasOfRun(run, now)]));
}
