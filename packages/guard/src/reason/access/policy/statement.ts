// A policy after reading: plain data with the place of every statement. Nothing here decides anything.

import type { ConditionOperator } from './operators.ts';
import type { Pattern } from './pattern.ts';

export interface Policy {
  /** What the reader of a report calls it: an ARN, a logical id, an inline policy's name. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly policy: string;
  /** Sid, or `#n` counted from 1. */
  readonly id: string;
  readonly index: number;
  /** Passed through from the caller, untouched. */
  readonly place: unknown;
  readonly effect: 'allow' | 'deny';
  readonly actions: Selection;
  /** Undefined in policies that are attached to the one resource they speak of, such as a trust policy. */
  readonly resources: Selection | undefined;
  /** Undefined in policies that are attached to a principal. */
  readonly principals: PrincipalSelection | undefined;
  readonly conditions: readonly Condition[];
  /** Why nobody can say whether the statement applies, such as an effect behind an unresolved intrinsic. */
  readonly doubt: string | undefined;
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Selection {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
}

export interface PrincipalSelection {
  readonly negated: boolean;
  readonly principals: readonly PrincipalName[];
}

export type PrincipalName =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'arn'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'federated'; readonly provider: string }
  | { readonly kind: 'canonical'; readonly id: string }
  | { readonly kind: 'unresolved'; readonly reason: string };

export interface Condition {
  /** Context key in lower case: keys are compared without regard to case. */
  readonly key: string;
  readonly operator: ConditionOperator;
  /** `ForAllValues:` and `ForAnyValue:`; `one` without a prefix. */
  readonly quantifier: 'one' | 'all' | 'any';
  readonly ifExists: boolean;
  readonly values: readonly ConditionValue[];
}

/** A value as the operator reads it. */
export type ConditionValue =
  | { readonly kind: 'text'; readonly pattern: Pattern }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'addresses'; readonly first: bigint; readonly last: bigint }
  | { readonly kind: 'presence'; readonly absent: boolean }
  | { readonly kind: 'unresolved'; readonly reason: string };
