// Where you are signed in. Ending a session works at once, everywhere, once you showed that it is you.
import type { OwnSession } from '@cool/contract/identity';
import { useEffect, useState } from 'preact/hooks';
import type { Answer, Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { CardTable } from '#ui/card-table.tsx';
import { age, moment } from '#ui/moments.ts';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { toast } from '#ui/toast.tsx';
import { useFreshFactor } from '../identity/index.ts';
import { endOtherSessions, endSession, readSessions } from './account-client.ts';

export function SessionsPanel() {
  const { withFreshFactor, dialog } = useFreshFactor();
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const read = async () => {
    const answer = await readSessions();
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setSessions(answer.value.sessions);
  };
  useEffect(() => void read(), []);

  const end = async (name: string, send: (password?: string) => Promise<Answer<unknown>>, said: string) => {
    setBusy(name);
    const answer = await withFreshFactor(send);
    setBusy(null);
    if (answer.ok) toast(said);
    await read();
    if (!answer.ok) setRefusal(answer.refusal);
  };

  return (
    <section className="card stack" aria-labelledby="sessions-title">
      {dialog}
      <h2 id="sessions-title">Where you are signed in</h2>
      {refusal !== null && <RefusalNote refusal={refusal} onRetry={() => void read()} />}
      {sessions === null && refusal === null && <Skeleton rows={2} label="Reading your sessions" />}
      {sessions !== null && (
        <CardTable columns={['Program', 'Since', 'Last seen', 'Signed in with', 'End']}>
          {sessions.map((session) => (
            <tr key={session.ref}>
              <td>
                {session.agent}
                {session.current && <strong> · this one</strong>}
              </td>
              <td data-label="Since">
                <time dateTime={session.startedAt}>{moment(session.startedAt)}</time>
              </td>
              <td data-label="Last seen">{age(session.seenAt)}</td>
              <td data-label="Signed in with">{strengthOf(session)}</td>
              <td>
                {!session.current && (
                  <Button
                    busy={busy === session.ref}
                    label={`End the session of ${session.agent}`}
                    onPress={() =>
                      void end(
                        session.ref,
                        (password) => endSession(session.ref, password),
                        'That session has ended.',
                      )
                    }
                  >
                    End
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </CardTable>
      )}
      {sessions !== null && sessions.length > 1 && (
        <div>
          <Button
            kind="danger"
            busy={busy === 'others'}
            onPress={() => void end('others', endOtherSessions, 'All other sessions have ended.')}
          >
            End all others
          </Button>
        </div>
      )}
    </section>
  );
}

function strengthOf(session: OwnSession): string {
  if (session.state === 'pending') return 'password only, waiting';
  return session.aal === 2 ? 'two factors' : 'password';
}
