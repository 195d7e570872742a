// The orders a page shows, kept fresh: subscribe first, then read, then merge, so that nothing falls between.
import type { OrderRow } from '@cool/contract/orders';
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { type Connection, listenToOrders } from './live-client.ts';
import { applyLive, applySnapshot, beginSnapshot, emptyView, type OrdersView } from './merge-orders.ts';

export interface OrderFeed {
  readonly rows: ReadonlyMap<string, OrderRow>;
  readonly loaded: boolean;
  readonly connection: Connection;
  readonly refusal: Refusal | null;
  readonly reload: () => void;
  /** Takes a row an own command has just been answered with, without waiting for the stream. */
  readonly accept: (row: OrderRow) => void;
}

/** `read` must be stable (defined outside the component or memoised): a new one starts the feed again. */
export function useOrderFeed(read: () => Promise<Answer<readonly OrderRow[]>>): OrderFeed {
  const view = useSignal<OrdersView>(emptyView);
  const loaded = useSignal(false);
  const connection = useSignal<Connection>('connecting');
  const refusal = useSignal<Refusal | null>(null);
  const reading = useRef<Promise<void> | null>(null);

  const reload = useCallback(() => {
    if (reading.current !== null) return;
    view.value = beginSnapshot(view.value);
    reading.current = read().then((answer) => {
      reading.current = null;
      if (answer.ok) {
        view.value = applySnapshot(view.value, answer.value);
        loaded.value = true;
      }
      refusal.value = answer.ok ? null : answer.refusal;
    });
  }, [read]);

  useEffect(() => {
    reload(); // at once, also when no stream can be had; read again when the stream stands
    return listenToOrders({
      onMessages: (messages) => {
        view.value = applyLive(view.value, messages);
      },
      onConnection: (now) => {
        connection.value = now;
      },
      onFreshStream: () => {
        void (reading.current ?? Promise.resolve()).then(reload);
      },
      onRefused: reload,
    });
  }, [reload]);

  return {
    rows: view.value.rows,
    loaded: loaded.value,
    connection: connection.value,
    refusal: refusal.value,
    reload,
    accept: (row) => {
      view.value = applyLive(view.value, [{ kind: 'order', seq: 0, row }]);
    },
  };
}
