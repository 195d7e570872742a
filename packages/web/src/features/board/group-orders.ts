// How open orders lie on the board: what needs a decision, what went wrong, and who carries what. Every open order
// stands in exactly one place.
import type { Courier } from '@cool/contract/identity';
import { endStates, inRunOrder, type OrderRow, type OrderState } from '@cool/contract/orders';

export interface Lane {
  readonly courierId: string;
  readonly name: string;
  readonly rows: readonly OrderRow[];
}

export interface Board {
  readonly unassigned: readonly OrderRow[];
  readonly exceptions: readonly OrderRow[];
  readonly lanes: readonly Lane[];
  /** Orders that came to their end while the board was open. */
  readonly finished: number;
}

/** What the board leaves out. Empty leaves out nothing. */
export interface BoardFilter {
  readonly text: string;
  readonly courierId: string;
  readonly state: OrderState | '';
}

export const noFilter: BoardFilter = { text: '', courierId: '', state: '' };

export function isFiltering({ text, courierId, state }: BoardFilter): boolean {
  return text.trim() !== '' || courierId !== '' || state !== '';
}

type Area = 'unassigned' | 'exceptions' | 'lanes' | 'off';

const areas: Readonly<Record<OrderState, Area>> = {
  placed: 'unassigned',
  confirmed: 'unassigned',
  rescheduled: 'unassigned',
  assigned: 'lanes',
  collected: 'lanes',
  en_route: 'lanes',
  arrived: 'lanes',
  failed: 'exceptions',
  returning: 'exceptions',
  delivered: 'off',
  returned: 'off',
  cancelled: 'off',
};

/** Among what nobody carries, what is nearest to its next step stands first. */
const urgency: readonly OrderState[] = ['failed', 'returning', 'rescheduled', 'confirmed', 'placed'];

export function groupOrders(
  rows: Iterable<OrderRow>,
  couriers: readonly Pick<Courier, 'id' | 'name'>[],
  filter: BoardFilter = noFilter,
): Board {
  const unassigned: OrderRow[] = [];
  const exceptions: OrderRow[] = [];
  const lanes = new Map(
    couriers.map(({ id, name }) => [id, { courierId: id, name, rows: [] as OrderRow[] }]),
  );
  let finished = 0;
  const words = plain(filter.text)
    .split(/\s+/)
    .filter((word) => word !== '');
  for (const row of rows) {
    if (endStates.includes(row.state)) finished += 1;
    if (filter.courierId !== '' && row.courierId !== filter.courierId) continue;
    if (filter.state !== '' && row.state !== filter.state) continue;
    if (!matches(row, words)) continue;
    const area = areas[row.state];
    if (area === 'unassigned') unassigned.push(row);
    else if (area === 'exceptions') exceptions.push(row);
    else if (area === 'lanes') laneOf(lanes, row).rows.push(row);
  }
  return {
    unassigned: unassigned.sort(byUrgency),
    exceptions: exceptions.sort(byUrgency),
    lanes: [...lanes.values()]
      .map((lane) => ({ ...lane, rows: inRunOrder(lane.rows) }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en-IE')),
    finished,
  };
}

/** The orders in the sequence in which the eye and the keys meet them. */
export function sequenceOf(board: Board): readonly OrderRow[] {
  return [...board.unassigned, ...board.exceptions, ...board.lanes.flatMap((lane) => lane.rows)];
}

function laneOf(lanes: Map<string, { courierId: string; name: string; rows: OrderRow[] }>, row: OrderRow) {
  const courierId = row.courierId ?? '';
  const known = lanes.get(courierId);
  if (known !== undefined) return known;
  const lane = { courierId, name: row.courierName ?? 'Unknown courier', rows: [] };
  lanes.set(courierId, lane);
  return lane;
}

function byUrgency(a: OrderRow, b: OrderRow): number {
  return (
    urgency.indexOf(a.state) - urgency.indexOf(b.state) ||
    a.placedAt.localeCompare(b.placedAt) ||
    a.id.localeCompare(b.id)
  );
}

function matches(row: OrderRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = plain(
    [
      row.id,
      row.pickup.name,
      row.pickup.routingKey,
      row.dropOff.name,
      row.dropOff.address,
      row.dropOff.routingKey,
      row.recipientName,
      row.parcel,
      row.courierName ?? '',
    ].join(' '),
  );
  return words.every((word) => text.includes(word));
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}
