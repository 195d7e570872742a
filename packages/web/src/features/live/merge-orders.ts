// Joins what was read (a snapshot, page by page) with what arrives live. Invariant: for each order the row with the
// highest version wins, so late, doubled or out-of-order messages change nothing, and a snapshot begun before a
// live message never undoes it.
import type { LiveGone, LiveOrder } from '@cool/contract/live';
import type { OrderRow } from '@cool/contract/orders';

/** What the stream says: how an order stands now, or that this session may no longer see it. */
export type LiveMessage = ({ readonly kind: 'order' } & LiveOrder) | ({ readonly kind: 'gone' } & LiveGone);

export interface OrdersView {
  readonly rows: ReadonlyMap<string, OrderRow>;
  /** Orders that changed live since the running snapshot was begun. */
  readonly touched: ReadonlySet<string>;
}

export const emptyView: OrdersView = { rows: new Map(), touched: new Set() };

export function beginSnapshot(view: OrdersView): OrdersView {
  return { rows: view.rows, touched: new Set() };
}

/** The snapshot replaces what stood before, except for what is newer or has changed live meanwhile. */
export function applySnapshot(view: OrdersView, snapshot: readonly OrderRow[]): OrdersView {
  const rows = new Map<string, OrderRow>();
  for (const row of snapshot) rows.set(row.id, newer(view.rows.get(row.id), row));
  for (const id of view.touched) {
    const live = view.rows.get(id);
    if (live === undefined) rows.delete(id);
    else if (!rows.has(id)) rows.set(id, live);
  }
  return { rows, touched: new Set() };
}

export function applyLive(view: OrdersView, messages: readonly LiveMessage[]): OrdersView {
  const fresh = messages.filter((message) => saysSomething(view, message));
  if (fresh.length === 0) return view;
  const rows = new Map(view.rows);
  const touched = new Set(view.touched);
  for (const message of fresh) {
    if (message.kind === 'gone') rows.delete(message.id);
    else rows.set(message.row.id, newer(rows.get(message.row.id), message.row));
    touched.add(idOf(message));
  }
  return { rows, touched };
}

/** Any message says that the order was in motion just now, which a snapshot being read may not know yet. */
function saysSomething(view: OrdersView, message: LiveMessage): boolean {
  if (message.kind === 'gone' || !view.touched.has(message.row.id)) return true;
  return message.row.version > (view.rows.get(message.row.id)?.version ?? 0);
}

function idOf(message: LiveMessage): string {
  return message.kind === 'gone' ? message.id : message.row.id;
}

function newer(known: OrderRow | undefined, offered: OrderRow): OrderRow {
  return known !== undefined && known.version >= offered.version ? known : offered;
}
