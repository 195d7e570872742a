// Who signs in to the database and what each may do there. DocumentDB knows these actions by the names MongoDB gives
// them and takes them collection by collection (Amazon DocumentDB developer guide, "Database access using role-based
// access control", user-defined roles). Nobody but the cluster's owner may drop, rename or grant anything.

import {
  type AppendedName,
  appendedIndexes,
  type CollectionUse,
  collections,
  verifiedCollections,
} from '@cool/contract/runtime';

export interface Privilege {
  readonly resource: { readonly db: string; readonly collection: string };
  readonly actions: readonly string[];
}

export interface DatabaseRole {
  readonly name: string;
  readonly privileges: readonly Privilege[];
}

/** A reader of the database: one secret, one role, and two users that take turns with every rotation. */
export const accounts = {
  api: { role: 'cool_api', users: ['api_a', 'api_b'] },
  verifier: { role: 'cool_verifier', users: ['verifier_a', 'verifier_b'] },
} as const;

export type AccountName = keyof typeof accounts;
export const accountNames = ['api', 'verifier'] as const satisfies readonly AccountName[];

// `append` has neither `update` nor `remove`, nor `createIndex`, with which records can be made to expire: what the
// chain says stays said, whoever holds the API.
const actions: Readonly<Record<CollectionUse, readonly string[]>> = {
  append: ['find', 'insert', 'listIndexes'],
  change: ['find', 'insert', 'update', 'remove', 'createIndex', 'listIndexes'],
};

/** The roles in a database of that name. */
export function rolesIn(database: string): Readonly<Record<AccountName, DatabaseRole>> {
  const on = (collection: string, allowed: readonly string[]): Privilege => ({
    resource: { db: database, collection },
    actions: allowed,
  });
  return {
    api: {
      name: accounts.api.role,
      privileges: Object.entries(collections).map(([collection, use]) => on(collection, actions[use])),
    },
    verifier: {
      name: accounts.verifier.role,
      privileges: verifiedCollections.map((collection) => on(collection, ['find'])),
    },
  };
}

/** Where nobody but the owner may change what is written. */
export const appendOnly = Object.keys(appendedIndexes) as readonly AppendedName[];

/** The user whose turn is next; a name that is none of the account's gives the first. */
export function otherUser(account: AccountName, user: string | undefined): string {
  const [first, second] = accounts[account].users;
  return user === first ? second : first;
}
