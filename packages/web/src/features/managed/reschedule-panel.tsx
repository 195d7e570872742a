// Another time for a delivery, chosen by its recipient.
import type { TimeWindow } from '@cool/contract/orders';
import { useState } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import { useNow } from '#ui/use-now.ts';
import { noWish, WindowFields, windowOf } from '../orders/index.ts';

export function ReschedulePanel(props: { readonly onWindow: (window: TimeWindow) => Promise<boolean> }) {
  const now = useNow();
  const [wish, setWish] = useState(noWish);
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    const window = windowOf(wish, new Date());
    setMissing(window === null);
    if (window === null || busy) return;
    setBusy(true);
    if (await props.onWindow(window)) setWish(noWish);
    setBusy(false);
  };
  return (
    <section className="card stack" aria-labelledby="another-time">
      <h2 id="another-time">Another time</h2>
      <WindowFields wish={wish} now={now} none="Choose a day" onWish={setWish} />
      {missing && (
        <p className="field-error" role="alert">
          Choose a day and a time first.
        </p>
      )}
      <Button kind="primary" icon="clock" busy={busy} onPress={() => void send()}>
        Ask for this time
      </Button>
    </section>
  );
}
