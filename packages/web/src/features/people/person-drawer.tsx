// One person: the facts, the role, and what may be done now. Every change is sent with a second factor given just now.
import { type Person, type Role, roles } from '@cool/contract/identity';
import { useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextField } from '#ui/field.tsx';
import { moment } from '#ui/moments.ts';
import { Note } from '#ui/note.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import { currentUser, useFreshFactor } from '../identity/index.ts';
import { actOn } from './people-client.ts';
import { actionsFor, needsReason, type OfferedAction } from './person-actions.ts';

export function PersonDrawer(props: {
  readonly person: Person;
  readonly secondAdmin: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { person } = props;
  const { withFreshFactor, dialog } = useFreshFactor();
  const [role, setRole] = useState<Role>(person.role);
  const [reason, setReason] = useState('');
  const [reasonMissing, setReasonMissing] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const offered = actionsFor(person, currentUser.value?.id ?? '', props.secondAdmin);
  const asksReason = offered.map(({ action }) => action).find(needsReason);

  const send = async (name: string, said: string, request: () => Promise<Answer<unknown>>) => {
    setBusy(name);
    const answer = await withFreshFactor(request);
    setBusy(null);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) toast(said);
    await props.onChanged();
  };
  const act = ({ action, said }: OfferedAction) => {
    const isAsked = needsReason(action);
    setReasonMissing(isAsked && reason.trim() === '');
    if (isAsked && reason.trim() === '') return;
    const body = isAsked ? { reason: reason.trim() } : undefined;
    void send(action, said, () => actOn(person.id, action, body));
  };

  return (
    <Dialog drawer title={person.name} onClose={props.onClose}>
      {dialog}
      <div className="stack">
        <dl className="facts">
          <dt>E-mail</dt>
          <dd>{person.email}</dd>
          <dt>Recovery codes left</dt>
          <dd>{person.recoveryCodesLeft}</dd>
          <dt>Last strong sign-in</dt>
          <dd>{person.lastStrongSignInAt === null ? 'never' : moment(person.lastStrongSignInAt)}</dd>
          <dt>Sessions</dt>
          <dd>{person.sessions}</dd>
        </dl>
        {person.erasure !== null && (
          <Note tone="warn" title="Erasure was asked for">
            At {moment(person.erasure.at)}. Another admin has to agree; then it cannot be undone.
          </Note>
        )}
        {person.reEnrolment !== null && <ReEnrolmentNote reEnrolment={person.reEnrolment} />}
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (busy === null)
              void send('role', `${person.name} is now ${role}.`, () => actOn(person.id, 'role', { role }));
          }}
        >
          <label className="field">
            <span className="field-label">Role</span>
            <select
              className="input"
              value={role}
              onChange={(event) => setRole(event.currentTarget.value as Role)}
            >
              {roles.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
            <span className="field-hint">A change signs {person.name} out everywhere.</span>
          </label>
          {role !== person.role && (
            <Button kind="primary" type="submit" busy={busy === 'role'}>
              Change role
            </Button>
          )}
        </form>
        {asksReason !== undefined && (
          <TextField
            {...reasonWords[asksReason === 'erasure' ? 'erasure' : 'breakGlass']}
            name="reason"
            maxLength={300}
            value={reason}
            onValue={setReason}
            error={reasonMissing ? 'Say why; it is kept with what you ask for.' : undefined}
          />
        )}
        {refusal !== null && <RefusalNote refusal={refusal} />}
        <div className="button-row">
          {offered.map((each) => (
            <Button
              key={each.action}
              {...(each.danger ? { kind: 'danger' as const } : {})}
              busy={busy === each.action}
              onPress={() => act(each)}
            >
              {each.label}
            </Button>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

const reasonWords = {
  breakGlass: {
    label: 'Reason for doing it alone',
    hint: 'There is no second admin to agree. What you write is kept, marked as break-glass.',
  },
  erasure: {
    label: 'Reason for the erasure',
    hint: 'Name, address, second factors and sessions go for good. What was done stays in the trail, under an id.',
  },
} as const;

function ReEnrolmentNote({ reEnrolment }: { readonly reEnrolment: NonNullable<Person['reEnrolment']> }) {
  const { state, breakGlass, at } = reEnrolment;
  if (state === 'requested') {
    return (
      <Note tone="warn" title="A new second factor was asked for">
        At {moment(at)}. Another admin has to agree.
      </Note>
    );
  }
  return (
    <Note
      tone={breakGlass ? 'bad' : 'info'}
      title={breakGlass ? 'Break-glass: one admin alone' : 'Two admins agreed'}
    >
      A link to a new second factor was sent at {moment(at)}.
    </Note>
  );
}
