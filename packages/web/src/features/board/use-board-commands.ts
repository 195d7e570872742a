// Commands given from the board itself: which orders are busy, what was refused, what had changed meanwhile.
import { type OrderRow, rowOf } from '@cool/contract/orders';
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { toast } from '#ui/toast.tsx';
import type { OrderFeed } from '../live/index.ts';
import { commandWords, giveCommand } from '../orders/index.ts';
import type { CardActions } from './order-card.tsx';

const confirmedAtOnce = 4; // requests in flight while confirming many

export interface BoardCommands {
  readonly give: CardActions['give'];
  readonly confirmAll: (rows: readonly OrderRow[]) => void;
  readonly noteChanged: () => void;
  readonly busy: ReadonlySet<string>;
  readonly refusal: Refusal | null;
  readonly changed: boolean;
}

export function useBoardCommands(feed: OrderFeed): BoardCommands {
  const latest = useRef(feed);
  latest.current = feed;
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [changed, setChanged] = useState(false);

  const noteChanged = useCallback(() => {
    setChanged(true);
    latest.current.reload();
  }, []);

  /** True when the command was carried out. */
  const giveOne = useCallback(
    async (row: OrderRow, command: Parameters<CardActions['give']>[1]): Promise<boolean> => {
      setBusy((ids) => new Set(ids).add(row.id));
      const outcome = await giveCommand(row, command, {});
      setBusy((ids) => new Set([...ids].filter((id) => id !== row.id)));
      if (outcome.kind === 'done') latest.current.accept(rowOf(outcome.order));
      if (outcome.kind === 'changed') noteChanged();
      if (outcome.kind === 'refused') setRefusal(outcome.refusal);
      return outcome.kind === 'done';
    },
    [noteChanged],
  );

  const begin = useCallback(() => {
    setRefusal(null);
    setChanged(false);
  }, []);

  const give = useCallback<CardActions['give']>(
    (row, command) => {
      begin();
      void giveOne(row, command).then((done) => {
        if (done) toast(`${row.dropOff.name}: ${commandWords[command].done.toLowerCase()}.`);
      });
    },
    [begin, giveOne],
  );

  const confirmAll = useCallback(
    (rows: readonly OrderRow[]) => {
      begin();
      const waiting = [...rows];
      const work = async (): Promise<number> => {
        let count = 0;
        for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
          if (await giveOne(row, 'confirm')) count += 1;
        }
        return count;
      };
      void Promise.all(Array.from({ length: confirmedAtOnce }, work)).then((counts) => {
        toast(`${counts.reduce((sum, count) => sum + count, 0)} of ${rows.length} confirmed.`);
      });
    },
    [begin, giveOne],
  );

  return { give, confirmAll, noteChanged, busy, refusal, changed };
}
