// Which stop is next and what its one big button does. Both follow from the lifecycle; nothing is kept.
import { inRunOrder, type OrderCommand, type OrderRow } from '@cool/contract/orders';
import { allowedCommands } from '../orders/index.ts';

/** The courier's open stops, the next one first. */
export function stopsOf(rows: Iterable<OrderRow>, courierId: string): readonly OrderRow[] {
  return inRunOrder([...rows].filter((row) => row.courierId === courierId));
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
