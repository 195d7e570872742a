// People: who may do what, how sure we are of them, and a red banner while any staff lack a second factor.
import type { People, Person } from '@cool/contract/identity';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { CardTable } from '#ui/card-table.tsx';
import { age } from '#ui/moments.ts';
import { Badge, Note } from '#ui/note.tsx';
import { Page } from '#ui/page.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { currentUser } from '../identity/index.ts';
import { InvitationsList } from './invitations-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { readPeople } from './people-client.ts';
import { somebodyCouldAgree } from './person-actions.ts';
import { PersonDrawer } from './person-drawer.tsx';

export function PeoplePage() {
  const [people, setPeople] = useState<People | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const [inviting, setInviting] = useState(false);
  const read = async () => {
    const answer = await readPeople();
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setPeople(answer.value);
  };
  useEffect(() => void read(), []);
  const open = people?.people.find(({ id }) => id === openId);
  const missing = people?.staffWithoutSecondFactor ?? 0;

  return (
    <Page
      title="People"
      width="full"
      lead="Who may do what, and how sure we are of them."
      actions={
        <Button kind="primary" icon="plus" onPress={() => setInviting(true)}>
          Invite
        </Button>
      }
    >
      {refusal !== null && <RefusalNote refusal={refusal} onRetry={() => void read()} />}
      {people === null && refusal === null && <Skeleton rows={6} label="Reading the people" />}
      {people !== null && missing > 0 && (
        <Note tone="bad" title={`${missing} of the staff without a second factor`}>
          They can do nothing until they enrol. Remind them, or disable who no longer works here.
        </Note>
      )}
      {people !== null && missing === 0 && (
        <Note tone="good" title="Everybody on the staff has a second factor." />
      )}
      {people !== null && <PeopleTable people={people.people} onOpen={setOpenId} />}
      {people !== null && people.invitations.length > 0 && (
        <InvitationsList invitations={people.invitations} onChanged={read} />
      )}
      {people !== null && open !== undefined && (
        <PersonDrawer
          key={open.id}
          person={open}
          secondAdmin={somebodyCouldAgree(people.people, currentUser.value?.id ?? '', open.id)}
          onChanged={read}
          onClose={() => setOpenId(null)}
        />
      )}
      {inviting && <InviteDialog onSent={read} onClose={() => setInviting(false)} />}
    </Page>
  );
}

function PeopleTable(props: { readonly people: readonly Person[]; readonly onOpen: (id: string) => void }) {
  return (
    <CardTable columns={['Name', 'Role', 'Second factor', 'Last strong sign-in', 'Sessions', 'More']}>
      {props.people.map((person) => (
        <tr key={person.id}>
          <th scope="row">
            {person.name}
            <br />
            <span className="soft small table-second">{person.email}</span>
          </th>
          <td data-label="Role">{person.role}</td>
          <td data-label="Second factor">
            <Standing person={person} />
          </td>
          <td data-label="Last strong sign-in">
            {person.lastStrongSignInAt === null ? 'never' : age(person.lastStrongSignInAt)}
          </td>
          <td data-label="Sessions">{person.sessions}</td>
          <td>
            <Button label={`Open ${person.name}`} onPress={() => props.onOpen(person.id)}>
              Open
            </Button>
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

function Standing({ person }: { readonly person: Person }) {
  if (person.disabledAt !== null) {
    return (
      <Badge tone="neutral" icon="close">
        disabled
      </Badge>
    );
  }
  if (person.factors.length > 0) {
    return (
      <>
        <Badge tone="good" icon="key">
          {person.factors.includes('passkey') ? 'authenticator, passkey' : 'authenticator'}
        </Badge>
        {person.reEnrolment?.state === 'requested' && (
          <Badge tone="warn" icon="alert">
            new one asked for
          </Badge>
        )}
      </>
    );
  }
  return (
    <Badge tone={person.role === 'customer' ? 'neutral' : 'bad'} icon="alert">
      none
    </Badge>
  );
}
