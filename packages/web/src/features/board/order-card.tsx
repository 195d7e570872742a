// One order on the board. Drawn again only when its row changes, so hundreds of cards stay smooth.
import type { Role } from '@cool/contract/identity';
import type { OrderCommand, OrderRow } from '@cool/contract/orders';
import { useMemo } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import { moment } from '#ui/moments.ts';
import {
  allowedCommands,
  commandWords,
  PromiseNote,
  type PromiseWords,
  StateBadge,
} from '../orders/index.ts';

/** What a card can ask of the board; the same object for the board's whole life. */
export interface CardActions {
  readonly give: (row: OrderRow, command: 'confirm' | 'reschedule' | 'return' | 'receive') => void;
  readonly assign: (row: OrderRow) => void;
  readonly focused: (orderId: string) => void;
}

const onCard: readonly OrderCommand[] = ['confirm', 'assign', 'reschedule', 'return', 'receive'];

export function OrderCard(props: {
  readonly row: OrderRow;
  readonly role: Role;
  readonly busy: boolean;
  readonly actions: CardActions;
  readonly promise: PromiseWords;
}) {
  const { row, role, busy, actions } = props;
  const { text, lateness } = props.promise; // words, so that a card is drawn again only when they change
  return useMemo(() => {
    const commands = allowedCommands(row, role).filter(
      (command) =>
        onCard.includes(command) &&
        row.state !== 'assigned' && // moving it on is in the drawer, or `a`
        (command !== 'reschedule' || row.state === 'failed'), // elsewhere it is no next step
    );
    return (
      <li className={`board-card state-${row.state}`}>
        <a
          className="board-card-link"
          href={`/board/${row.id}`}
          data-order={row.id}
          onFocus={() => actions.focused(row.id)}
        >
          <strong>{row.dropOff.name}</strong>
          <span className="routing-key">{row.dropOff.routingKey}</span>
        </a>
        <div className="board-card-from small soft">
          {row.parcel} · from {row.pickup.name} <span className="routing-key">{row.pickup.routingKey}</span>
        </div>
        <PromiseNote text={text} lateness={lateness} />
        <div className="board-card-foot">
          <StateBadge state={row.state} />
          <time className="small soft" dateTime={row.updatedAt}>
            {moment(row.updatedAt)}
          </time>
          {commands.length > 0 && (
            <span className="board-card-actions">
              {commands.map((command) => (
                <Button
                  key={command}
                  className="button-card"
                  busy={busy}
                  label={`${commandWords[command].label}: ${row.dropOff.name}`}
                  onPress={() => {
                    if (command === 'assign') actions.assign(row);
                    else if (isGivenHere(command)) actions.give(row, command);
                  }}
                >
                  {commandWords[command].label}
                </Button>
              ))}
            </span>
          )}
        </div>
      </li>
    );
  }, [row, role, busy, actions, text, lateness]);
}

function isGivenHere(command: OrderCommand): command is Parameters<CardActions['give']>[1] {
  return command === 'confirm' || command === 'reschedule' || command === 'return' || command === 'receive';
}
