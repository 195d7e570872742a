// The door of identity: who somebody is, and how sure we are.

import type { Db } from 'mongodb';
import type { App } from '#platform/app-type.ts';
import type { Clock } from '#platform/clock.ts';
import type { Keys } from '#platform/keys.ts';
import type { SessionStore } from '#platform/session-store.ts';
import { attemptsStore } from './attempts-store.ts';
import { invitationsStore } from './invitations-store.ts';
import { makePasswords } from './password.ts';
import { identityRoutes } from './routes.ts';
import { type UsersStore, usersStore } from './users-store.ts';

export { invitationsStore } from './invitations-store.ts';
export { hashPassword } from './password.ts';
export { normalEmail, type UsersStore, usersStore } from './users-store.ts';

export interface Identity {
  readonly users: UsersStore;
  /** Removes what has expired; TTL indexes cannot be relied on. */
  sweep(): Promise<void>;
}

export interface IdentityParts {
  readonly db: Db;
  readonly keys: Keys;
  readonly sessions: SessionStore;
  readonly mfaRequired: 'staff' | 'all';
  readonly clock: Clock;
}

export function installIdentity(
  app: App,
  { db, keys, sessions, mfaRequired, clock }: IdentityParts,
): Identity {
  const users = usersStore(db);
  const invitations = invitationsStore(db);
  const attempts = attemptsStore(db, clock);
  identityRoutes(app, {
    users,
    invitations,
    attempts,
    sessions,
    passwords: makePasswords(),
    keys,
    mfaRequired,
    clock,
  });
  return {
    users,
    async sweep() {
      await Promise.all([sessions.sweep(), invitations.sweep(clock()), attempts.sweep()]);
    },
  };
}
