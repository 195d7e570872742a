// What is told of an account, made in one place. Who did it comes from the session that asked; a mailed link and the
// operator's command are nobody.

import type { PersonChange, PersonEvent } from '@cool/contract/audit';
import { makeId } from '#platform/ids.ts';
import type { Session } from '#platform/session-store.ts';

export type Actor = Pick<PersonEvent, 'actorId' | 'actorRole' | 'aal'>;

export type PersonEventMore = Omit<PersonEvent, 'eventId' | 'what' | 'at' | keyof Actor>;

export const nobody: Actor = { actorId: null, actorRole: null, aal: 0 };

export function actorOf(session: Pick<Session, 'userId' | 'role' | 'aal'>): Actor {
  return { actorId: session.userId, actorRole: session.role, aal: session.aal };
}

export function personEvent(
  what: PersonChange,
  actor: Actor,
  at: Date,
  more: PersonEventMore = {},
): PersonEvent {
  return { eventId: makeId('evt', at), what, at: at.toISOString(), ...actor, ...more };
}
