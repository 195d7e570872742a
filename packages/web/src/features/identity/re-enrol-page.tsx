// The link to a new second factor, after two admins agreed: it counts together with the password alone.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Form } from '#ui/form.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { OwnPasswordField } from '#ui/password-field.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { sendReEnrol } from './identity-client.ts';
import { useLinkToken } from './link-token.ts';
import { acceptSession } from './session.ts';

export function ReEnrolPage() {
  const { route } = useLocation();
  const token = useLinkToken();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  if (token === null) {
    return (
      <Page title="New second factor" width="narrow">
        <Note tone="warn" title="This link is not complete.">
          Open the link from your mail again, whole. If it is older than 10 minutes, ask your admin anew.
        </Note>
      </Page>
    );
  }
  const submit = async () => {
    setBusy(true);
    const answer = await sendReEnrol({ token, password });
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      return;
    }
    acceptSession(answer.value);
    route('/enrol', true);
  };
  return (
    <Page title="New second factor" width="narrow" lead="Your old second factor ends here.">
      <Form shape="card" busy={busy} onSubmit={submit}>
        <OwnPasswordField value={password} onValue={setPassword} />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={busy}>
          Go on
        </Button>
      </Form>
    </Page>
  );
}
