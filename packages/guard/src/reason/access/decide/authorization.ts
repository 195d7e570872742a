// Which policies must allow, and which may deny, for one principal and one kind of request: AWS's evaluation order as
// one formula. Invariant: nothing here looks at action names, resources or conditions of a statement.
// Source: IAM User Guide, "Policy evaluation logic"; KMS Developer Guide, "Key policies"; Organizations User Guide,
// "Service control policies" and "Resource control policies".

import type { Policy } from '../policy/statement.ts';
import { inAccount, type Principal } from '../request/principal.ts';
import type { Policies, ResourceFacts } from '../request/request.ts';
import { no, opposite, type Truth, yes } from '../truth.ts';
import { all, any, type Formula, fixed, type Layer, type Leaf, leafOf } from './formula.ts';
import { anyMatch, matchPrincipal, type PrincipalMatch } from './match-principal.ts';
import { isPublicPolicy } from './public-policy.ts';
import type { Regime } from './regime.ts';

export interface Scenario {
  readonly principal: Principal;
  readonly resource: ResourceFacts;
  readonly policies: Policies;
  readonly regime: Regime;
}

export interface Authorization {
  readonly grant: Formula;
  readonly denies: readonly Leaf[];
}

export function authorizationOf(scenario: Scenario): Authorization {
  const { principal, policies, regime } = scenario;
  const governed = isGoverned(scenario);
  const limited = regime.resourceControlled && isLimited(scenario);
  const ceilings = [
    ...(governed ? policies.serviceControl.map((level) => layerOf(level, 'serviceControl', scenario)) : []),
    ...(limited ? policies.resourceControl.map((level) => layerOf(level, 'resourceControl', scenario)) : []),
    ...(policies.endpoint ? [layerOf(policies.endpoint, 'endpoint', scenario)] : []),
  ];
  const inForce: readonly (readonly [Layer, readonly Policy[]])[] = [
    ...(inAccount(principal) === undefined ? [] : travelling(scenario)),
    ['resource', keepsAccess(scenario) ? [] : (policies.resource ?? [])],
    ['serviceControl', governed ? policies.serviceControl.flat() : []],
    ['resourceControl', limited ? policies.resourceControl.flat() : []],
    ['endpoint', policies.endpoint ?? []],
  ];
  return {
    grant: all([grantOf(scenario), ...ceilings]),
    denies: inForce.flatMap(([layer, list]) => leaves(list, 'deny', layer, scenario, anyMatch)),
  };
}

/** What a principal of an account brings along; the root user has no policies, and nobody outside has any. */
function travelling({ principal, policies }: Scenario): readonly (readonly [Layer, readonly Policy[]])[] {
  return [
    ['identity', principal.kind === 'root' ? [] : policies.identity],
    ['boundary', policies.boundary ?? []],
    ['session', policies.session ?? []],
  ];
}

function grantOf(scenario: Scenario): Formula {
  const { principal, policies, resource, regime } = scenario;
  if (regime.refuses.includes(principal.kind))
    return fixed(no, 'caller', 'AWS takes no such request from this kind of caller');
  if (regime.ownAccountOnly && principal.kind !== 'service' && inAccount(principal) !== resource.account)
    return fixed(no, 'caller', 'AWS takes such a request from the account of the resource alone');
  const named = (read: (match: PrincipalMatch) => Truth) =>
    leaves(policies.resource ?? [], 'allow', 'resource', scenario, read).map(leafFormula);
  const direct = named((match) => match.direct);
  if (inAccount(principal) === undefined) return any(publicly(direct, scenario), 'resource');

  const limits = [
    ...(policies.boundary ? [layerOf(policies.boundary, 'boundary', scenario)] : []),
    ...(policies.session ? [layerOf(policies.session, 'session', scenario)] : []),
  ];
  const identity = all([identityOf(scenario), ...limits]);
  const account = named((match) => match.account);
  const role = named((match) => match.role);
  if (inAccount(principal) !== resource.account) {
    const needed = any(publicly([...account, ...role, ...direct], scenario), 'resource');
    return all([identity, needed]);
  }
  const delegated = regime.needsDelegation
    ? all([
        identity,
        regime.missing
          ? fixed(regime.missing.truth, 'resource', regime.missing.reason)
          : any(account, 'resource'),
      ])
    : identity;
  // A resource policy that names a user or session grants alone; one that names the role stays within its limits.
  return any([delegated, any(direct), all([any(role), ...limits])]);
}

const keepsAccess = ({ principal, resource, regime }: Scenario): boolean =>
  regime.rootKeepsAccess && principal.kind === 'root' && principal.account === resource.account;

function identityOf(scenario: Scenario): Formula {
  if (scenario.principal.kind === 'root')
    return fixed(yes, 'identity', 'the root user may do everything in its account');
  return layerOf(scenario.policies.identity, 'identity', scenario);
}

/** S3 RestrictPublicBuckets: a public policy counts only for the bucket's own account and for AWS services. */
function publicly(grants: readonly Formula[], { principal, policies }: Scenario): readonly Formula[] {
  if (!policies.restrictPublicBuckets || principal.kind === 'service') return grants;
  const publicity = isPublicPolicy(policies.resource ?? []);
  if (publicity === no) return grants;
  const reason = 'S3 Block Public Access leaves a public policy to its own account';
  return [all([any(grants), fixed(opposite(publicity), 'publicAccessBlock', reason)])];
}

/** Service control policies bind the accounts of an organisation, but neither its management account nor services. */
function isGoverned({ principal }: Scenario): boolean {
  if (!('account' in principal)) return false;
  if (principal.kind === 'role' && principal.serviceLinked) return false;
  return principal.organization?.managementAccount !== principal.account;
}

function isLimited({ principal, resource }: Scenario): boolean {
  if (principal.kind === 'role' && principal.serviceLinked) return false;
  return resource.organization?.managementAccount !== resource.account;
}

const layerOf = (policies: readonly Policy[], layer: Layer, scenario: Scenario): Formula =>
  any(leaves(policies, 'allow', layer, scenario, anyMatch).map(leafFormula), layer);

const leafFormula = (leaf: Leaf): Formula => ({ kind: 'leaf', leaf });

function leaves(
  policies: readonly Policy[],
  effect: 'allow' | 'deny',
  layer: Layer,
  { principal, policies: { boundary } }: Scenario,
  read: (match: PrincipalMatch) => Truth,
): readonly Leaf[] {
  return policies.flatMap((policy) =>
    policy.statements.flatMap((statement) => {
      if (statement.effect !== effect) return [];
      const limit = statement.principals
        ? read(
            matchPrincipal(
              statement.principals,
              principal,
              effect,
              boundary !== undefined && inAccount(principal) !== undefined,
            ),
          )
        : yes;
      return limit === no ? [] : [leafOf(statement, layer, limit)];
    }),
  );
}
