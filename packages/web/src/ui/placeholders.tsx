// What stands where data is not: a skeleton while it loads, a sentence with one action when there is none.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export function Skeleton({
  rows = 4,
  label = 'Loading',
}: {
  readonly rows?: number;
  readonly label?: string;
}) {
  return (
    <div className="skeleton" role="status">
      <em className="visually-hidden">{label}</em>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} />
      ))}
    </div>
  );
}

export function EmptyState(props: {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div className="empty">
      <Icon name={props.icon} />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}
