// Who can act as whom. An edge exists exactly when every need of a rule has a request that AWS would allow; it carries
// these requests. What could not be decided is an edge marked as such, never left out.

import type { ActionList } from '../access/actions/action-list.ts';
import { matchSelection } from '../access/decide/match-statement.ts';
import { mayAllow } from '../access/decide/named-principals.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { AccessRequest } from '../access/request/request.ts';
import { type Answer, canDo } from '../access/symbolic/can-do.ts';
import type { GivenContext } from '../access/symbolic/key-facts.ts';
import { no } from '../access/truth.ts';
import type { Account, AccountRole, AccountUser, Carrier } from './account.ts';
import type { Need, Rule } from './rule.ts';

/** Stands for every right in the account. */
export const everything = 'every right in the account';

export interface Edge {
  readonly rule: Rule;
  readonly from: string;
  /** An ARN, or `everything`. */
  readonly to: string;
  readonly requests: readonly AccessRequest[];
  /** Why the edge is only possible; empty when every request is certain. */
  readonly doubts: readonly string[];
}

type Actor = AccountUser | AccountRole;

interface Target {
  readonly arn: string;
  readonly role?: AccountRole;
  readonly user?: AccountUser;
}

export interface EdgeFinder {
  edgesFrom(actor: Actor): readonly Edge[];
}

export function edgeFinder(account: Account, rules: readonly Rule[], actions: ActionList): EdgeFinder {
  const memory = new WeakMap<Actor, Map<string, Answer>>();
  const trusts = new Map<string, boolean>();

  function ask(
    actor: Actor,
    action: string,
    resources: readonly string[],
    context: GivenContext,
    resource?: readonly Policy[],
  ): Answer {
    const own = memory.get(actor) ?? new Map<string, Answer>();
    memory.set(actor, own);
    const key = JSON.stringify([action, resources, context]);
    const known = own.get(key);
    if (known) return known;
    const { principal, identity, boundary, session, serviceControl } = actor;
    const policies = {
      identity,
      serviceControl,
      resourceControl: [],
      ...(boundary && { boundary }),
      ...(session && { session }),
      ...(resource && { resource }),
    };
    const answer = canDo(
      { principal, actions: [action], resources, context },
      { policies, resource: { account: account.account } },
      actions,
    );
    own.set(key, answer);
    return answer;
  }

  /** A quick no for everything that the principal may do to nothing at all. */
  const mayEver = (actor: Actor, { action }: Need): boolean =>
    action === 'sts:AssumeRole' ||
    (namesAction(actor, action) && ask(actor, action, ['*'], {}).verdict !== 'cannot');

  function trustsService(role: AccountRole, service: string): boolean {
    const key = `${role.principal.arn} ${service}`;
    const known = trusts.get(key) ?? isTrusted(role, service);
    trusts.set(key, known);
    return known;
  }

  function isTrusted(role: AccountRole, service: string): boolean {
    const policies = { identity: [], serviceControl: [], resourceControl: [], resource: role.trust };
    const question = {
      principal: { kind: 'service', name: service } as const,
      actions: ['sts:AssumeRole'],
      resources: [role.principal.arn],
    };
    return (
      canDo(question, { policies, resource: { account: account.account } }, actions).verdict !== 'cannot'
    );
  }

  function targetsOf(rule: Rule, actor: Actor): readonly Target[] {
    const other = ({ arn }: Target) => arn !== actor.principal.arn;
    if (rule.target === 'self') return [{ arn: actor.principal.arn }];
    if (rule.target === 'group') return account.groups.map(({ arn }) => ({ arn }));
    if (rule.target === 'user')
      return account.users.map((user) => ({ arn: user.principal.arn, user })).filter(other);
    const fitting = account.roles.filter(
      (role) => rule.passesTo === undefined || trustsService(role, rule.passesTo),
    );
    return fitting.map((role) => ({ arn: role.principal.arn, role })).filter(other);
  }

  /** Each way to satisfy one need; the needs of a rule share one carrier. */
  function placesOf(
    need: Need,
    actor: Actor,
    target: Target,
    carrier: Carrier | undefined,
  ): readonly string[] {
    switch (need.on) {
      case 'target':
        return [target.arn];
      case 'self':
        return [actor.principal.arn];
      case 'policy of self':
        return actor.managedPolicies;
      case 'policy of target':
        return (target.role ?? target.user)?.managedPolicies ?? [];
      case 'group of self':
        return 'groups' in actor ? actor.groups : [];
      case 'carrier':
        return carrier ? [carrier.arn] : [];
      case 'new':
        return ['*'];
    }
  }

  function tryRule(rule: Rule, actor: Actor, target: Target, carrier: Carrier | undefined): Edge | undefined {
    const requests: AccessRequest[] = [];
    const doubts: string[] =
      rule.carrier?.holds && carrier && carrier.role === undefined
        ? [`which role ${carrier.arn} runs with is not known`]
        : [];
    const assumes = rule.needs.some(({ action }) => action === 'sts:AssumeRole');
    if (assumes && target.role && !trustsSomebody(target.role)) return undefined;
    for (const need of rule.needs) {
      const context: GivenContext =
        need.action === 'iam:PassRole' && rule.passesTo !== undefined
          ? { 'iam:PassedToService': rule.passesTo }
          : {};
      const trust = need.action === 'sts:AssumeRole' ? target.role?.trust : undefined;
      const places = placesOf(need, actor, target, carrier);
      if (places.length === 0) return undefined;
      const answer = ask(actor, need.action, places, context, trust);
      if (answer.verdict === 'cannot') return undefined;
      if (answer.verdict === 'can') requests.push(answer.request);
      else doubts.push(...answer.reasons);
    }
    return {
      rule,
      from: actor.principal.arn,
      to: rule.gains === 'everything' ? everything : target.arn,
      requests,
      doubts,
    };
  }

  function edgesFrom(actor: Actor): readonly Edge[] {
    const usable = rules.filter(
      (rule) => fits(rule, actor) && rule.needs.every((need) => mayEver(actor, need)),
    );
    return usable.flatMap((rule) =>
      targetsOf(rule, actor)
        .filter((target) => inState(rule, target))
        .flatMap((target) => {
          let possible: Edge | undefined;
          for (const carrier of carriersFor(rule, target, account.carriers)) {
            const edge = tryRule(rule, actor, target, carrier);
            if (edge?.doubts.length === 0) return [edge];
            possible ??= edge;
          }
          return possible ? [possible] : [];
        }),
    );
  }

  return { edgesFrom };
}

