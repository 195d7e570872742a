// Taking something away that sessions were begun on: a role, a password, a factor, the right to be here at all. Sessions
// end before the write, so that a process that dies right after it leaves nothing of the old right alive, and again
// after it, for those that began meanwhile (open-session.ts finds out the ones that begin later still).

import type { SessionStore } from '#platform/session-store.ts';

/** What `write` answers: whether the right was taken. `keepId`: the session of whoever asks for it. */
export async function takeRight(
  sessions: Pick<SessionStore, 'endAllOf'>,
  userId: string,
  write: () => Promise<boolean>,
  keepId?: string,
): Promise<boolean> {
  await sessions.endAllOf(userId, keepId);
  const written = await write();
  await sessions.endAllOf(userId, keepId);
  return written;
}
