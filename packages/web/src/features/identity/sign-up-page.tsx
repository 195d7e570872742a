// An account of one's own: ask for the link that makes one. The page says the same whether or not the address has an
// account already; the mail tells its owner.
import { useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { askSignUp } from './identity-client.ts';

export function SignUpPage() {
  const [email, setEmail] = useState('');
  const [phase, setPhase] = useState<'typing' | 'busy' | 'sent'>('typing');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  if (phase === 'sent') {
    return (
      <Page title="Look into your mailbox" width="narrow">
        <Note tone="good" title="A mail is on its way, with what comes next.">
          Its link works once, within a day. No mail? Look among the unwanted, or ask again.
        </Note>
        <a href="/sign-in">Back to sign in</a>
      </Page>
    );
  }
  const submit = async () => {
    setPhase('busy');
    const answer = await askSignUp(email.trim());
    setPhase(answer.ok ? 'sent' : 'typing');
    setRefusal(answer.ok ? null : answer.refusal);
  };
  return (
    <Page
      title="Ask for an account"
      width="narrow"
      lead="To send parcels and follow them. We mail you a link to choose a name and a password."
    >
      <Form card busy={phase !== 'typing'} onSubmit={submit}>
        <TextField
          label="E-mail"
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          value={email}
          onValue={setEmail}
        />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={phase === 'busy'}>
          Send the link
        </Button>
        <p className="soft small">You work here? Your admin invites you.</p>
        <a href="/sign-in">Back to sign in</a>
      </Form>
    </Page>
  );
}