/** Most principals have no allow that speaks of the action at all: nothing else needs to be asked. */
const namesAction = ({ identity }: Actor, action: string): boolean =>
  identity.some(({ statements }) =>
    statements.some(
      ({ effect, actions }) => effect === 'allow' && matchSelection(actions, action, noVariables) !== no,
    ),
  );

/** A role that trusts services alone is assumed by no user and no role. */
const trustsSomebody = ({ trust }: AccountRole): boolean =>
  mayAllow(trust, ({ kind }) => kind !== 'service' && kind !== 'federated');

const noVariables = () => ({ absent: true }) as const;

const fits = (rule: Rule, { principal }: Actor): boolean =>
  rule.by === 'anyone' || rule.by === principal.kind;

/** A state nobody told counts as possible. */
function inState({ state }: Rule, { user, role }: Target): boolean {
  const keys = user?.accessKeys;
  if (state === 'room for a key') return keys === undefined || keys < 2;
  if (state === 'no room for a key') return keys === undefined || keys >= 2;
  if (state === 'no password') return user?.password !== true;
  if (state === 'a password') return user?.password !== false;
  if (state === 'an instance profile') return role?.instanceProfile !== false;
  return true;
}

function carriersFor(
  rule: Rule,
  target: Target,
  carriers: readonly Carrier[],
): readonly (Carrier | undefined)[] {
  const wanted = rule.carrier;
  if (!wanted) return [undefined];
  return carriers.filter(
    ({ kind, role }) => kind === wanted.kind && (!wanted.holds || role === undefined || role === target.arn),
  );
}
