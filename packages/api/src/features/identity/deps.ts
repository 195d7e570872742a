// What the use cases of identity, account and people act on.

import type { AccessTrail } from '#platform/access-trail.ts';
import type { Clock } from '#platform/clock.ts';
import type { Keys } from '#platform/keys.ts';
import type { SessionStore } from '#platform/session-store.ts';
import type { AccountMail } from '../account-mail/index.ts';
import type { AdminsStore } from './admins-store.ts';
import type { AttemptsStore } from './attempts-store.ts';
import type { InvitationsStore } from './invitations-store.ts';
import type { LinksStore } from './links-store.ts';
import type { PasskeysStore } from './passkeys-store.ts';
import type { Passwords } from './password.ts';
import type { PersonKeysStore } from './person-keys-store.ts';
import type { UsersStore } from './users-store.ts';

export interface IdentityDeps {
  readonly users: UsersStore;
  readonly personKeys: PersonKeysStore;
  readonly admins: AdminsStore;
  readonly invitations: InvitationsStore;
  readonly links: LinksStore;
  readonly passkeys: PasskeysStore;
  readonly attempts: AttemptsStore;
  readonly sessions: SessionStore;
  readonly passwords: Passwords;
  readonly mail: AccountMail;
  readonly trail: AccessTrail;
  readonly keys: Keys;
  readonly mfaRequired: 'staff' | 'all';
  readonly clock: Clock;
}
