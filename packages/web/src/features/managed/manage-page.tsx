// The page behind a recipient's manage link: where the parcel is, another time, how to hand it over. No account needed;
// the link is the right, and the page says so when it has ended.
import type { ManageView } from '@cool/contract/tracking';
import { promiseInWords } from '@cool/contract/tracking/words';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { moment } from '#ui/moments.ts';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { useLinkToken } from '../identity/index.ts';
import { newEventId } from '../orders/index.ts';
import { InstructPanel } from './instruct-panel.tsx';
import { askForWindow, readManaged, sendInstructions } from './manage-client.ts';
import { ReschedulePanel } from './reschedule-panel.tsx';

export function ManagePage() {
  const token = useLinkToken();
  return (
    <Page title="Your delivery" width="narrow">
      {token === null ? (
        <Note tone="warn" title="This link is not complete.">
          Open the link from your mail again, whole.
        </Note>
      ) : (
        <Managed token={token} />
      )}
    </Page>
  );
}

function Managed({ token }: { readonly token: string }) {
  const [view, setView] = useState<ManageView | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [done, setDone] = useState<string | null>(null);

  const read = useCallback(async () => {
    const answer = await readManaged(token);
    if (answer.ok) setView(answer.value);
    setRefusal(answer.ok ? null : answer.refusal);
  }, [token]);
  useEffect(() => void read(), [read]);

  /** True when it was done. What somebody else changed meanwhile is read and shown, and the wish is kept. */
  const settle = async (answer: Answer<ManageView>, says: string): Promise<boolean> => {
    setDone(answer.ok ? says : null);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setView(answer.value);
    else if (answer.refusal.code === 'version-stale' || answer.refusal.code === 'transition-refused') {
      const now = await readManaged(token);
      if (now.ok) setView(now.value);
    }
    return answer.ok;
  };

  if (view === null) {
    if (refusal === null) return <Skeleton rows={3} label="Reading your delivery" />;
    if (refusal.code !== 'link-invalid') return <RefusalNote refusal={refusal} onRetry={() => void read()} />;
    return (
      <Note tone="warn" title="This link has ended.">
        <p>
          The parcel was delivered, or a newer mail holds a newer link. Look for the newest mail from Cool
          Delivery.
        </p>
      </Note>
    );
  }
  const asked = () => ({ token, eventId: newEventId(), version: view.version });
  const promise = promiseInWords({ ...view, late: false });
  return (
    <div className="stack stack-wide">
      <section className="card stack" aria-label="Where it is">
        <p>
          <strong>{view.sentence}</strong>
        </p>
        {promise !== null && <p>{promise}</p>}
        <p className="soft small">
          Going to {view.area}. This link answers until {moment(view.linkEndsAt)}.
        </p>
      </section>
      {done !== null && <Note tone="good" title={done} />}
      {refusal !== null && <RefusalNote refusal={refusal} />}
      {view.commands.includes('reschedule') && (
        <ReschedulePanel
          onWindow={async (window) =>
            await settle(
              await askForWindow(asked(), window),
              'Asked for. We plan it and send you a new mail.',
            )
          }
        />
      )}
      {view.commands.includes('instruct') && (
        <InstructPanel
          known={view.instructions}
          onInstructions={async (instructions) =>
            await settle(await sendInstructions(asked(), instructions), 'The courier will see it.')
          }
        />
      )}
      {view.commands.length === 0 && (
        <p className="soft">
          Nothing can be changed just now. The courier is near, or the next step is ours.
        </p>
      )}
    </div>
  );
}
