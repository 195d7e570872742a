// A finding of cdk-nag we live with: on one construct, with a reason, an owner and a day it must be looked at again.
// Never on a whole stack, stage or app: that would also silence what nobody has seen yet.

import { Stack, Stage, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export interface Acknowledgement {
  /** Rule id, with the finding in brackets where the rule reports several: `AwsSolutions-IAM5[Resource::*]`. */
  readonly rule: string;
  readonly reason: string;
  readonly owner: string;
  /** ISO date; after it the tests fail until someone decides anew. */
  readonly expires: string;
}

/** Reasons that stand on several constructs, so that one decision is one sentence. */
export const reasons = {
  namesMadeLater: 'Everything under one prefix of one resource: the names below it are made at run time',
  noResource: 'Actions that know no resource; what can be bound to a name, a namespace or an account is',
  changedByTask: 'What depends on the value changes with it: a task does both, a clock would do one',
} as const;

export function acknowledge(construct: IConstruct, ...acknowledgements: readonly Acknowledgement[]): void {
  if (Stack.isStack(construct) || Stage.isStage(construct))
    throw new Error(
      `Acknowledgement at ${construct.node.path}: given a stack, stage or app, allowed is a single construct; acknowledge where the finding is.`,
    );
  for (const one of acknowledgements) {
    Validations.of(construct).acknowledge({
      id: one.rule,
      reason: `${one.reason} (${one.owner}, until ${one.expires})`, // read again by gate/nag.ts
    });
  }
}
