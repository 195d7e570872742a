// The commands the cluster's owner sends, as DocumentDB takes them ("Supported MongoDB APIs, operations, and data types
// in Amazon DocumentDB": administrative commands, role management, user management). Users and roles are kept in the
// `admin` database, whatever database they are about. Each command states the whole wish, so sending it again changes nothing.

import { type AppendedName, appendedIndexes } from '@cool/contract/runtime';
import type { Credential } from './credential.ts';
import type { DatabaseRole } from './rights.ts';

export type Command = Readonly<Record<string, unknown>>;

export const rolesInfo = (name: string): Command => ({ rolesInfo: { role: name, db: 'admin' } });

export const usersInfo = (name: string): Command => ({ usersInfo: { user: name, db: 'admin' } });

export function roleCommand({ name, privileges }: DatabaseRole, exists: boolean): Command {
  return { [exists ? 'updateRole' : 'createRole']: name, privileges, roles: [] };
}

/** Sets the password too, and takes away every role but this one. */
export function userCommand({ username, password }: Credential, role: string, exists: boolean): Command {
  return { [exists ? 'updateUser' : 'createUser']: username, pwd: password, roles: [{ role, db: 'admin' }] };
}

// Made by the owner, so that no user needs the right to make one.
export const createCollection = (name: string): Command => ({ create: name });
export const listCollections: Command = { listCollections: 1, nameOnly: true, cursor: { batchSize: 1_000 } };

// An index that is there already is taken and changes nothing.
export const createIndexes = (collection: AppendedName): Command => ({
  createIndexes: collection,
  indexes: appendedIndexes[collection],
});

/** Removes nothing: no document has this id. What matters is whether the database would have let it. */
export function tryToRemove(collection: string): Command {
  return { delete: collection, deletes: [{ q: { _id: 'no document has this id' }, limit: 1 }] };
}

export const readOne = (collection: string): Command => ({ find: collection, limit: 1, singleBatch: true });
