// A role for one service and one task. Its statements stand in the role's own policy: it is read with the role, goes
// with it, and cannot be attached to anything else.

import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface ServiceRoleProps {
  /** Only where a policy names the role before it is made. */
  readonly name?: string;
  /** Service principal that may take the role. */
  readonly service: string;
  readonly description: string;
  readonly statements: readonly iam.PolicyStatementProps[];
  /** Binds the service to our account (confused deputy). */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function serviceRole(scope: Construct, id: string, props: ServiceRoleProps): iam.Role {
  const role = new iam.Role(scope, id, {
    ...(props.name === undefined ? {} : { roleName: props.name }),
    description: props.description,
    assumedBy: new iam.ServicePrincipal(
      props.service,
      props.conditions === undefined ? {} : { conditions: props.conditions },
    ),
  });
  for (const statement of props.statements) role.addToPolicy(new iam.PolicyStatement(statement));
  acknowledgeOwnPolicy(role);
  return role;
}

/** Promises that the role has its rights before `dependent` is made: its policy is a resource of its own. */
export function afterRights(dependent: Construct, role: iam.Role): void {
  const policy = role.node.tryFindChild('DefaultPolicy');
  if (policy === undefined)
    throw new Error(
      `${role.node.path}: given a role without statements, allowed is one that has its rights.`,
    );
  dependent.node.addDependency(policy);
}

export function acknowledgeOwnPolicy(role: iam.Role): void {
  acknowledge(role, {
    rule: 'NIST.800.53.R5-IAMNoInlinePolicy',
    reason: 'A policy that serves one role is read with it, goes with it, and cannot be attached elsewhere',
    owner: 'platform-team',
    expires: '2027-11-30',
  });
}
