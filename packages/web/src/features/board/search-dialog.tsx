// Every delivery that fits, also those that are over, page by page. A row opens the same drawer as a card.
import { type OrderRow, referenceOf } from '@cool/contract/orders';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { moment } from '#ui/moments.ts';
import { EmptyState, Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { StateBadge, searchOrders } from '../orders/index.ts';
import type { BoardFilter } from './group-orders.ts';

export function SearchDialog(props: {
  readonly filter: BoardFilter;
  readonly onOpen: (orderId: string) => void;
  readonly onClose: () => void;
}) {
  const { text, courierId, state } = props.filter;
  const [rows, setRows] = useState<readonly OrderRow[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const known = useRef<readonly OrderRow[]>([]);

  const read = useCallback(
    async (from: string | null) => {
      setBusy(true);
      const answer = await searchOrders({ words: text.trim(), courier: courierId, state }, from);
      setBusy(false);
      setRefusal(answer.ok ? null : answer.refusal);
      if (!answer.ok) return;
      known.current = [...known.current, ...answer.value.rows];
      setRows(known.current);
      setCursor(answer.value.nextCursor);
    },
    [text, courierId, state],
  );
  useEffect(() => {
    known.current = [];
    void read(null);
  }, [read]);

  return (
    <Dialog
      drawer
      title={text.trim() === '' ? 'All deliveries' : `Search: ${text.trim()}`}
      onClose={props.onClose}
    >
      <div className="stack">
        {refusal !== null && <RefusalNote refusal={refusal} onRetry={() => void read(cursor)} />}
        {rows === null && refusal === null && <Skeleton rows={4} label="Searching" />}
        {rows?.length === 0 && (
          <EmptyState icon="search" title="None found">
            <p>
              A search looks at the beginnings of words: recipient, places, and the end of the order’s id.
            </p>
          </EmptyState>
        )}
        {rows !== null && rows.length > 0 && (
          <ul className="stack" aria-label="Found deliveries">
            {rows.map((row) => (
              <li key={row.id}>
                <button type="button" className="found-order" onClick={() => props.onOpen(row.id)}>
                  <span>
                    <strong>{row.dropOff.name}</strong>
                    <span className="soft small">
                      {row.recipientName} · {moment(row.placedAt)} · <code>{referenceOf(row.id)}</code>
                    </span>
                  </span>
                  <StateBadge state={row.state} />
                </button>
              </li>
            ))}
          </ul>
        )}
        {cursor !== null && (
          <Button busy={busy} onPress={() => void read(cursor)}>
            More
          </Button>
        )}
      </div>
    </Dialog>
  );
}
