// Some changes ask for a second factor given just now. The change is sent; if the API wants a code first, a dialog asks
// for it and the change is sent again. Who closes the dialog gets the refusal.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer } from '#http/http-client.ts';
import { Dialog } from '#ui/dialog.tsx';
import { CodeForm } from './code-form.tsx';
import { sendStepUp } from './identity-client.ts';
import { acceptSession } from './session.ts';

interface FreshFactor {
  /** Sends, and sends again once the code was given. */
  readonly withFreshFactor: <Value>(send: () => Promise<Answer<Value>>) => Promise<Answer<Value>>;
  /** To be placed on the page; null while nothing is asked. */
  readonly dialog: JSX.Element | null;
}

export function useFreshFactor(): FreshFactor {
  const [asking, setAsking] = useState<{ readonly settle: (given: boolean) => void } | null>(null);
  return {
    async withFreshFactor(send) {
      const answer = await send();
      if (answer.ok || answer.refusal.code !== 'step-up-required') return answer;
      const given = await new Promise<boolean>((settle) => setAsking({ settle }));
      setAsking(null);
      return given ? await send() : answer;
    },
    dialog:
      asking === null ? null : (
        <Dialog title="Is it still you?" onClose={() => asking.settle(false)}>
          <div className="stack">
            <p>This change needs a fresh code of your authenticator app. It then counts for five minutes.</p>
            <p className="soft small">
              No app at hand? Sign out and in again with a passkey or a recovery code: that counts as well.
            </p>
            <CodeForm
              action="Confirm"
              send={sendStepUp}
              onSession={(session) => {
                acceptSession(session);
                asking.settle(true);
              }}
            />
          </div>
        </Dialog>
      ),
  };
}
