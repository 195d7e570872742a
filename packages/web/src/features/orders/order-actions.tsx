// The next legal actions on an opened order, drawn from the lifecycle. What cannot be undone asks first.
import { type Order, type OrderCommand, type OrderRow, rowOf } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button, type ButtonProps } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { currentUser } from '../identity/index.ts';
import { allowedCommands } from './allowed-commands.ts';
import { commandWords } from './command-words.ts';
import { giveCommand } from './give-command.ts';

/** Commands whose body is the intent alone; the others have their own place (assign dialog, courier run). */
type PlainCommand = Extract<
  OrderCommand,
  'confirm' | 'reschedule' | 'return' | 'receive' | 'cancel' | 'revoke'
>;
const plainCommands: readonly OrderCommand[] = [
  'confirm',
  'reschedule',
  'return',
  'receive',
  'cancel',
  'revoke',
];

export function isPlain(command: OrderCommand): command is PlainCommand {
  return plainCommands.includes(command);
}

export function OrderActions(props: {
  readonly order: Order;
  readonly onChanged: (order: Order) => void;
  readonly onStale: () => void;
  readonly onAssign: ((row: OrderRow) => void) | undefined;
}) {
  const { order, onAssign } = props;
  const user = currentUser.value;
  const [busy, setBusy] = useState<OrderCommand | null>(null);
  const [cancelling, setCancelling] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [changed, setChanged] = useState(false);
  if (user === null) return null;

  const give = async (command: PlainCommand) => {
    setBusy(command);
    const outcome = await giveCommand(order, command, {});
    setBusy(null);
    setCancelling(false);
    setChanged(outcome.kind === 'changed');
    setRefusal(outcome.kind === 'refused' ? outcome.refusal : null);
    if (outcome.kind === 'done') props.onChanged(outcome.order);
    if (outcome.kind === 'changed') props.onStale();
  };

  const commands = allowedCommands(order, user.role);
  return (
    <div className="stack">
      {changed && (
        <Note tone="warn" title="This order was changed meanwhile.">
          You now see it as it is. Choose again.
        </Note>
      )}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {cancelling ? (
        <Note tone="warn" title="Cancel this delivery?">
          <span>It cannot be taken back.</span>
          <div className="button-row">
            <Button kind="danger" busy={busy === 'cancel'} onPress={() => void give('cancel')}>
              Yes, cancel it
            </Button>
            <Button onPress={() => setCancelling(false)}>Keep it</Button>
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
                  : index === 0
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
            if (!isPlain(command)) return null;
            return (
              <Button
                key={command}
                {...shared}
                onPress={() => (command === 'cancel' ? setCancelling(true) : void give(command))}
              >
                {label}
              </Button>
            );
          })}
        </div>
      )}
    </div>
  );
}
