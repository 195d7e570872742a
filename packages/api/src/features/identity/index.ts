// The door of identity: who somebody is, and how sure we are.

import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import type { AccessTrail } from '#platform/access-trail.ts';
import type { App } from '#platform/app-type.ts';
import type { Clock } from '#platform/clock.ts';
import type { Keys } from '#platform/keys.ts';
import type { Periodic } from '#platform/periodic.ts';
import type { SessionStore } from '#platform/session-store.ts';
import { accountMail, accountMailStore, startAccountMail } from '../account-mail/index.ts';
import type { Mailer } from '../mail/index.ts';
import { adminsStore } from './admins-store.ts';
import { attemptsStore } from './attempts-store.ts';
import type { IdentityDeps } from './deps.ts';
import { invitationsStore } from './invitations-store.ts';
import { linksStore } from './links-store.ts';
import { passkeysStore } from './passkeys-store.ts';
import { makePasswords } from './password.ts';
import { personKeysStore } from './person-keys-store.ts';
import { resealSeeds } from './reseal-seeds.ts';
import { identityRoutes } from './routes.ts';
import { usersStore } from './users-store.ts';

export { adminsStore } from './admins-store.ts';
export { attemptKey } from './attempts-store.ts';
export { checkPassword } from './check-password.ts';
export type { IdentityDeps } from './deps.ts';
export { refuseGuessable } from './guessable-password.ts';
export { type InvitationsStore, invitationsStore } from './invitations-store.ts';
export { rememberDevice } from './known-device.ts';
export { type LinksStore, linksStore } from './links-store.ts';
export { mailRequestRule } from './lockout.ts';
export { openSession } from './open-session.ts';
export { type PasskeysStore, passkeysStore, type StoredPasskey } from './passkeys-store.ts';
export { hashPassword, type Passwords } from './password.ts';
export { type PeopleOutboxStore, peopleOutboxStore } from './people-outbox-store.ts';
export { type Actor, actorOf, nobody, personEvent } from './person-events.ts';
export { type PersonKeysStore, personalDigest, personKeysStore } from './person-keys-store.ts';
export { makeRecoveryCodes } from './recovery-code.ts';
export { sealedBefore } from './reseal-seeds.ts';
export { answerSignedIn } from './session-answer.ts';
export type { SignedIn } from './sign-in.ts';
export { refreshSecondFactor } from './step-up.ts';
export { takeRight } from './take-right.ts';
export { normalEmail, type User, type UsersStore, usersStore } from './users-store.ts';

export interface Identity {
  readonly deps: IdentityDeps;
  /** Hands waiting mail about accounts to the mailer. */
  readonly mail: Periodic;
  /** Removes what has expired; TTL indexes cannot be relied on. */
  sweep(): Promise<void>;
}

export interface IdentityParts {
  readonly db: Db;
  readonly keys: Keys;
  readonly sessions: SessionStore;
  readonly mailer: Mailer;
  readonly trail: AccessTrail;
  readonly publicOrigin: string;
  readonly mfaRequired: 'staff' | 'all';
  readonly clock: Clock;
  readonly log: Logger;
}

export function installIdentity(app: App, parts: IdentityParts): Identity {
  const { db, keys, sessions, mailer, trail, publicOrigin, mfaRequired, clock, log } = parts;
  const users = usersStore(db);
  const invitations = invitationsStore(db);
  const links = linksStore(db);
  const attempts = attemptsStore(db, clock);
  const waiting = accountMailStore(db);
  const mail = startAccountMail({ waiting, users, invitations, links, mailer, publicOrigin, clock, log });
  const deps: IdentityDeps = {
    users,
    personKeys: personKeysStore(db),
    admins: adminsStore(db),
    invitations,
    links,
    passkeys: passkeysStore(db),
    attempts,
    sessions,
    passwords: makePasswords(),
    mail: accountMail(waiting, clock),
    trail,
    keys,
    mfaRequired,
    clock,
  };
  identityRoutes(app, deps);
  return {
    deps,
    mail,
    async sweep() {
      const now = clock();
      await Promise.all([sessions.sweep(), invitations.sweep(now), links.sweep(now), attempts.sweep()]);
      await resealSeeds(users, keys);
    },
  };
}
