// The order is in: its tracking link to pass on, and where to go next.
import type { PlacedOrder } from '@cool/contract/orders';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Note } from '#ui/note.tsx';
import { currentUser } from '../identity/index.ts';
import { RouteSummary } from './route-summary.tsx';

export function OrderPlaced(props: { readonly placed: PlacedOrder; readonly onAnother: () => void }) {
  const { order, trackingPath } = props.placed;
  const trackingLink = new URL(trackingPath, location.origin).href;
  const isCustomer = currentUser.value?.role === 'customer';
  return (
    <div className="card stack">
      <Note tone="good" title="Placed.">
        The recipient gets an e-mail with the PIN for the door once the delivery is confirmed.
      </Note>
      <RouteSummary from={order.pickup} to={order.dropOff} />
      <div className="stack">
        <h2>Tracking link</h2>
        <p className="soft small">
          Whoever has this link sees how far the parcel is; no name, no exact address, no PIN.
        </p>
        <a className="tracking-link" href={trackingPath} target="_blank" rel="noreferrer">
          {trackingLink}
        </a>
        <div className="button-row">
          <CopyButton text={trackingLink}>Copy link</CopyButton>
        </div>
      </div>
      <div className="button-row">
        <Button kind="primary" icon="plus" onPress={props.onAnother}>
          Place another
        </Button>
        <a className="button" href={isCustomer ? `/orders/${order.id}` : `/board/${order.id}`}>
          {isCustomer ? 'See my delivery' : 'Open on the board'}
        </a>
      </div>
    </div>
  );
}
