// Choosing a courier for one order: type a few letters, Enter. Those who carry least stand first.
import type { OrderRow } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Combobox } from '#ui/combobox.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { type CommandOutcome, giveCommand } from '../orders/index.ts';
import type { Lane } from './group-orders.ts';

export function AssignDialog(props: {
  readonly row: OrderRow;
  readonly lanes: readonly Lane[];
  readonly onOutcome: (outcome: CommandOutcome, courierName: string) => void;
  readonly onClose: () => void;
}) {
  const { row, lanes } = props;
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const options = [...lanes]
    .filter((lane) => lane.courierId !== row.courierId && lane.courierId !== '')
    .filter((lane) => lane.name.toLowerCase().includes(text.trim().toLowerCase()))
    .sort((a, b) => a.rows.length - b.rows.length || a.name.localeCompare(b.name, 'en-IE'));

  const assign = async (courierId: string) => {
    if (busy) return;
    setBusy(true);
    const outcome = await giveCommand(row, 'assign', { courierId });
    setBusy(false);
    if (outcome.kind === 'refused') setRefusal(outcome.refusal);
    else props.onOutcome(outcome, lanes.find((lane) => lane.courierId === courierId)?.name ?? 'the courier');
  };

  return (
    <Dialog title="Assign a courier" onClose={props.onClose}>
      <div className="stack">
        <p>
          <strong>{row.dropOff.name}</strong> <span className="soft">from {row.pickup.name}</span>
        </p>
        <Combobox
          pinned
          label="Courier"
          name="courier"
          text={text}
          onText={setText}
          hint="Type a few letters, then Enter."
          options={options.map((lane) => ({
            id: lane.courierId,
            label: lane.name,
            note: lane.rows.length === 0 ? 'free' : `${lane.rows.length} open`,
          }))}
          onPick={(courierId) => void assign(courierId)}
        />
        {options.length === 0 && <p role="status">No courier of that name.</p>}
        {busy && <p role="status">Assigning…</p>}
        {refusal !== null && <RefusalNote refusal={refusal} />}
      </div>
    </Dialog>
  );
}
