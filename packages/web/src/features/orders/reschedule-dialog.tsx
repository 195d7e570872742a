// Another try at a delivery, by whoever plans it: for a time that is promised anew, or for none.
import type { TimeWindow } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Form } from '#ui/form.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { useNow } from '#ui/use-now.ts';
import { noWish, windowOf } from './window-choices.ts';
import { WindowFields } from './window-fields.tsx';

export function RescheduleDialog(props: {
  readonly place: string;
  readonly promised: TimeWindow | undefined;
  readonly busy: boolean;
  readonly onWindow: (window: TimeWindow | undefined) => Promise<Refusal | null>;
  readonly onClose: () => void;
}) {
  const now = useNow();
  const [wish, setWish] = useState(noWish);
  const [gone, setGone] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = () => {
    const window = windowOf(wish, new Date());
    const isGone = wish.day !== '' && window === null;
    setGone(isGone);
    if (!isGone) void props.onWindow(window ?? undefined).then(setRefusal);
  };
  return (
    <Dialog title="Try again" onClose={props.onClose}>
      <Form busy={props.busy} onSubmit={send}>
        <p className="soft">
          {props.place}. The parcel waits to be confirmed and assigned anew.
          {props.promised !== undefined && ' What was promised before no longer counts.'}
        </p>
        <WindowFields wish={wish} now={now} none="No time is promised" onWish={setWish} />
        {gone && (
          <p className="field-error" role="alert">
            This time can no longer be promised. Choose another.
          </p>
        )}
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={props.busy}>
          Reschedule
        </Button>
      </Form>
    </Dialog>
  );
}
