// What the use cases of identity act on.

import type { Clock } from '#platform/clock.ts';
import type { Keys } from '#platform/keys.ts';
import type { SessionStore } from '#platform/session-store.ts';
import type { AttemptsStore } from './attempts-store.ts';
import type { InvitationsStore } from './invitations-store.ts';
import type { Passwords } from './password.ts';
import type { UsersStore } from './users-store.ts';

export interface IdentityDeps {
  readonly users: UsersStore;
  readonly invitations: InvitationsStore;
  readonly attempts: AttemptsStore;
  readonly sessions: SessionStore;
  readonly passwords: Passwords;
  readonly keys: Pick<Keys, 'totpSeedKey'>;
  readonly mfaRequired: 'staff' | 'all';
  readonly clock: Clock;
}
