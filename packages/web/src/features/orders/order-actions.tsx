// The next legal actions on an opened order, drawn from the lifecycle. What cannot be undone asks first.
import { type CommandBody, type Order, type OrderCommand, type OrderRow, rowOf } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button, type ButtonProps } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { currentUser } from '../identity/index.ts';
import { allowedCommands } from './allowed-commands.ts';
import { commandWords } from './command-words.ts';
import { FailDialog } from './fail-dialog.tsx';
import { giveCommand } from './give-command.ts';
import { RescheduleDialog } from './reschedule-dialog.tsx';

/** Commands that need nothing more than the press. */
const plainCommands = ['confirm', 'return', 'receive', 'revoke'] as const satisfies readonly OrderCommand[];
/** Those that ask first: whether, why, or for when. The rest has its own place (assign dialog, courier run). */
const askingCommands = ['cancel', 'fail', 'reschedule'] as const satisfies readonly OrderCommand[];

type Plain = (typeof plainCommands)[number];
type Asking = (typeof askingCommands)[number];
const isPlain = (command: OrderCommand): command is Plain => plainCommands.some((each) => each === command);
const isAsking = (command: OrderCommand): command is Asking =>
  askingCommands.some((each) => each === command);

export function OrderActions(props: {
  readonly order: Order;
  readonly onChanged: (order: Order) => void;
  readonly onStale: () => void;
  readonly onAssign: ((row: OrderRow) => void) | undefined;
}) {
  const { order, onAssign } = props;
  const user = currentUser.value;
  const [busy, setBusy] = useState<OrderCommand | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [changed, setChanged] = useState(false);
  if (user === null) return null;

  /** The refusal, to be shown beside what asked; null when there is none. */
  const give = async <Command extends Plain | Asking>(
    command: Command,
    details: Omit<CommandBody<Command>, 'eventId'>,
  ): Promise<Refusal | null> => {
    setBusy(command);
    const outcome = await giveCommand(order, command, details);
    setBusy(null);
    setChanged(outcome.kind === 'changed');
    if (outcome.kind === 'refused') return outcome.refusal;
    setAsking(null);
    setRefusal(null);
    if (outcome.kind === 'done') props.onChanged(outcome.order);
    else props.onStale();
    return null;
  };
  const giveHere = (command: Plain | 'cancel') => void give(command, {}).then(setRefusal);

  const commands = allowedCommands(order, user.role);
  return (
    <div className="stack">
      {changed && (
        <Note tone="warn" title="This order was changed meanwhile.">
          You now see it as it is. Choose again.
        </Note>
      )}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {asking === 'cancel' ? (
        <Note tone="warn" title="Cancel this delivery?">
          <span>It cannot be taken back.</span>
          <div className="button-row">
            <Button kind="danger" busy={busy === 'cancel'} onPress={() => giveHere('cancel')}>
              Yes, cancel it
            </Button>
            <Button onPress={() => setAsking(null)}>Keep it</Button>
          </div>
        </Note>
      ) : (
        <div className="button-row">
          {commands.map((command, index) => {
            const { label, icon } = commandWords[command];
            const kind: ButtonProps['kind'] =
              command === 'cancel'
                ? 'danger'
                : command === 'revoke'
                  ? 'plain'
                  : index === 0 && command !== 'fail'
                    ? 'primary'
                    : undefined;
            const shared = { icon, busy: busy === command, ...(kind === undefined ? {} : { kind }) } as const;
            if (command === 'assign') {
              return onAssign === undefined ? null : (
                <Button key={command} {...shared} onPress={() => onAssign(rowOf(order))}>
                  {order.state === 'assigned' ? 'Assign again' : label}
                </Button>
              );
            }
            if (!isPlain(command) && !isAsking(command)) return null;
            return (
              <Button
                key={command}
                {...shared}
                onPress={() => (isAsking(command) ? setAsking(command) : giveHere(command))}
              >
                {label}
              </Button>
            );
          })}
        </div>
      )}
      {asking === 'fail' && (
        <FailDialog
          place={order.dropOff.name}
          then="The parcel then waits for a new try or its way back, whoever carries it."
          busy={busy === 'fail'}
          onReason={(reason) => give('fail', { reason })}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'reschedule' && (
        <RescheduleDialog
          place={order.dropOff.name}
          promised={order.window}
          busy={busy === 'reschedule'}
          onWindow={(window) => give('reschedule', window === undefined ? {} : { window })}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
