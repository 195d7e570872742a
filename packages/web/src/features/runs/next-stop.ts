// Which stop is next and what its one big button does. Both follow from the lifecycle; nothing is kept.
import type { OrderCommand, OrderRow, OrderState } from '@cool/contract/orders';
import { allowedCommands } from '../orders/index.ts';

/** Furthest along first: who stands at a door finishes there. */
const nearness: readonly OrderState[] = ['arrived', 'en_route', 'collected', 'assigned'];

/** The courier's open stops, the next one first; within a state the order of the run stands. */
export function stopsOf(rows: Iterable<OrderRow>, courierId: string): readonly OrderRow[] {
  return [...rows]
    .filter((row) => row.courierId === courierId && nearness.includes(row.state))
    .sort((a, b) => nearness.indexOf(a.state) - nearness.indexOf(b.state));
}

export interface StopActions {
  /** The one way forward, or null when there is none for a courier. */
  readonly forward: OrderCommand | null;
  readonly canFail: boolean;
}

export function actionsOf(row: OrderRow): StopActions {
  const commands = allowedCommands(row, 'courier');
  return {
    forward: commands.find((command) => command !== 'fail') ?? null,
    canFail: commands.includes('fail'),
  };
}
