// What a deployment does: collections, the indexes of what is only added to, roles and users stand as the table says, and each user is seen to be let in and
// to be held back. Idempotent: a second run finds everything and changes nothing but what the table changed.

import { randomUUID } from 'node:crypto';
import { collections } from '@cool/contract/runtime';
import {
  createCollection,
  createIndexes,
  listCollections,
  roleCommand,
  rolesInfo,
  userCommand,
  usersInfo,
} from './commands.ts';
import { type Credential, freshCredential } from './credential.ts';
import type { Database, SecretStore, Session } from './ports.ts';
import { proveRights } from './prove-rights.ts';
import {
  type AccountName,
  accountNames,
  accounts,
  appendOnly,
  type DatabaseRole,
  rolesIn,
} from './rights.ts';

export interface AccessParts {
  readonly database: Database;
  readonly secrets: SecretStore;
  /** The secret of each account, by its ARN. */
  readonly secretOf: Readonly<Record<AccountName, string>>;
}

export async function grantAccess({ database, secrets, secretOf }: AccessParts): Promise<void> {
  const roles = rolesIn(database.name);
  const credentials = new Map<AccountName, Credential>();
  for (const account of accountNames)
    credentials.set(account, await credentialIn(secrets, secretOf[account], account));
  await database.asOwner(async (owner) => {
    await makeCollections(owner, database.name);
    for (const name of appendOnly) await owner.run(database.name, createIndexes(name));
    for (const account of accountNames) await grantRole(owner, roles[account]);
    for (const [account, credential] of credentials)
      await grantUser(owner, credential, accounts[account].role);
  });
  for (const [account, credential] of credentials) await proveRights(database, account, credential);
}

/** The value the hosts will read; an empty secret gets its first one before the user that it names is made. */
async function credentialIn(secrets: SecretStore, secret: string, account: AccountName): Promise<Credential> {
  const kept = await secrets.read(secret, 'AWSCURRENT');
  if (kept !== undefined) return kept;
  const made = freshCredential(accounts[account].users[0]);
  await secrets.put(secret, randomUUID(), 'AWSCURRENT', made);
  return made;
}

async function makeCollections(owner: Session, database: string): Promise<void> {
  const { cursor } = await owner.run(database, listCollections);
  const there = new Set(namesIn(cursor));
  for (const name of Object.keys(collections))
    if (!there.has(name)) await owner.run(database, createCollection(name));
}

function namesIn(cursor: unknown): readonly string[] {
  const { firstBatch } = (cursor ?? {}) as { readonly firstBatch?: readonly { readonly name: string }[] };
  return (firstBatch ?? []).map(({ name }) => name);
}

async function grantRole(owner: Session, role: DatabaseRole): Promise<void> {
  const { roles } = await owner.run('admin', rolesInfo(role.name));
  await owner.run('admin', roleCommand(role, Array.isArray(roles) && roles.length > 0));
}

export async function grantUser(owner: Session, credential: Credential, role: string): Promise<void> {
  const { users } = await owner.run('admin', usersInfo(credential.username));
  const exists = Array.isArray(users) && users.length > 0;
  await owner.run('admin', userCommand(credential, role, exists));
}
