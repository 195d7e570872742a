// Who can act as whom. An edge exists exactly when every need of a rule has a request that AWS would allow; it carries
// these requests. What could not be decided is an edge marked as such, never left out.

import type { ActionList } from '../access/actions/action-list.ts';
import { matchSelection } from '../access/decide/match-statement.ts';
import { mayAllow } from '../access/decide/named-principals.ts';
import type { AccessRequest, ResourceFacts } from '../access/request/request.ts';
import { type Answer, canDo } from '../access/symbolic/can-do.ts';
import type { GivenContext } from '../access/symbolic/key-facts.ts';
import { no } from '../access/truth.ts';
import type { Account, AccountGroup, AccountRole, AccountUser, Carrier } from './account.ts';
import { type Actor, everythingOf, hasEverything, withEverything, withUntold } from './actor.ts';
import type { CarrierKind, Need, Rule } from './rule.ts';

export interface Edge {
  readonly rule: Rule;
  readonly from: string;
  /** An ARN, or what `everythingOf` says. */
  readonly to: string;
  /** Who acts from then on, with which rights. */
  readonly becomes: Actor;
  readonly requests: readonly AccessRequest[];
  /** Why the edge is only possible; empty when every request is certain. */
  readonly doubts: readonly string[];
}

interface Target {
  readonly arn: string;
  readonly role?: AccountRole;
  readonly user?: AccountUser;
  readonly group?: AccountGroup;
  /** Where it stands, if elsewhere. */
  readonly abroad?: Account;
}

/** What a thing's role has to trust, where nobody told which role it runs with. */
const servicesOfCarriers: Readonly<Record<CarrierKind, string>> = {
  'app runner service': 'tasks.apprunner.amazonaws.com',
  'code interpreter': 'bedrock-agentcore.amazonaws.com',
  stack: 'cloudformation.amazonaws.com',
  'stack set': 'cloudformation.amazonaws.com',
  'build project': 'codebuild.amazonaws.com',
  instance: 'ec2.amazonaws.com',
  'launch template': 'ec2.amazonaws.com',
  'development endpoint': 'glue.amazonaws.com',
  'glue job': 'glue.amazonaws.com',
  function: 'lambda.amazonaws.com',
  notebook: 'sagemaker.amazonaws.com',
};

export interface EdgeFinder {
  edgesFrom(actor: Actor): readonly Edge[];
}

