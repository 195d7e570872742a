// The stop at hand: where, for whom, and one thumb-wide button that says what happens next.
import {
  acceptedProofs,
  type CommandBody,
  type Order,
  type OrderCommand,
  type OrderRow,
  rowOf,
} from '@cool/contract/orders';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import {
  type CommandOutcome,
  commandWords,
  FailDialog,
  giveCommand,
  PromiseLine,
  readOrder,
  StateBadge,
} from '../orders/index.ts';
import { actionsOf } from './next-stop.ts';
import { ProofDialog } from './proof-dialog.tsx';

type Asking = 'nothing' | 'proof' | 'reason';

export function StopCard(props: {
  readonly row: OrderRow;
  readonly eta: Date | null;
  readonly now: Date;
  readonly onRow: (row: OrderRow) => void;
  readonly onStale: () => void;
}) {
  const { row } = props;
  const [asking, setAsking] = useState<Asking>('nothing');
  const [busy, setBusy] = useState(false);
  const [changed, setChanged] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const order = useOrder(row.id, row.version);
  const { forward, canFail } = actionsOf(row);
  const toPickup = row.state === 'assigned';

  /** The refusal to show beside what asked, or null when there is none. */
  const give = async <Command extends OrderCommand>(
    command: Command,
    details: Omit<CommandBody<Command>, 'eventId'>,
  ): Promise<Refusal | null> => {
    setBusy(true);
    const outcome: CommandOutcome = await giveCommand(row, command, details);
    setBusy(false);
    setChanged(outcome.kind === 'changed');
    if (outcome.kind === 'refused') return outcome.refusal;
    setAsking('nothing');
    if (outcome.kind === 'changed') props.onStale();
    else {
      toast(`${row.dropOff.name}: ${commandWords[command].done.toLowerCase()}.`);
      props.onRow(rowOf(outcome.order));
    }
    return null;
  };

  const goForward = async () => {
    if (forward === 'deliver') setAsking('proof');
    else if (forward === 'collect' || forward === 'depart' || forward === 'arrive') {
      setRefusal(await give(forward, {}));
    }
  };

  return (
    <section className="card stack stop" aria-label="Next stop">
      <div className="stop-head">
        <StateBadge state={row.state} />
        <span className="soft small">{toPickup ? 'Collect from' : 'Deliver to'}</span>
      </div>
      {toPickup ? (
        <Address name={row.pickup.name} address={order?.pickup.address} routingKey={row.pickup.routingKey} />
      ) : (
        <Address name={row.dropOff.name} address={row.dropOff.address} routingKey={row.dropOff.routingKey} />
      )}
      <p className="soft">
        {row.parcel} for {row.recipientName}
        {toPickup && `, to ${row.dropOff.name}, ${row.dropOff.routingKey}`}
      </p>
      <PromiseLine row={row} eta={props.eta} now={props.now} />
      {order?.instructions !== undefined && (
        <Note tone="info" title={order.instructions.safePlace ? 'Leave it in a safe place:' : 'At the door:'}>
          <p>{order.instructions.text}</p>
        </Note>
      )}
      {changed && (
        <Note tone="warn" title="This stop was changed meanwhile.">
          You now see it as it is.
        </Note>
      )}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {forward !== null && (
        <Button
          kind="primary"
          wide
          className="button-thumb"
          icon={commandWords[forward].icon}
          busy={busy && asking === 'nothing'}
          onPress={() => void goForward()}
        >
          {commandWords[forward].label}
        </Button>
      )}
      {canFail && (
        <Button kind="plain" wide onPress={() => setAsking('reason')}>
          {commandWords.fail.label}
        </Button>
      )}
      {asking === 'proof' && (
        <ProofDialog
          recipientName={row.recipientName}
          accepted={acceptedProofs(order ?? {})}
          busy={busy}
          onProof={(proof) => give('deliver', proof)}
          onClose={() => setAsking('nothing')}
        />
      )}
      {asking === 'reason' && (
        <FailDialog
          place={row.dropOff.name}
          then="The dispatcher sees the reason at once and decides what follows."
          busy={busy}
          onReason={(reason) => give('fail', { reason })}
          onClose={() => setAsking('nothing')}
        />
      )}
    </section>
  );
}

function Address(props: {
  readonly name: string;
  readonly address: string | undefined;
  readonly routingKey: string;
}) {
  return (
    <div>
      <p className="stop-name">{props.name}</p>
      <address className="stop-address">
        {props.address !== undefined && <>{props.address}, </>}
        {props.routingKey}
      </address>
    </div>
  );
}

/** The whole order, for what the list does not carry (pickup address, instructions); read anew when it changes. */
function useOrder(orderId: string, version: number): Order | null {
  const [order, setOrder] = useState<Order | null>(null);
  useEffect(() => {
    let wanted = true;
    void readOrder(orderId).then((answer) => {
      if (wanted && answer.ok) setOrder(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [orderId, version]);
  return order;
}
