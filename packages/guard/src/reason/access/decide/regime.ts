// Services that evaluate otherwise than the rest: role trust and KMS keys need their own policy to hand the decision
// to the account, and resource control policies reach only some services.
// Source: KMS Developer Guide, "Key policies"; Organizations User Guide, "Resource control policies".

import { maybe, type Truth } from '../truth.ts';

export interface Regime {
  /** The identity's policies count only where the resource's policy names the account. */
  readonly needsDelegation: boolean;
  /** The resource's policy, which would decide, was not given. */
  readonly missing: { readonly truth: Truth; readonly reason: string } | undefined;
  readonly resourceControlled: boolean;
}

const trustActions = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
];

/** `resources`: the resource, or the patterns asked about. */
export function regimeOf(
  action: string,
  resources: readonly string[],
  hasResourcePolicy: boolean,
  resourceControlledServices: ReadonlySet<string>,
): Regime {
  const name = action.toLowerCase();
  const service = name.slice(0, Math.max(0, name.indexOf(':')));
  const ownPolicy = ownPolicyOf(name, service, hasResourcePolicy || resources.some(mayBeKey));
  return {
    needsDelegation: ownPolicy !== undefined,
    missing:
      ownPolicy === undefined || hasResourcePolicy
        ? undefined
        : { truth: maybe, reason: `${ownPolicy} was not given` },
    resourceControlled: resourceControlledServices.has(service),
  };
}

/** What the policy is called that must hand the decision to the account. */
function ownPolicyOf(action: string, service: string, reachesKey: boolean): string | undefined {
  if (trustActions.includes(action)) return 'the trust policy of the role';
  return service === 'kms' && reachesKey ? 'the key policy' : undefined;
}

const mayBeKey = (resource: string): boolean =>
  resource.includes(':key/') || (/.[*?]/.test(resource) && !resource.includes(':alias/'));

export const regimeKey = (regime: Regime): string =>
  `${regime.needsDelegation} ${regime.missing?.reason ?? ''} ${regime.resourceControlled}`;