/** `others`: further accounts, in which a role may trust somebody of this one. */
export function edgeFinder(
  account: Account,
  rules: readonly Rule[],
  actions: ActionList,
  others: readonly Account[] = [],
): EdgeFinder {
  const memory = new WeakMap<Actor, Map<string, Answer>>();
  const trusts = new Map<string, Answer>();

  function ask(
    actor: Actor,
    action: string,
    resources: readonly string[],
    context: GivenContext,
    tags: ResourceFacts['tags'],
    { abroad, role }: Partial<Target> = {},
  ): Answer {
    const resource = action === 'sts:AssumeRole' ? role?.trust : undefined;
    const home = abroad ?? account;
    const own = memory.get(actor) ?? new Map<string, Answer>();
    memory.set(actor, own);
    const key = JSON.stringify([action, resources, context]);
    const known = own.get(key);
    if (known) return known;
    const { principal, identity, boundary, session, serviceControl } = actor;
    const policies = {
      identity,
      serviceControl,
      resourceControl: home.resourceControl ?? [],
      ...(boundary && { boundary }),
      ...(session && { session }),
      ...(resource && { resource }),
    };
    const answer = canDo(
      { principal, actions: [action], resources, context },
      { policies, resource: { ...placeIn(home), ...(tags && { tags }) } },
      actions,
    );
    own.set(key, answer);
    return answer;
  }

  /** A quick no for everything that the principal may do to nothing at all. */
  const mayEver = (actor: Actor, { action }: Need): boolean =>
    action === 'sts:AssumeRole' ||
    (namesAction(actor, action) && ask(actor, action, ['*'], {}, 'any').verdict !== 'cannot');

  function trustIn(role: AccountRole, service: string): Answer {
    const key = `${role.principal.arn} ${service}`;
    const known = trusts.get(key) ?? askTrust(role, service);
    trusts.set(key, known);
    return known;
  }

  function askTrust(role: AccountRole, service: string): Answer {
    const policies = { identity: [], serviceControl: [], resourceControl: [], resource: role.trust };
    const question = {
      principal: { kind: 'service', name: service } as const,
      actions: ['sts:AssumeRole'],
      resources: [role.principal.arn],
    };
    return canDo(question, { policies, resource: placeIn(account) }, actions);
  }

  function targetsOf(rule: Rule, actor: Actor): readonly Target[] {
    const other = ({ arn }: Target) => arn !== actor.principal.arn;
    if (rule.target === 'self') return [{ arn: actor.principal.arn }];
    if (rule.target === 'group') return account.groups.map((group) => ({ arn: group.arn, group }));
    if (rule.target === 'user')
      return account.users.map((user) => ({ arn: user.principal.arn, user })).filter(other);
    const fitting = account.roles.filter(
      (role) => rule.passesTo === undefined || trustIn(role, rule.passesTo).verdict !== 'cannot',
    );
    const here = fitting.map((role): Target => ({ arn: role.principal.arn, role }));
    // Only assuming crosses accounts: everything else IAM takes from its own account alone.
    const elsewhere = isAssuming(rule)
      ? others.flatMap((abroad) =>
          abroad.roles
            .filter((role) => trustsAccount(role, account.account))
            .map((role): Target => ({ arn: role.principal.arn, role, abroad })),
        )
      : [];
    const untold = rule.carrier?.holds && account.carriers.some((it) => isHidden(rule, it));
    return [...here, ...elsewhere, ...(untold ? [{ arn: 'a role that is not in the input' }] : [])].filter(
      other,
    );
  }

  /** Who acts when it is done. */
  function becoming(rule: Rule, actor: Actor, target: Target): Actor {
    const holder = target.role ?? target.user ?? actor;
    if (rule.target === 'role' && !target.role) return withUntold(actor);
    if (rule.gains === 'everything') return withEverything(holder);
    if (!target.group || !('groups' in actor)) return holder;
    const { arn, identity } = target.group;
    return { ...actor, groups: [...actor.groups, arn], identity: [...actor.identity, ...identity] };
  }

  /** Why it is only possible that the role is the one in question. */
  function doubtsAbout(rule: Rule, { role }: Target, carrier: Carrier | undefined): readonly string[] {
    if (rule.passesTo !== undefined && role) {
      const trusted = trustIn(role, rule.passesTo);
      return trusted.verdict === 'unknown' ? trusted.reasons : [];
    }
    if (!rule.carrier?.holds || !carrier || carrier.role !== undefined) return [];
    return [`which role ${carrier.arn} runs with is not known`];
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
    const doubts = [...doubtsAbout(rule, target, carrier)];
    const assumes = rule.needs.some(({ action }) => action === 'sts:AssumeRole');
    if (assumes && target.role && !trustsSomebody(target.role)) return undefined;
    for (const need of rule.needs) {
      const context: GivenContext =
        need.action === 'iam:PassRole' && rule.passesTo !== undefined
          ? { 'iam:PassedToService': rule.passesTo }
          : {};
      const places = placesOf(need, actor, target, carrier);
      if (places.length === 0) return undefined;
      const answer = ask(actor, need.action, places, context, tagsOf(need, actor, target), target);
      if (answer.verdict === 'cannot') return undefined;
      if (answer.verdict === 'can') requests.push(answer.request);
      else doubts.push(...answer.reasons);
    }
    const becomes = becoming(rule, actor, target);
    return {
      rule,
      from: actor.principal.arn,
      to: rule.gains === 'everything' ? everythingOf(becomes) : target.arn,
      becomes,
      requests,
      doubts,
    };
  }

  /** Whether a thing whose role nobody told may run with this one. */
  const mayBeOf = (rule: Rule, carrier: Carrier, { role }: Target): boolean =>
    role === undefined
      ? isHidden(rule, carrier)
      : carrier.role === undefined && trustIn(role, servicesOfCarriers[carrier.kind]).verdict !== 'cannot';

  function edgesFrom(actor: Actor): readonly Edge[] {
    // Who has every right in an account gains nothing more there.
    const onlyAbroad = hasEverything(actor) && !actor.boundary;
    const usable = rules.filter(
      (rule) =>
        fits(rule, actor) &&
        (!onlyAbroad || isAssuming(rule)) &&
        rule.needs.every((need) => mayEver(actor, need)),
    );
    return usable.flatMap((rule) =>
      targetsOf(rule, actor)
        .filter((target) => inState(rule, target) && (!onlyAbroad || target.abroad !== undefined))
        .flatMap((target) => {
          let possible: Edge | undefined;
          for (const carrier of carriersFor(rule, target, account.carriers, mayBeOf)) {
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

const placeIn = ({ account, organization }: Account) => ({
  account,
  ...(organization !== undefined && { organization }),
});

/** The tags of what a need is done to: those of a principal are told, and what one makes gets those one likes. */
function tagsOf({ on }: Need, actor: Actor, { role, user }: Target): ResourceFacts['tags'] {
  if (on === 'new') return 'any';
  if (on === 'self') return actor.principal.tags;
  return on === 'target' ? (role ?? user)?.principal.tags : undefined;
}

/** Whether the trust policy speaks of an account, or of somebody in it. */
const trustsAccount = ({ trust }: AccountRole, account: string): boolean =>
  mayAllow(
    trust,
    (name) =>
      name.kind === 'everyone' ||
      name.kind === 'canonical' ||
      (name.kind === 'account' && name.account === account) ||
      (name.kind === 'arn' && name.arn.includes(`::${account}:`)),
  );

/** A role that trusts services alone is assumed by no user and no role. */
const trustsSomebody = ({ trust }: AccountRole): boolean =>
  mayAllow(trust, ({ kind }) => kind !== 'service' && kind !== 'federated');

const noVariables = () => ({ absent: true }) as const;

const isAssuming = ({ needs }: Rule): boolean => needs.every(({ action }) => action === 'sts:AssumeRole');

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

/** A stack may have no role at all; everything else that does not tell its role has one. */
const isHidden = (rule: Rule, { kind, role }: Carrier): boolean =>
  kind === rule.carrier?.kind && kind !== 'stack' && role === undefined;

function carriersFor(
  rule: Rule,
  target: Target,
  carriers: readonly Carrier[],
  mayBeOf: (rule: Rule, carrier: Carrier, target: Target) => boolean,
): readonly (Carrier | undefined)[] {
  const wanted = rule.carrier;
  if (!wanted) return [undefined];
  return carriers.filter(
    (carrier) =>
      carrier.kind === wanted.kind &&
      (!wanted.holds || carrier.role === target.arn || mayBeOf(rule, carrier, target)),
  );
}
