// A customer's own deliveries, newest first, live; one of them open when the URL names it.
import type { OrderRow } from '@cool/contract/orders';
import { useLocation, useRoute } from 'preact-iso/router';
import { age } from '#ui/moments.ts';
import { Page } from '#ui/page.tsx';
import { EmptyState, Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { ConnectionPill, useOrderFeed } from '../live/index.ts';
import { OrderDrawer } from './order-drawer.tsx';
import { readMyOrders } from './orders-client.ts';
import { ProgressRail } from './progress-rail.tsx';
import { StateBadge } from './state-badge.tsx';

export function MyOrdersPage() {
  const feed = useOrderFeed(readMyOrders);
  const { params } = useRoute();
  const { route } = useLocation();
  const orderId = params['orderId'];
  const rows = [...feed.rows.values()].sort(
    (a, b) => b.placedAt.localeCompare(a.placedAt) || b.id.localeCompare(a.id),
  );
  return (
    <Page
      title="My deliveries"
      actions={
        <>
          <ConnectionPill connection={feed.connection} />
          <a className="button button-primary" href="/new">
            New delivery
          </a>
        </>
      }
    >
      {feed.refusal !== null && <RefusalNote refusal={feed.refusal} onRetry={feed.reload} />}
      {!feed.loaded && feed.refusal === null && <Skeleton label="Reading your deliveries" />}
      {feed.loaded && rows.length === 0 && (
        <EmptyState icon="box" title="Nothing sent yet">
          <p>Your deliveries will stand here, with how far each has come.</p>
          <a className="button button-primary" href="/new">
            Place your first delivery
          </a>
        </EmptyState>
      )}
      <ul className="order-list">
        {rows.map((row) => (
          <li key={row.id}>
            <OrderCard row={row} />
          </li>
        ))}
      </ul>
      {orderId !== undefined && (
        <OrderDrawer
          orderId={orderId}
          knownVersion={feed.rows.get(orderId)?.version}
          onRow={feed.accept}
          onClose={() => route('/orders')}
        />
      )}
    </Page>
  );
}

function OrderCard({ row }: { readonly row: OrderRow }) {
  return (
    <a className="card order-card" href={`/orders/${row.id}`}>
      <div className="order-card-head">
        <strong>{row.dropOff.name}</strong>
        <StateBadge state={row.state} />
      </div>
      <span className="soft small">
        {row.parcel} · from {row.pickup.name} · for {row.recipientName} · {age(row.updatedAt)}
      </span>
      <ProgressRail state={row.state} />
    </a>
  );
}
