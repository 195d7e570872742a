// The one door for the one-machine runner and the operator's commands: keys, first users, the stored report, the
// audit check. Nothing here is reachable over HTTP.

import type { Role } from '@cool/contract/identity';
import type { Db } from 'mongodb';
import { systemClock } from '#platform/clock.ts';
import { makeId } from '#platform/ids.ts';
import { decodeKeys, type KeyFile } from '#platform/keys.ts';
import { seal } from '#platform/secret-box.ts';
import { sessionStore } from '#platform/session-store.ts';
import { accessTrail, inboxStore } from './features/audit/index.ts';
import {
  hashPassword,
  invitationsStore,
  linksStore,
  nobody,
  normalEmail,
  passkeysStore,
  personalDigest,
  personEvent,
  personKeysStore,
  sealedBefore,
  usersStore,
} from './features/identity/index.ts';
import { ordersStore } from './features/orders/index.ts';
import { erase, erasuresStore, reEnrolmentsStore } from './features/people/index.ts';
import { reportStore } from './features/security-report/index.ts';

export {
  decodeKeys,
  type KeyFile,
  type KeyName,
  keyNames,
  makeKeys,
  parseKeys,
  retiredKeys,
  rotatedKeys,
} from '#platform/keys.ts';
export { connect } from '#platform/mongo.ts';
export {
  type AuditFault,
  type AuditProgress,
  type AuditVerdict,
  type AuditWish,
  checkpointsStore,
  copiedInbox,
  copiedOutbox,
  followChain,
  hashAt,
  keyIdOf,
  signatureFault,
  signedText,
  verifyAudit,
} from './features/audit/index.ts';
export { type OrderDocument, outboxBeside } from './features/orders/index.ts';
export { makeIndexes } from './indexes.ts';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  /** Base 32; without it the user must enrol at first sign-in (staff) or may (customers). */
  readonly totpSecret?: string;
}

/** Makes a one-time invitation token, good for a day. Refuses an address that already has an account. */
export async function invite(db: Db, { email, role }: { email: string; role: Role }): Promise<string> {
  const normal = normalEmail(email);
  if ((await usersStore(db).byEmail(normal)) !== null) {
    throw new Error(`${normal} already has an account. Invite another address.`);
  }
  const at = systemClock();
  const note = {
    what: 'invited',
    subjectId: null,
    actor: nobody,
    method: 'COMMAND',
    route: 'admin:invite',
    problem: null,
    requestId: makeId('req', at),
    role,
  } as const;
  await accessTrail(inboxStore(db), systemClock).note(note);
  const invitations = invitationsStore(db);
  const token = await invitations.makeToken(await invitations.invite({ email: normal, role }, at), at);
  if (token === null) throw new Error(`Somebody else invited ${normal} at the same moment. Ask again.`);
  return token;
}

/**
 * The operator's way to erase a person, where there is no second admin: told as nobody's act. Only of a disabled account;
 * everything that is not so is an error with one sentence.
 */
export async function erasePerson(db: Db, email: string): Promise<void> {
  const users = usersStore(db);
  const normal = normalEmail(email);
  const user = await users.byEmail(normal);
  if (user === null) throw new Error(`${normal} has no account. Give the address of one that has.`);
  if (user.disabledAt === null) {
    throw new Error(`${normal} can still act. Disable the account on the people page first.`);
  }
  const deps = {
    users,
    sessions: sessionStore(db, systemClock),
    links: linksStore(db),
    passkeys: passkeysStore(db),
    personKeys: personKeysStore(db),
    reEnrolments: reEnrolmentsStore(db),
    erasures: erasuresStore(db),
    orders: ordersStore(db),
    passwords: { hash: hashPassword },
    clock: systemClock,
  };
  await erase(deps, nobody, user.id);
}

/** True while nobody could invite anybody: the moment to print the first admin's link. */
export async function hasAdmin(db: Db): Promise<boolean> {
  return await usersStore(db).anyWithRole('admin');
}

/** Creates a user and answers its id; a user already there under that address is left alone. */
export async function seedUser(db: Db, keyFile: KeyFile, user: NewUser): Promise<string> {
  const users = usersStore(db);
  const known = await users.byEmail(user.email);
  if (known !== null) return known.id;
  const at = systemClock();
  const id = makeId('usr', at);
  const keys = decodeKeys(keyFile);
  const key = await personKeysStore(db).make(id);
  const created = personEvent('created', nobody, at, {
    role: user.role,
    emailDigest: personalDigest(keys, key, 'email', normalEmail(user.email)),
  });
  const inserted = await users.insert(
    {
      id,
      email: user.email,
      name: user.name,
      role: user.role,
      passwordHash: await hashPassword(user.password),
      totp:
        user.totpSecret === undefined
          ? null
          : { seed: seal(keys.totpSeedKey, id, user.totpSecret), lastStep: 0 },
    },
    at,
    created,
  );
  if (inserted) return id;
  await personKeysStore(db).drop(id);
  const other = await users.byEmail(user.email); // another process was faster
  if (other === null) throw new Error('A user could be neither inserted nor found.');
  return other.id;
}

/** How many seeds of second factors only an older key opens: while there is one, that key must stay. */
export async function seedsOfOlderKeys(db: Db, keyFile: KeyFile): Promise<number> {
  return (await sealedBefore(usersStore(db), decodeKeys(keyFile), 1_000)).length;
}

/** Keeps the assurance engine's latest report for auditors; refuses what is no report. */
export async function storeSecurityReport(db: Db, report: unknown): Promise<void> {
  await reportStore(db).store(report);
}
