// The dispatcher's board: every open order in its place, live, by mouse, touch or keyboard.
import type { Courier } from '@cool/contract/identity';
import { type OrderRow, rowOf } from '@cool/contract/orders';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import type { Refusal } from '#http/http-client.ts';
import { IconButton } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { readPreference, writePreference } from '#ui/preferences.ts';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import { useNow } from '#ui/use-now.ts';
import { currentUser } from '../identity/index.ts';
import { ConnectionPill, useOrderFeed } from '../live/index.ts';
import { allowedCommands, commandWords, OrderDrawer, readCouriers, readOpenOrders } from '../orders/index.ts';
import { AssignDialog } from './assign-dialog.tsx';
import { BoardAreas } from './board-areas.tsx';
import { etasOf } from './board-etas.ts';
import { BoardFilters } from './board-filters.tsx';
import type { BoardIntent } from './board-keys.ts';
import { type BoardFilter, groupOrders, isFiltering, noFilter, sequenceOf } from './group-orders.ts';
import { SearchDialog } from './search-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useBoardCommands } from './use-board-commands.ts';
import { useBoardKeys } from './use-board-keys.ts';

export function BoardPage() {
  const feed = useOrderFeed(readOpenOrders);
  const { params } = useRoute();
  const { route } = useLocation();
  const openId = params['orderId'];
  const role = currentUser.value?.role ?? 'auditor';

  const [couriers, couriersRefusal] = useCouriers();
  const [filter, setFilter] = useState<BoardFilter>(noFilter);
  const [searching, setSearching] = useState(false);
  const [assigning, setAssigning] = useState<OrderRow | null>(null);
  const [help, setHelp] = useState(false);
  const [keysOn, setKeysOn] = useState(() => readPreference('board-shortcuts') !== 'off');
  const filterField = useRef<HTMLInputElement>(null);
  const focusedId = useRef<string | null>(null);

  const commands = useBoardCommands(feed);
  const board = useMemo(
    () => groupOrders(feed.rows.values(), couriers, filter),
    [feed.rows, couriers, filter],
  );
  const now = useNow();
  const etas = useMemo(() => etasOf(feed.rows.values(), now), [feed.rows, now]);
  const sequence = useMemo(() => sequenceOf(board).map(({ id }) => id), [board]);
  const allLanes = useMemo(() => groupOrders(feed.rows.values(), couriers).lanes, [feed.rows, couriers]);
  const cardActions = useMemo(
    () => ({
      give: commands.give,
      assign: setAssigning,
      focused: (orderId: string) => {
        focusedId.current = orderId;
      },
    }),
    [commands.give],
  );

  const act = (intent: BoardIntent) => {
    if (intent.kind === 'help') setHelp(true);
    else if (intent.kind === 'filter') filterField.current?.focus();
    else if (intent.kind === 'focus') focusCard(intent.orderId);
    else {
      const row = feed.rows.get(intent.orderId);
      if (row === undefined) return;
      if (!allowedCommands(row, role).includes(intent.kind)) {
        toast(`${commandWords[intent.kind].label} is not possible for this delivery now.`);
      } else if (intent.kind === 'assign') setAssigning(row);
      else commands.give(row, 'confirm');
    }
  };
  useBoardKeys({ enabled: keysOn, sequence, current: () => focusedId.current, onIntent: act });

  return (
    <Page
      title="Board"
      width="full"
      className="board-page"
      actions={
        <>
          <ConnectionPill connection={feed.connection} />
          {board.finished > 0 && <span className="soft small">{board.finished} finished meanwhile</span>}
          <BoardFilters
            filter={filter}
            couriers={couriers}
            fieldRef={filterField}
            onFilter={setFilter}
            onSearch={() => setSearching(true)}
          />
          <IconButton icon="help" label="Keyboard shortcuts" onPress={() => setHelp(true)} />
        </>
      }
    >
      {feed.refusal !== null && <RefusalNote refusal={feed.refusal} onRetry={feed.reload} />}
      {couriersRefusal !== null && <RefusalNote refusal={couriersRefusal} />}
      {commands.changed && (
        <Note tone="warn" title="That delivery was changed meanwhile.">
          The board shows it as it is now. Choose again.
        </Note>
      )}
      {commands.refusal !== null && <RefusalNote refusal={commands.refusal} />}
      {!feed.loaded && feed.refusal === null && <Skeleton rows={6} label="Reading the board" />}
      {feed.loaded && (
        <BoardAreas
          board={board}
          filtered={isFiltering(filter)}
          etas={etas}
          now={now}
          role={role}
          busy={commands.busy}
          actions={cardActions}
          onConfirmAll={role === 'auditor' ? null : commands.confirmAll}
        />
      )}
      {openId !== undefined && (
        <OrderDrawer
          orderId={openId}
          knownVersion={feed.rows.get(openId)?.version}
          eta={etas.get(openId) ?? null}
          onRow={feed.accept}
          onAssign={setAssigning}
          onClose={() => {
            route('/board');
            focusCard(openId);
          }}
        />
      )}
      {assigning !== null && (
        <AssignDialog
          row={assigning}
          lanes={allLanes}
          onClose={() => setAssigning(null)}
          onOutcome={(outcome, courierName) => {
            const next = sequence[sequence.indexOf(assigning.id) + 1];
            setAssigning(null);
            if (outcome.kind === 'done') {
              feed.accept(rowOf(outcome.order));
              toast(`Assigned to ${courierName}.`);
              if (openId === undefined && next !== undefined) focusCard(next);
            } else commands.noteChanged();
          }}
        />
      )}
      {searching && (
        <SearchDialog
          filter={filter}
          onClose={() => setSearching(false)}
          onOpen={(orderId) => {
            setSearching(false);
            route(`/board/${orderId}`);
          }}
        />
      )}
      {help && (
        <ShortcutsDialog
          enabled={keysOn}
          onClose={() => setHelp(false)}
          onEnabled={(enabled) => {
            setKeysOn(enabled);
            writePreference('board-shortcuts', enabled ? 'on' : 'off');
          }}
        />
      )}
    </Page>
  );
}

function useCouriers(): readonly [readonly Courier[], Refusal | null] {
  const [couriers, setCouriers] = useState<readonly Courier[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    void readCouriers().then((answer) => {
      if (answer.ok) setCouriers(answer.value);
      else if (answer.refusal.code !== 'forbidden') setRefusal(answer.refusal); // readers: lanes come from the orders
    });
  }, []);
  return [couriers, refusal];
}

/** After the frame in which the board was drawn again. */
function focusCard(orderId: string): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-order="${CSS.escape(orderId)}"]`)?.focus();
  });
}
