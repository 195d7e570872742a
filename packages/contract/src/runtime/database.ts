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

/** What `audit:verify` reads, with a user of its own that can write nothing. */
export const verifiedCollections = [
  'audit',
  'checkpoints',
  'orders',
  'users',
] as const satisfies readonly CollectionName[];
