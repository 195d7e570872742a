// The courier's run, made for a phone in one hand: the next stop fills the top, the rest stands below.
import { etasOfRun, type OrderRow } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import { Page } from '#ui/page.tsx';
import { EmptyState, Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { useNow } from '#ui/use-now.ts';
import { currentUser } from '../identity/index.ts';
import { ConnectionPill, useOrderFeed } from '../live/index.ts';
import { PromiseLine, readRun, StateBadge } from '../orders/index.ts';
import { stopsOf } from './next-stop.ts';
import { StopCard } from './stop-card.tsx';

export function RunPage() {
  const feed = useOrderFeed(readRun);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const stops = stopsOf(feed.rows.values(), currentUser.value?.id ?? '');
  const next = stops.find(({ id }) => id === chosenId) ?? stops[0];
  const rest = stops.filter((stop) => stop !== next);
  const now = useNow();
  const etas = etasOfRun(stops, now);
  const doneCount = [...feed.rows.values()].filter(({ state }) => state === 'delivered').length;
  return (
    <Page
      title="My run"
      width="narrow"
      actions={<ConnectionPill connection={feed.connection} />}
      lead={feed.loaded ? summaryOf(stops.length, doneCount) : undefined}
    >
      {feed.refusal !== null && <RefusalNote refusal={feed.refusal} onRetry={feed.reload} />}
      {!feed.loaded && feed.refusal === null && <Skeleton rows={3} label="Reading your run" />}
      {feed.loaded && next === undefined && (
        <div className="card">
          <EmptyState icon="bike" title="Nothing to carry now">
            <p>The next delivery appears here by itself.</p>
          </EmptyState>
        </div>
      )}
      {next !== undefined && (
        <StopCard
          key={next.id}
          row={next}
          eta={etas.get(next.id) ?? null}
          now={now}
          onRow={(row) => {
            feed.accept(row);
            setChosenId(row.id);
          }}
          onStale={feed.reload}
        />
      )}
      {rest.length > 0 && (
        <section className="stack" aria-labelledby="run-rest">
          <h2 id="run-rest">Then</h2>
          <ol className="run-rest">
            {rest.map((row) => (
              <RestStop
                key={row.id}
                row={row}
                eta={etas.get(row.id) ?? null}
                now={now}
                onChoose={() => setChosenId(row.id)}
              />
            ))}
          </ol>
        </section>
      )}
    </Page>
  );
}

function RestStop(props: {
  readonly row: OrderRow;
  readonly eta: Date | null;
  readonly now: Date;
  readonly onChoose: () => void;
}) {
  const { row, onChoose } = props;
  return (
    <li>
      <button
        type="button"
        className="rest-stop"
        onClick={() => {
          onChoose();
          scrollTo(0, 0);
        }}
      >
        <span>
          <strong>{row.dropOff.name}</strong>
          <span className="soft small">
            {row.dropOff.address}, {row.dropOff.routingKey}
          </span>
          <PromiseLine row={row} eta={props.eta} now={props.now} />
        </span>
        <StateBadge state={row.state} />
      </button>
    </li>
  );
}

function summaryOf(open: number, done: number): string {
  const stops = open === 1 ? '1 stop to go' : `${open} stops to go`;
  return done === 0 ? stops : `${stops}, ${done} delivered`;
}
