// Two ends joined by a line: where a parcel comes from and where it goes.
import { Icon } from '#ui/icon.tsx';

interface RouteEnd {
  readonly name: string;
  readonly address?: string;
  readonly routingKey: string;
}

export function RouteSummary({ from, to }: { readonly from: RouteEnd; readonly to: RouteEnd }) {
  return (
    <div className="route">
      <End icon="box" label="From" end={from} />
      <End icon="pin" label="To" end={to} />
    </div>
  );
}

function End(props: { readonly icon: 'box' | 'pin'; readonly label: string; readonly end: RouteEnd }) {
  const lines = [props.end.address, props.end.routingKey].filter((part) => part !== undefined);
  return (
    <div className="route-end">
      <span className="route-mark">
        <Icon name={props.icon} />
      </span>
      <div>
        <span className="visually-hidden">{props.label} </span>
        <strong>{props.end.name}</strong>
        <div className="soft small">{lines.join(', ')}</div>
      </div>
    </div>
  );
}
