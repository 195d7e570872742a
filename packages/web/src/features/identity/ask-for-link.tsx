// Ask for a link by mail. The page says the same whether or not the address has an account; the mail tells its owner.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { TextField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';

export function AskForLink(props: {
  readonly title: string;
  readonly lead: string;
  /** `username`: the address of an account; `email`: of one that is yet to be. */
  readonly autoComplete: 'username' | 'email';
  readonly send: (email: string) => Promise<Answer<unknown>>;
  readonly sentTitle: string;
  readonly sentText: string;
  readonly children?: ComponentChildren;
}) {
  const [email, setEmail] = useState('');
  const [phase, setPhase] = useState<'typing' | 'busy' | 'sent'>('typing');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  if (phase === 'sent') {
    return (
      <Page title="Look into your mailbox" width="narrow">
        <Note tone="good" title={props.sentTitle}>
          {props.sentText}
        </Note>
        <a href="/sign-in">Back to sign in</a>
      </Page>
    );
  }
  const submit = async () => {
    setPhase('busy');
    const answer = await props.send(email.trim());
    setPhase(answer.ok ? 'sent' : 'typing');
    setRefusal(answer.ok ? null : answer.refusal);
  };
  return (
    <Page title={props.title} width="narrow" lead={props.lead}>
      <Form shape="card" busy={phase !== 'typing'} onSubmit={submit}>
        <TextField
          label="E-mail"
          name="email"
          type="email"
          inputMode="email"
          autoComplete={props.autoComplete}
          value={email}
          onValue={setEmail}
        />
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <Button kind="primary" type="submit" wide busy={phase === 'busy'}>
          Send the link
        </Button>
        {props.children}
        <a href="/sign-in">Back to sign in</a>
      </Form>
    </Page>
  );
}
