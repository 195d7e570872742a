// One concrete request, and the policies that stand around it.

import type { Policy } from '../policy/statement.ts';
import type { Organization, Principal } from './principal.ts';

export interface AccessRequest {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  /** Values of context keys, whatever their case. A list is a multivalued key; a key not named is absent. */
  readonly context: Context;
}

export type Context = Readonly<Record<string, ContextValue>>;
export type ContextValue = string | readonly string[];

/** What is known about the resource beside its ARN. */
export interface ResourceFacts {
  readonly account: string;
  /** Undefined: not told; null: in no organisation. */
  readonly organization?: Organization | null;
  /** Undefined: not told. `any`: whatever the question is about may carry any tags. */
  readonly tags?: Readonly<Record<string, string>> | 'any';
  /** Of a regional resource: where its API is called. Undefined: not told, or the resource has no region. */
  readonly region?: string;
}

export interface Policies {
  /** All policies of the user and its groups, or of the role. */
  readonly identity: readonly Policy[];
  readonly boundary?: readonly Policy[];
  readonly session?: readonly Policy[];
  /** Bucket policy, key policy, trust policy, … */
  readonly resource?: readonly Policy[];
  /** From the organisation's root down to the account: each level must allow. Empty: no service control policies. */
  readonly serviceControl: readonly (readonly Policy[])[];
  readonly resourceControl: readonly (readonly Policy[])[];
  /** Only when the request goes through a VPC endpoint. */
  readonly endpoint?: readonly Policy[];
  /** S3's RestrictPublicBuckets, of the bucket or its account. */
  readonly restrictPublicBuckets?: boolean;
}
