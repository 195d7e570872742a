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
import { actionsFor, type OfferedAction } from './person-actions.ts';

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
  const breakGlass = offered.some(({ action }) => action === 're-enrolment/break-glass');

  const send = async (name: string, said: string, request: () => Promise<Answer<unknown>>) => {
    setBusy(name);
    const answer = await withFreshFactor(request);
    setBusy(null);
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) toast(said);
    await props.onChanged();
  };
  const act = ({ action, said }: OfferedAction) => {
    const needsReason = action === 're-enrolment/break-glass';
    setReasonMissing(needsReason && reason.trim() === '');
    if (needsReason && reason.trim() === '') return;
    const body = needsReason ? { reason: reason.trim() } : undefined;
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
        {breakGlass && (
          <TextField
            label="Reason for doing it alone"
            name="reason"
            maxLength={300}
            value={reason}
            onValue={setReason}
            hint="There is no second admin to agree. What you write is kept, marked as break-glass."
            error={reasonMissing ? 'Say why it cannot wait for a second admin.' : undefined}
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
