// Setting up the second factor in three calm steps: why, scan, prove. The seed is shown once and never stored.
import type { TotpEnrolment } from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Page } from '#ui/page.tsx';
import { QrCode } from '#ui/qr-code.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { Steps } from '#ui/steps.tsx';
import { CodeForm } from './code-form.tsx';
import { beginEnrolment, confirmEnrolment } from './identity-client.ts';
import { acceptSession, sessionState } from './session.ts';

const steps = ['Why', 'Scan', 'Code'] as const;

export function EnrolPage() {
  const [step, setStep] = useState<0 | 1 | 2>(0);
  const [enrolment, setEnrolment] = useState<TotpEnrolment | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const required = sessionState.value.kind === 'pending';

  const begin = async () => {
    setBusy(true);
    const answer = await beginEnrolment();
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return;
    }
    setRefusal(null);
    setEnrolment(answer.value);
    setStep(1);
  };

  return (
    <Page title="Set up your second factor" width="narrow">
      <div className="card stack">
        <Steps names={steps} current={step} />
        {step === 0 && (
          <>
            <p>
              A password can be guessed, shared or stolen. A code from your own phone cannot be used by anyone
              who does not hold it. {required && 'Your account can do nothing until both are in place.'}
            </p>
            <p className="soft">
              You need an authenticator app: the one built into your phone’s passwords, or any other that
              reads QR codes. It takes a minute.
            </p>
            {refusal !== null && <RefusalNote refusal={refusal} />}
            <Button kind="primary" wide busy={busy} onPress={() => void begin()}>
              Continue
            </Button>
          </>
        )}
        {step === 1 && enrolment !== null && (
          <>
            <p>Scan this with your authenticator app.</p>
            <QrCode text={enrolment.otpauthUri} label="QR code with the key for your authenticator app" />
            <details>
              <summary>Cannot scan? Type the key</summary>
              <p className="secret-key">
                <code>{inGroups(enrolment.secret)}</code>
              </p>
              <CopyButton text={enrolment.secret}>Copy key</CopyButton>
            </details>
            <Button kind="primary" wide onPress={() => setStep(2)}>
              I have added it
            </Button>
          </>
        )}
        {step === 2 && (
          <>
            <p>Type the six digits the app shows now. They change every 30 seconds; each works once.</p>
            <CodeForm action="Verify" send={confirmEnrolment} onSession={acceptSession} />
            <Button kind="plain" icon="back" onPress={() => setStep(1)}>
              Show the QR code again
            </Button>
          </>
        )}
      </div>
    </Page>
  );
}

function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
