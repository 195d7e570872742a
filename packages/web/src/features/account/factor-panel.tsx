// The second factor and its recovery codes: how many are left, and new ones when they run out.
import type { Account } from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Badge } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { RecoveryCodesList, useFreshFactor } from '../identity/index.ts';
import { makeRecoveryCodes } from './account-client.ts';

const fewCodes = 3;

export function FactorPanel(props: { readonly account: Account; readonly onChanged: () => void }) {
  const { totp, recoveryCodesLeft } = props.account;
  const { withFreshFactor, dialog } = useFreshFactor('both');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const renew = async () => {
    setBusy(true);
    const answer = await withFreshFactor(makeRecoveryCodes);
    setBusy(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setCodes(answer.value.recoveryCodes);
  };

  return (
    <section className="card stack" aria-labelledby="factor-title">
      {dialog}
      <h2 id="factor-title">Second factor</h2>
      {!totp && (
        <>
          <p>Your account has no second factor. A code from your phone keeps it yours.</p>
          <a className="button button-primary" href="/enrol">
            Set up a second factor
          </a>
        </>
      )}
      {totp && (
        <>
          <p>
            <Badge tone="good" icon="check">
              Authenticator app
            </Badge>{' '}
            <Badge tone={recoveryCodesLeft <= fewCodes ? 'warn' : 'neutral'} icon="key">
              {`${recoveryCodesLeft} recovery codes left`}
            </Badge>
          </p>
          {refusal !== null && <RefusalNote refusal={refusal} />}
          <div className="button-row">
            <Button icon="redo" busy={busy} onPress={() => void renew()}>
              Make new recovery codes
            </Button>
            <a className="button" href="/account/second-factor">
              Replace authenticator app
            </a>
          </div>
        </>
      )}
      {codes !== null && (
        <Dialog title="Your new recovery codes" onClose={() => setCodes(null)}>
          <RecoveryCodesList
            codes={codes}
            onSaved={() => {
              setCodes(null);
              props.onChanged();
            }}
          />
        </Dialog>
      )}
    </section>
  );
}
