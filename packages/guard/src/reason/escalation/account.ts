// The account as the escalation graph sees it: principals with their policies, and the things that run with a role.

import type { Policy } from '../access/policy/statement.ts';
import type { Organization, Role, User } from '../access/request/principal.ts';
import type { Member } from '../access/symbolic/who-can.ts';
import type { CarrierKind } from './rule.ts';

export interface AccountUser extends Omit<Member, 'principal'> {
  readonly principal: User;
  /** ARNs of customer-managed policies attached to it, directly or through a group. */
  readonly managedPolicies: readonly string[];
  /** ARNs of its groups. */
  readonly groups: readonly string[];
  /** Undefined: not told; then the rule is taken to apply. */
  readonly accessKeys?: number;
  readonly password?: boolean;
}

export interface AccountRole extends Omit<Member, 'principal'> {
  readonly principal: Role;
  readonly trust: readonly Policy[];
  readonly managedPolicies: readonly string[];
  readonly instanceProfile?: boolean;
}

export interface AccountGroup {
  readonly arn: string;
  readonly identity: readonly Policy[];
}

export interface Carrier {
  readonly kind: CarrierKind;
  readonly arn: string;
  /** ARN of the role it runs with; undefined: one that nobody told. */
  readonly role: string | undefined;
}

export interface Account {
  readonly account: string;
  readonly users: readonly AccountUser[];
  readonly roles: readonly AccountRole[];
  readonly groups: readonly AccountGroup[];
  readonly carriers: readonly Carrier[];
  /** Undefined: nobody told; null: in no organisation. */
  readonly organization?: Organization | null;
  /** Resource control policies, from the organisation's root down to the account. */
  readonly resourceControl?: readonly (readonly Policy[])[];
}
