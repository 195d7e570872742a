// Who acts after an escalation, and with which rights. Invariant: what is gained replaces the policies of a principal
// and nothing else; boundary, organisation and account stay what they are.

import { readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { AccountRole, AccountUser } from './account.ts';

export type Actor = AccountUser | AccountRole;

const writtenPolicy: readonly Policy[] = [
  readPolicy({
    name: 'a policy it can write',
    kind: 'identity',
    document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
  }),
];

/** Whoever writes its own policies: what its boundary and its organisation leave, and nothing else, still stops it. */
export const withEverything = (actor: Actor): Actor => ({ ...actor, identity: writtenPolicy });
export const hasEverything = ({ identity }: Actor): boolean => identity === writtenPolicy;

const untoldPolicy: readonly Policy[] = [
  readPolicy({
    name: 'policies of a role that nobody told',
    kind: 'identity',
    document: { unresolved: 'which role it is, is not known' },
  }),
];

/** Acting as a role that is somewhere else, or nowhere: it may do anything or nothing, and nothing follows from it. */
export function withUntold({ boundary: _, session: __, ...rest }: Actor): Actor {
  return { ...rest, identity: untoldPolicy };
}
export const isUntold = ({ identity }: Actor): boolean => identity === untoldPolicy;

/** What whoever writes the policies of this principal has. */
export const everythingOf = ({ principal, boundary }: Actor): string =>
  boundary
    ? `every right within the boundary of ${principal.arn}`
    : `every right in account ${principal.account}`;
