// Can this principal do any of these actions on any of these resources? A concrete request that AWS would allow, a
// cover that shows there is none, or the fields that hide the answer.
// Invariant: every request returned has been decided again by the concrete evaluator.

import type { ActionList } from '../actions/action-list.ts';
import { numbersIn } from '../actions/action-list.ts';
import { type Authorization, authorizationOf } from '../decide/authorization.ts';
import { type AccessEnvironment, type Decision, decide } from '../decide/decide.ts';
import { type Regime, regimeKey, regimeOf } from '../decide/regime.ts';
import { type BoundPattern, bind } from '../policy/bound-pattern.ts';
import { readPattern } from '../policy/pattern.ts';
import type { Principal } from '../request/principal.ts';
import type { AccessRequest, ContextValue } from '../request/request.ts';
import { type Budget, defaultBudget } from './budget.ts';
import { solveFormed } from './formed.ts';
import { factsOf, type GivenContext } from './key-facts.ts';
import type { Cover } from './search.ts';
import { type Query, type Solved, witnessOf } from './solve.ts';
import type { Dimension } from './space.ts';

export interface Question {
  readonly principal: Principal;
  /** Actions or patterns over the published ones. */
  readonly actions: readonly string[];
  /** ARNs or patterns; `*` alone for actions that reach no single resource. */
  readonly resources: readonly string[];
  /** Keys whose values are given; null is absent. All others are the caller's choice. */
  readonly context?: GivenContext;
}

export type Answer =
  | { readonly verdict: 'can'; readonly request: AccessRequest; readonly decision: Decision }
  | { readonly verdict: 'cannot'; readonly certificate: Certificate }
  | { readonly verdict: 'unknown'; readonly reasons: readonly string[] };

/** Pieces of the question, each with a cover of its space. */
export type Certificate = readonly CertifiedPart[];
export interface CertifiedPart {
  readonly actions: readonly string[];
  readonly dimensions: readonly Dimension[];
  readonly cover: Cover;
}

export type Environment = Omit<AccessEnvironment, 'resourceControlledServices'>;

export function canDo(
  question: Question,
  environment: Environment,
  actions: ActionList,
  budget: Budget = defaultBudget,
): Answer {
  const certificate: CertifiedPart[] = [];
  const reasons = new Set<string>();
  for (const { regime, names } of byRegime(question, environment, actions)) {
    const solved = solvePart(question, environment, regime, names, actions, budget);
    if (solved.kind === 'point') return allowed(question, environment, actions, solved);
    if (solved.kind === 'nothing')
      certificate.push({ actions: names, dimensions: solved.dimensions, cover: solved.cover });
    else for (const reason of solved.reasons) reasons.add(reason);
  }
  if (reasons.size > 0) return { verdict: 'unknown', reasons: [...reasons] };
  return { verdict: 'cannot', certificate };
}

function solvePart(
  { principal, resources, context }: Question,
  environment: Environment,
  regime: Regime,
  names: readonly string[],
  actions: ActionList,
  budget: Budget,
): Solved {
  const query = allowQuery(authorizationOf({ principal, regime, ...environment }));
  const facts = factsOf(principal, environment.resource, context ?? {});
  return solveFormed(query, {
    actions: names,
    resources: askedResources(resources),
    alone: askedAlone(resources),
    facts,
    forms: actions.forms,
    multivaluedKeys: actions.multivaluedKeys,
    budget,
  });
}

/** Granted, and denied by nothing. */
export function allowQuery({ grant, denies }: Authorization): Query {
  const denied: Query = { kind: 'any', parts: denies.map((leaf): Query => ({ kind: 'leaf', leaf })) };
  return {
    kind: 'all',
    parts: [
      { kind: 'formula', formula: grant },
      { kind: 'not', part: denied },
    ],
  };
}

/** The star itself, as the escape of a policy writes it. */
const literalStar = `\${*}`;

/** A lone `*` means any ARN, or the `*` that actions without a resource are checked against. */
export function askedResources(resources: readonly string[]): readonly BoundPattern[] {
  return resources
    .flatMap((resource) => (resource === '*' ? ['arn:*:*:*:*:*', literalStar] : [resource]))
    .flatMap(
      (resource) =>
        bind(readPattern(resource, { dialect: 'resource', variables: true }), () => ({ absent: true })) ?? [],
    );
}

/** The `*` that actions without a resource are checked against, where the question asks about it. */
export const askedAlone = (resources: readonly string[]): readonly BoundPattern[] =>
  askedResources(resources.filter((resource) => resource === '*').map(() => literalStar));

/** The actions a question names: published ones for a pattern, and a plain name as it stands. */
export function askedActions(patterns: readonly string[], actions: ActionList): readonly string[] {
  const names = patterns.flatMap((pattern) =>
    /[*?]/.test(pattern)
      ? [...numbersIn(actions.matching(pattern))].map((action) => actions.nameOf(action))
      : [pattern],
  );
  return [...new Set(names)];
}

interface Part {
  readonly regime: Regime;
  readonly names: string[];
}

function byRegime(
  { actions: asked, resources }: Question,
  { policies }: Environment,
  actions: ActionList,
): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const name of askedActions(asked, actions)) {
    const regime = regimeOf(name, resources, policies.resource !== undefined, actions.resourceControlled);
    const part = parts.get(regimeKey(regime)) ?? { regime, names: [] };
    part.names.push(name);
    parts.set(regimeKey(regime), part);
  }
  return [...parts.values()];
}

function allowed(
  { principal, context }: Question,
  environment: Environment,
  actions: ActionList,
  solved: Extract<Solved, { kind: 'point' }>,
): Answer {
  const given = Object.entries(context ?? {}).flatMap(([key, value]): [string, ContextValue][] =>
    value === null ? [] : [[key, value]],
  );
  const request: AccessRequest = { principal, ...witnessOf(solved, Object.fromEntries(given)) };
  const decision = decide(request, {
    ...environment,
    resourceControlledServices: actions.resourceControlled,
  });
  if (decision.outcome !== 'allow') {
    throw new Error(
      `the symbolic answer ${JSON.stringify(request)} is decided as ${decision.outcome}; the two evaluators disagree`,
    );
  }
  return { verdict: 'can', request, decision };
}
