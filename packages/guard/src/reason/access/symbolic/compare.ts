// Does policy A allow what policy B does not? Each policy on its own: nothing is asked about the other layers.

import type { ActionList } from '../actions/action-list.ts';
import { leafOf } from '../decide/formula.ts';
import { anyMatch, matchPrincipal } from '../decide/match-principal.ts';
import type { Policy } from '../policy/statement.ts';
import { describePrincipal, type Principal } from '../request/principal.ts';
import type { ContextValue } from '../request/request.ts';
import { no, yes } from '../truth.ts';
import { type Budget, defaultBudget } from './budget.ts';
import { askedActions, askedResources, type CertifiedPart, witnessOf } from './can-do.ts';
import { factsOf, factsOfAnyone } from './key-facts.ts';
import { type Query, solve } from './solve.ts';
import { strangersTo } from './strangers.ts';
import { solveInWorlds } from './worlds.ts';

export interface ComparedRequest {
  /** Undefined for policies that name no principals. */
  readonly principal: Principal | undefined;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, ContextValue>>;
}

export type Comparison =
  | { readonly verdict: 'more'; readonly request: ComparedRequest }
  | { readonly verdict: 'no more'; readonly certificate: readonly ComparedPart[] }
  | { readonly verdict: 'unknown'; readonly reasons: readonly string[] };

export interface ComparedPart extends CertifiedPart {
  readonly who: string | undefined;
}

export interface Compared {
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
}

export function compare(
  a: readonly Policy[],
  b: readonly Policy[],
  actions: ActionList,
  { actions: patterns = ['*'], resources = ['*'] }: Compared = {},
  budget: Budget = defaultBudget,
): Comparison {
  const names = askedActions(patterns, actions);
  const certificate: ComparedPart[] = [];
  const reasons: string[] = [];
  for (const principal of principalsOf([...a, ...b])) {
    const facts = principal ? factsOf(principal, { account: '' }, {}) : factsOfAnyone({});
    const query: Query = {
      kind: 'all',
      parts: [allowedBy(a, principal), { kind: 'not', part: allowedBy(b, principal) }],
    };
    const asked = {
      actions: names,
      resources: askedResources(resources),
      facts,
      multivaluedKeys: actions.multivaluedKeys,
      budget,
    };
    const solved = solve(query, asked);
    if (solved.kind === 'point') return { verdict: 'more', request: { principal, ...witnessOf(solved, {}) } };
    const worlds = solved.kind === 'doubt' ? (solveInWorlds(query, asked, solve) ?? [solved]) : [solved];
    const who = principal && describePrincipal(principal);
    for (const world of worlds) {
      if (world.kind === 'nothing')
        certificate.push({ who, actions: names, dimensions: world.dimensions, cover: world.cover });
      else reasons.push(...(solved.kind === 'doubt' ? solved.reasons : []));
    }
  }
  if (reasons.length > 0) return { verdict: 'unknown', reasons: [...new Set(reasons)] };
  return { verdict: 'no more', certificate };
}

/** Policies that name principals are compared for each principal that they can tell apart. */
function principalsOf(policies: readonly Policy[]): readonly (Principal | undefined)[] {
  const named = policies.some(({ statements }) => statements.some(({ principals }) => principals));
  return named ? strangersTo(policies, new Set(), undefined) : [undefined];
}

function allowedBy(policies: readonly Policy[], principal: Principal | undefined): Query {
  const statements = policies.flatMap((policy) => policy.statements);
  const leaves = (effect: 'allow' | 'deny'): Query => ({
    kind: 'any',
    parts: statements
      .filter((statement) => statement.effect === effect)
      .flatMap((statement): Query[] => {
        const limit =
          statement.principals && principal
            ? anyMatch(matchPrincipal(statement.principals, principal, effect, false))
            : yes;
        return limit === no ? [] : [{ kind: 'leaf', leaf: leafOf(statement, 'resource', limit) }];
      }),
  });
  return { kind: 'all', parts: [leaves('allow'), { kind: 'not', part: leaves('deny') }] };
}
