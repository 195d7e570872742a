// The shape of an escalation rule: what a principal must be allowed, and of what, to act with rights it was not given.

/** What a needed action is done to. */
export type Aim =
  /** The role or user whose rights are gained, or the group that is joined. */
  | 'target'
  /** The principal itself. */
  | 'self'
  /** A customer-managed policy attached to the principal. */
  | 'policy of self'
  /** A customer-managed policy attached to the target. */
  | 'policy of target'
  /** A group the principal is in. */
  | 'group of self'
  /** Something that exists and runs with a role. */
  | 'carrier'
  /** Whatever it is, the principal makes it. */
  | 'new';

export interface Need {
  readonly action: string;
  readonly on: Aim;
}

export type CarrierKind =
  | 'app runner service'
  | 'code interpreter'
  | 'stack'
  | 'stack set'
  | 'build project'
  | 'instance'
  | 'launch template'
  | 'development endpoint'
  | 'glue job'
  | 'function'
  | 'notebook';

export interface Rule {
  /** The id under which pathfinding.cloud publishes the path. */
  readonly id: string;
  /** What is done, in a few words. */
  readonly how: string;
  /** What the needs aim at. */
  readonly target: 'self' | 'role' | 'user' | 'group';
  /** The target's rights, or, because the principal can write policies for it, everything in the account. */
  readonly gains: 'target' | 'everything';
  readonly by: 'user' | 'role' | 'anyone';
  readonly needs: readonly Need[];
  /** The service the role is handed to; the role must trust it, and the principal may pass the role to it. */
  readonly passesTo?: string;
  /** A thing that must exist. `holds`: it runs with the target role already. */
  readonly carrier?: { readonly kind: CarrierKind; readonly holds: boolean };
  /** A state of the target that must hold, where it is known. */
  readonly state?:
    | 'room for a key'
    | 'no room for a key'
    | 'no password'
    | 'a password'
    | 'an instance profile';
}
