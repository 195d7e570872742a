// Setting up the second factor in four calm steps: why, scan, prove, save the recovery codes. Seed and codes are shown once
// and never stored; the page goes on only when the codes are said to be saved.
import {
  authenticatorsThatDoNotFit,
  authenticatorsThatFit,
  type EnrolledSession,
  oneOf,
  type Session,
  type TotpEnrolment,
} from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Form } from '#ui/form.tsx';
import { Page } from '#ui/page.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { QrCode } from '#ui/qr-code.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { Steps } from '#ui/steps.tsx';
import { CodeForm } from './code-form.tsx';
import { beginEnrolment, confirmEnrolment } from './identity-client.ts';
import { RecoveryCodesList } from './recovery-codes-list.tsx';
import { acceptSession, sessionState } from './session.ts';
import { useFreshFactor } from './use-fresh-factor.tsx';

const steps = ['Why', 'Scan', 'Code', 'Save'] as const;

export function EnrolPage() {
  const state = sessionState.value;
  // Whoever was sent here has just given the password; by choice it is asked for again.
  return <Enrolment because={state.kind === 'pending' ? 'required' : 'chosen'} onDone={acceptSession} />;
}

export function ReplaceFactorPage() {
  const { route } = useLocation();
  return (
    <Enrolment
      because="replaced"
      onDone={(session) => {
        acceptSession(session);
        route('/account');
      }}
    />
  );
}

function Enrolment(props: {
  readonly because: 'required' | 'chosen' | 'replaced';
  readonly onDone: (session: Session) => void;
}) {
  const { because } = props;
  const { withFreshFactor, dialog } = useFreshFactor('both');
  const [password, setPassword] = useState('');
  const [enrolled, setEnrolled] = useState<EnrolledSession | null>(null);
  const [step, setStep] = useState<0 | 1 | 2 | 3>(0);
  const [enrolment, setEnrolment] = useState<TotpEnrolment | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const begin = async () => {
    setBusy(true);
    const given = because === 'chosen' ? password : undefined;
    const answer = await withFreshFactor(() => beginEnrolment(given));
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return;
    }
    setPassword('');
    setRefusal(null);
    setEnrolment(answer.value);
    setStep(1);
  };

  return (
    <Page
      title={because === 'replaced' ? 'Replace your second factor' : 'Set up your second factor'}
      width="narrow"
    >
      {dialog}
      <div className="card stack">
        <Steps names={steps} current={step} />
        {step === 0 && (
          <Form busy={busy} onSubmit={begin}>
            <p>
              A password can be guessed, shared or stolen. A code from your own phone cannot be used by anyone
              who does not hold it.{' '}
              {because === 'required' && 'Your account can do nothing until both are in place.'}
            </p>
            <p className="soft">
              You need an authenticator app that counts with SHA-256: {oneOf(authenticatorsThatFit)} will do.{' '}
              {oneOf(authenticatorsThatDoNotFit)} will not. The first code shows whether yours does. It takes
              a minute.
            </p>
            {because === 'chosen' && (
              <PasswordField
                label="Your password, once more"
                name="password"
                autoComplete="current-password"
                value={password}
                onValue={setPassword}
              />
            )}
            {refusal !== null && <RefusalNote refusal={refusal} />}
            <Button kind="primary" type="submit" wide busy={busy}>
              Continue
            </Button>
          </Form>
        )}
        {step === 1 && enrolment !== null && (
          <>
            <p>Scan this with your authenticator app.</p>
            <QrCode text={enrolment.otpauthUri} label="QR code with the key for your authenticator app" />
            <details>
              <summary>Cannot scan? Type the key</summary>
              <div className="stack">
                <p className="secret-key">
                  <code>{inGroups(enrolment.secret)}</code>
                </p>
                <p>
                  In the app choose SHA-256 (often shown as SHA256), six digits, 30 seconds. Where it has no
                  such choice, paste the whole address instead of the key.
                </p>
                <div className="button-row">
                  <CopyButton text={enrolment.secret}>Copy key</CopyButton>
                  <CopyButton text={enrolment.otpauthUri}>Copy whole address</CopyButton>
                </div>
              </div>
            </details>
            <Button kind="primary" wide onPress={() => setStep(2)}>
              I have added it
            </Button>
          </>
        )}
        {step === 2 && (
          <>
            <p>Type the six digits the app shows now. They change every 30 seconds; each works once.</p>
            <CodeForm
              action="Verify"
              send={(code) => withFreshFactor(() => confirmEnrolment(code))}
              onSession={(made) => {
                setEnrolled(made);
                setStep(3);
              }}
            />
            <Button kind="plain" icon="back" onPress={() => setStep(1)}>
              Show the QR code again
            </Button>
          </>
        )}
        {step === 3 && enrolled !== null && (
          <RecoveryCodesList
            codes={enrolled.recoveryCodes}
            onSaved={() => {
              const { recoveryCodes: _shownOnce, ...session } = enrolled;
              props.onDone(session);
            }}
          />
        )}
      </div>
    </Page>
  );
}

function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? secret;
}
