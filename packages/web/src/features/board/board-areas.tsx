// The three areas of the board, in the order the keys walk them: unassigned, exceptions, couriers.
import type { Role } from '@cool/contract/identity';
import type { OrderRow } from '@cool/contract/orders';
import { Button } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { EmptyState } from '#ui/placeholders.tsx';
import { promiseWords } from '../orders/index.ts';
import type { Board, Lane } from './group-orders.ts';
import { type CardActions, OrderCard } from './order-card.tsx';

interface CardContext {
  readonly role: Role;
  readonly busy: ReadonlySet<string>;
  readonly actions: CardActions;
  readonly etas: ReadonlyMap<string, Date>;
  readonly now: Date;
}

export function BoardAreas(
  props: CardContext & {
    readonly board: Board;
    readonly filtered: boolean;
    readonly onConfirmAll: ((rows: readonly OrderRow[]) => void) | null;
  },
) {
  const { board, filtered, onConfirmAll } = props;
  const placed = board.unassigned.filter(({ state }) => state === 'placed');
  const busyLanes = board.lanes.filter((lane) => lane.rows.length > 0);
  const freeLanes = board.lanes.filter((lane) => lane.rows.length === 0);
  return (
    <div className="board">
      <section className="board-pane board-unassigned" aria-labelledby="board-unassigned">
        <header className="board-pane-head">
          <h2 id="board-unassigned">
            Unassigned <span className="count">{board.unassigned.length}</span>
          </h2>
          {onConfirmAll !== null && placed.length > 1 && (
            <Button className="button-card" icon="check" onPress={() => onConfirmAll(placed)}>
              {`Confirm all ${placed.length}`}
            </Button>
          )}
        </header>
        {board.unassigned.length === 0 ? (
          <EmptyState icon="check" title={filtered ? 'None matches' : 'All assigned'}>
            <p>{filtered ? 'Change or clear the filter.' : 'New deliveries appear here by themselves.'}</p>
          </EmptyState>
        ) : (
          <Cards rows={board.unassigned} {...props} />
        )}
      </section>
      <div className="board-pane board-right">
        {board.exceptions.length > 0 && (
          <section className="board-exceptions" aria-labelledby="board-exceptions">
            <header className="board-pane-head">
              <h2 id="board-exceptions">
                <Icon name="alert" /> Exceptions <span className="count">{board.exceptions.length}</span>
              </h2>
            </header>
            <Cards rows={board.exceptions} {...props} />
          </section>
        )}
        <section aria-labelledby="board-couriers">
          <header className="board-pane-head">
            <h2 id="board-couriers">
              Couriers <span className="count">{board.lanes.length}</span>
            </h2>
          </header>
          {board.lanes.length === 0 ? (
            <EmptyState icon="bike" title="Nobody rides yet">
              <p>Invite a courier; their lane appears here.</p>
            </EmptyState>
          ) : (
            <>
              <div className="lanes">
                {busyLanes.map((lane) => (
                  <CourierLane key={lane.courierId} lane={lane} {...props} />
                ))}
              </div>
              <div className="lanes-free">
                {freeLanes.map((lane) => (
                  <CourierLane key={lane.courierId} lane={lane} {...props} />
                ))}
              </div>
            </>
          )}
        </section>
      </div>
    </div>
  );
}

function CourierLane({ lane, ...context }: CardContext & { readonly lane: Lane }) {
  const underway = lane.rows.filter(({ state }) => state !== 'assigned').length;
  return (
    <section className="lane" aria-label={lane.name}>
      <header className="lane-head">
        <span className="avatar" aria-hidden="true">
          {lane.name.slice(0, 1)}
        </span>
        <div>
          <h3>{lane.name}</h3>
          <span className="small soft">
            {lane.rows.length === 0 ? 'Free' : `${lane.rows.length} open, ${underway} under way`}
          </span>
        </div>
      </header>
      {lane.rows.length > 0 && <Cards rows={lane.rows} {...context} />}
    </section>
  );
}

function Cards({
  rows,
  role,
  busy,
  actions,
  etas,
  now,
}: CardContext & { readonly rows: readonly OrderRow[] }) {
  return (
    <ul className="board-cards">
      {rows.map((row) => (
        <OrderCard
          key={row.id}
          row={row}
          role={role}
          busy={busy.has(row.id)}
          actions={actions}
          promise={promiseWords(row, etas.get(row.id) ?? null, now)}
        />
      ))}
    </ul>
  );
}
