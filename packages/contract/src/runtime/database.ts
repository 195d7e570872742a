// The API's database: every collection it has, and what the user it signs in with may do there. The database itself
// refuses the rest, so that a stolen session of the API cannot rewrite the past.

/** `append`: what was written stays as it was. `change`: the API also updates and removes. */
export type CollectionUse = 'append' | 'change';

export const collections = {
  accountLinks: 'change',
  accountMail: 'change',
  admins: 'change',
  attempts: 'change',
  audit: 'append',
  auditInbox: 'change',
  checkpoints: 'append',
  durability: 'change', // two marks, where the server stands alone
  erasures: 'change',
  imports: 'change',
  invitations: 'change',
  orders: 'change',
  passkeyChallenges: 'change',
  passkeys: 'change',
  personKeys: 'change',
  reEnrolments: 'change',
  reports: 'change',
  sessions: 'change',
  users: 'change',
} as const satisfies Readonly<Record<string, CollectionUse>>;

export type CollectionName = keyof typeof collections;

/** Those of `collections` that are only ever added to. */
export type AppendedName = {
  [Name in CollectionName]: (typeof collections)[Name] extends 'append' ? Name : never;
}[CollectionName];

export interface CollectionIndex {
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
}

/**
 * The indexes of what is only added to. In AWS the owner makes them, not the API: who may make an index may make one
 * that lets records expire, and that is removing by another name.
 */
export const appendedIndexes: Readonly<Record<AppendedName, readonly CollectionIndex[]>> = {
  audit: [
    { name: 'seq', key: { seq: 1 }, unique: true },
    { name: 'subject', key: { 'subject.id': 1, seq: -1 } },
    { name: 'actor', key: { 'event.actorId': 1, seq: -1 } },
    { name: 'what', key: { 'event.what': 1, seq: -1 } },
  ],
  checkpoints: [{ name: 'seq', key: { seq: 1 } }],
};

/** What `audit:verify` reads, with a user of its own that can write nothing. */
export const verifiedCollections = [
  'audit',
  'checkpoints',
  'orders',
  'users',
] as const satisfies readonly CollectionName[];
