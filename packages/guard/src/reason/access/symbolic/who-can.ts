// Who can do this to that? Every principal of the model and every kind of stranger, each with a request that works,
// a cover that shows none does, or the field that hides it.

import type { ActionList } from '../actions/action-list.ts';
import type { Policy } from '../policy/statement.ts';
import { describePrincipal, inAccount, lastPart, type Principal, type Role } from '../request/principal.ts';
import type { Policies, ResourceFacts } from '../request/request.ts';
import { type Answer, canDo, type Question } from './can-do.ts';
import type { GivenContext } from './key-facts.ts';
import { everythingAllowed, strangersTo } from './strangers.ts';

/** A principal and the policies that travel with it. */
export interface Member extends Pick<Policies, 'identity' | 'boundary' | 'session' | 'serviceControl'> {
  readonly principal: Principal;
}

/** The resource and the policies that stand around it. */
export interface Target
  extends Pick<Policies, 'resource' | 'resourceControl' | 'endpoint' | 'restrictPublicBuckets'> {
  readonly facts: ResourceFacts;
}

export interface World {
  readonly members: readonly Member[];
  readonly target: Target;
}

export interface WhoQuestion {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly context?: GivenContext;
}

export interface Access {
  readonly principal: Principal;
  readonly who: string;
  /** Not in the model: one of its kind. */
  readonly stranger: boolean;
  readonly answer: Answer;
}

export function whoCan(question: WhoQuestion, world: World, actions: ActionList): readonly Access[] {
  const { target, members } = world;
  const around = [...(target.resource ?? []), ...target.resourceControl.flat(), ...(target.endpoint ?? [])];
  const known = new Set([
    target.facts.account,
    ...members.flatMap(({ principal }) => inAccount(principal) ?? []),
  ]);
  const strangers = strangersTo(around, known, target.facts.organization).map(asStranger);
  const ask =
    (stranger: boolean) =>
    (member: Member): Access => {
      const answer = canMember(question, member, target, actions);
      return { principal: member.principal, who: describePrincipal(member.principal), stranger, answer };
    };
  return [...members.map(ask(false)), ...strangers.map(ask(true))];
}

/** Somebody who is not in the model: whatever its own account can allow, it may. */
export const asStranger = (principal: Principal): Member => ({
  principal,
  identity: 'account' in principal ? everythingAllowed : [],
  serviceControl: [],
});

/** A role in the model stands for all its sessions: the given one, and those that a policy names. */
export function canMember(
  question: WhoQuestion,
  member: Member,
  target: Target,
  actions: ActionList,
): Answer {
  const { principal, ...travelling } = member;
  const { facts, ...standing } = target;
  const environment = { resource: facts, policies: { ...travelling, ...standing } };
  const ask = (asking: Principal) =>
    canDo({ ...question, principal: asking } satisfies Question, environment, actions);
  const first = ask(principal);
  if (first.verdict === 'can' || principal.kind !== 'role') return first;
  const others = sessionsNamed(principal, target.resource ?? []).map((session) =>
    ask({ ...principal, session }),
  );
  return (
    others.find(({ verdict }) => verdict === 'can') ??
    [first, ...others].find(({ verdict }) => verdict === 'unknown') ??
    first
  );
}

function sessionsNamed(role: Role, policies: readonly Policy[]): readonly string[] {
  const prefix = `:${role.account}:assumed-role/${lastPart(role.arn)}/`;
  const names = policies.flatMap(({ statements }) =>
    statements.flatMap(({ principals }) => principals?.principals ?? []),
  );
  return names.flatMap((name) =>
    name.kind === 'arn' && name.arn.includes(prefix) ? [lastPart(name.arn)] : [],
  );
}
