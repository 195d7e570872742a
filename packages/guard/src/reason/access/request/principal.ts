// Who asks. Accounts are the 12 digits; ARNs are whole.

export type Principal = User | Role | Root | ServicePrincipal | FederatedPrincipal | Anonymous;

interface InAccount {
  readonly account: string;
  readonly partition?: string;
  /** Undefined: nobody told; null: the account is in no organisation. */
  readonly organization?: Organization | null;
}

export interface Organization {
  readonly id: string;
  /** `o-…/r-…/ou-…/`, the path of the account. */
  readonly path?: string;
  readonly managementAccount: string;
}

export interface User extends InAccount {
  readonly kind: 'user';
  readonly arn: string;
  readonly uniqueId?: string;
  /** Undefined: not told. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A session of a role; a role itself never asks. */
export interface Role extends InAccount {
  readonly kind: 'role';
  readonly arn: string;
  readonly session: string;
  readonly uniqueId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly serviceLinked?: boolean;
}

export interface Root extends InAccount {
  readonly kind: 'root';
}

export interface ServicePrincipal {
  readonly kind: 'service';
  /** `cloudtrail.amazonaws.com` */
  readonly name: string;
}

/** A web identity or SAML sign-in on its way to a role. */
export interface FederatedPrincipal {
  readonly kind: 'federated';
  /** The provider's ARN or host name, as trust policies name it. */
  readonly provider: string;
}

export interface Anonymous {
  readonly kind: 'anonymous';
}

export const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

export const inAccount = (principal: Principal): string | undefined =>
  'account' in principal ? principal.account : undefined;

/** The ARN that stands in `aws:PrincipalArn`: of a session, its role's. */
export function principalArn(principal: Principal): string | undefined {
  if (principal.kind === 'user' || principal.kind === 'role') return principal.arn;
  if (principal.kind === 'root') return `arn:${principal.partition ?? 'aws'}:iam::${principal.account}:root`;
  return undefined;
}

export function sessionArn(role: Role): string {
  const partition = role.partition ?? 'aws';
  return `arn:${partition}:sts::${role.account}:assumed-role/${lastPart(role.arn)}/${role.session}`;
}

export function describePrincipal(principal: Principal): string {
  switch (principal.kind) {
    case 'anonymous':
      return 'anyone, without signing in';
    case 'service':
      return principal.name;
    case 'federated':
      return `a user of ${principal.provider}`;
    case 'role':
      return sessionArn(principal);
    default:
      return principalArn(principal) ?? principal.kind;
  }
}
