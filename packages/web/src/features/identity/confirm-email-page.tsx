// Confirming a new e-mail address. A press, not the visit, spends the link: mail scanners visit every link they see.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { confirmEmail } from './identity-client.ts';
import { useLinkToken } from './link-token.ts';
import { loadSession } from './session.ts';

export function ConfirmEmailPage() {
  const token = useLinkToken();
  const [phase, setPhase] = useState<'asking' | 'busy' | 'done'>('asking');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const confirm = async (link: string) => {
    setPhase('busy');
    const answer = await confirmEmail(link);
    setPhase(answer.ok ? 'done' : 'asking');
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) await loadSession();
  };
  return (
    <Page title="Confirm your e-mail address" width="narrow">
      {token === null && (
        <Note tone="warn" title="This link is not complete.">
          Open the link from your mail again, whole. If it does not work, ask for a new one.
        </Note>
      )}
      {token !== null && phase !== 'done' && (
        <div className="card stack">
          <p>From now on you sign in with this address, and we write to it.</p>
          {refusal !== null && <RefusalNote refusal={refusal} />}
          <Button kind="primary" wide busy={phase === 'busy'} onPress={() => void confirm(token)}>
            Confirm
          </Button>
        </div>
      )}
      {phase === 'done' && (
        <>
          <Note tone="good" title="Your new address is confirmed." />
          <a className="button button-primary" href="/">
            Go on
          </a>
        </>
      )}
    </Page>
  );
}
