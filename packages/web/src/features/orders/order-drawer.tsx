// One order, opened from any list by its URL: what it is, what happened, what may happen next.
import { type Order, type OrderRow, personalDaysAfterEnd, rowOf } from '@cool/contract/orders';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Dialog } from '#ui/dialog.tsx';
import { moment } from '#ui/moments.ts';
import { Note } from '#ui/note.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { useNow } from '#ui/use-now.ts';
import { OrderActions } from './order-actions.tsx';
import { OrderTimeline } from './order-timeline.tsx';
import { readOrder } from './orders-client.ts';
import { PromiseLine } from './promise-line.tsx';
import { ProofView } from './proof-view.tsx';
import { RouteSummary } from './route-summary.tsx';
import { StateBadge } from './state-badge.tsx';
import { inKilograms } from './weight.ts';

export function OrderDrawer(props: {
  readonly orderId: string;
  /** The version the list shows; a higher one than what was read makes the drawer read again. */
  readonly knownVersion: number | undefined;
  /** Where the courier's run says so. */
  readonly eta?: Date | null;
  readonly onRow: (row: OrderRow) => void;
  readonly onAssign?: (row: OrderRow) => void;
  readonly onClose: () => void;
}) {
  const { orderId, knownVersion, onRow } = props;
  const [order, setOrder] = useState<Order | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const read = useCallback(async () => {
    const answer = await readOrder(orderId);
    if (answer.ok) setOrder(answer.value);
    setRefusal(answer.ok ? null : answer.refusal);
  }, [orderId]);

  const isBehind = order === null || order.id !== orderId || (knownVersion ?? 0) > order.version;
  useEffect(() => {
    if (isBehind) void read();
  }, [isBehind, read]);

  const now = useNow();
  const proof = order?.events.find((event) => event.proof !== undefined)?.proof;
  const accept = (changed: Order) => {
    setOrder(changed);
    onRow(rowOf(changed));
  };

  return (
    <Dialog drawer title={order === null ? 'Delivery' : order.dropOff.name} onClose={props.onClose}>
      <div className="stack stack-wide">
        {refusal !== null && <RefusalNote refusal={refusal} onRetry={() => void read()} />}
        {order === null && refusal === null && <Skeleton label="Reading the delivery" />}
        {order !== null && (
          <>
            <div className="button-row">
              <StateBadge state={order.state} />
              {order.courierName !== null && <span className="soft">with {order.courierName}</span>}
            </div>
            {order.redactedAt !== undefined && (
              <Note tone="info" title="Its time is over.">
                <p>
                  Names, addresses, notes and proofs were removed on {moment(order.redactedAt)},{' '}
                  {personalDaysAfterEnd} days after the delivery came to its end. What happened still stands
                  here.
                </p>
              </Note>
            )}
            <PromiseLine row={order} eta={props.eta ?? null} now={now} />
            <OrderActions
              order={order}
              onChanged={accept}
              onStale={() => void read()}
              onAssign={props.onAssign}
            />
            <RouteSummary from={order.pickup} to={order.dropOff} />
            <dl className="facts">
              <dt>Recipient</dt>
              <dd>{order.recipient.name}</dd>
              {order.recipient.email !== undefined && order.redactedAt === undefined && (
                <>
                  <dt>E-mail</dt>
                  <dd>{order.recipient.email}</dd>
                </>
              )}
              <dt>Parcel</dt>
              <dd>
                {order.parcel.description}, {inKilograms(order.parcel.weightGrams)}
              </dd>
              <dt>At the door</dt>
              <dd>{order.proofPolicy === 'pin' ? 'PIN' : 'PIN, signature or photo'}</dd>
              {order.instructions !== undefined && (
                <>
                  <dt>{order.instructions.safePlace ? 'Safe place' : 'Recipient asks'}</dt>
                  <dd>{order.instructions.text}</dd>
                </>
              )}
              <dt>Placed</dt>
              <dd>{moment(order.placedAt)}</dd>
              <dt>Order</dt>
              <dd>
                <code className="small">{order.id}</code>
              </dd>
            </dl>
            {proof !== undefined && order.redactedAt === undefined && (
              <section className="stack" aria-label="Proof of delivery">
                <h3>Proof of delivery</h3>
                <ProofView orderId={order.id} proof={proof} />
              </section>
            )}
            <section className="stack" aria-label="What happened">
              <h3>What happened</h3>
              <OrderTimeline events={order.events} />
            </section>
          </>
        )}
      </div>
    </Dialog>
  );
}
