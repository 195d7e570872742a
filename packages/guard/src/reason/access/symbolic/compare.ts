// Does policy A allow what policy B does not? Each policy on its own: nothing is asked about the other layers.

import type { ActionList } from '../actions/action-list.ts';
import { type Leaf, leafOf } from '../decide/formula.ts';
import { anyMatch, matchPrincipal } from '../decide/match-principal.ts';
import { matchLeaf, readerFrom } from '../decide/match-statement.ts';
import type { Policy } from '../policy/statement.ts';
import { describePrincipal, type Principal } from '../request/principal.ts';
import type { ContextValue } from '../request/request.ts';
import { both, maybe, no, opposite, some, type Truth, yes } from '../truth.ts';
import { type Budget, defaultBudget } from './budget.ts';
import { askedActions, askedAlone, askedResources, type CertifiedPart } from './can-do.ts';
import { solveFormed } from './formed.ts';
import { type Facts, factsOfAnyone, factsOfSomeone } from './key-facts.ts';
import { type Query, witnessOf } from './solve.ts';
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
  | {
      readonly verdict: 'more';
      readonly request: ComparedRequest;
      /** The statements of A that allow it. */
      readonly allowedBy: readonly Leaf[];
      /** The statements of B that deny it; none when B says nothing of it. */
      readonly deniedBy: readonly Leaf[];
    }
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
    const facts = principal ? factsOfSomeone(principal) : factsOfAnyone({});
    const [ours, theirs] = [leavesOf(a, principal), leavesOf(b, principal)];
    const query: Query = {
      kind: 'all',
      parts: [allowedBy(ours), { kind: 'not', part: allowedBy(theirs) }],
    };
    const asked = {
      actions: names,
      resources: askedResources(resources),
      alone: askedAlone(resources),
      forms: actions.forms,
      facts,
      multivaluedKeys: actions.multivaluedKeys,
      budget,
    };
    const solved = solveFormed(query, asked);
    if (solved.kind === 'point') {
      const found = { principal, ...witnessOf(solved, {}) };
      const isDifference = (request: ComparedRequest) =>
        isAllowed(ours, request, facts, yes) && !isAllowed(theirs, request, facts, maybe);
      const plain = { ...found, resource: plainResource(found.action, actions) };
      const request = resources.includes('*') && isDifference(plain) ? plain : found;
      const applying = (leaves: readonly Leaf[]) =>
        leaves.filter((leaf) => truthOf(leaf, request, facts) === yes);
      return {
        verdict: 'more',
        request,
        allowedBy: applying(ours.allows),
        deniedBy: applying(theirs.denies),
      };
    }
    const worlds =
      solved.kind === 'doubt' ? (solveInWorlds(query, asked, solveFormed) ?? [solved]) : [solved];
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

interface Leaves {
  readonly allows: readonly Leaf[];
  readonly denies: readonly Leaf[];
}

function leavesOf(policies: readonly Policy[], principal: Principal | undefined): Leaves {
  const statements = policies.flatMap((policy) => policy.statements);
  const leaves = (effect: 'allow' | 'deny') =>
    statements
      .filter((statement) => statement.effect === effect)
      .flatMap((statement): Leaf[] => {
        const limit =
          statement.principals && principal
            ? anyMatch(matchPrincipal(statement.principals, principal, effect, false))
            : yes;
        return limit === no ? [] : [leafOf(statement, 'resource', limit)];
      });
  return { allows: leaves('allow'), denies: leaves('deny') };
}

function allowedBy({ allows, denies }: Leaves): Query {
  const anyOf = (leaves: readonly Leaf[]): Query => ({
    kind: 'any',
    parts: leaves.map((leaf): Query => ({ kind: 'leaf', leaf })),
  });
  return { kind: 'all', parts: [anyOf(allows), { kind: 'not', part: anyOf(denies) }] };
}

const truthOf = (leaf: Leaf, request: ComparedRequest, facts: Facts): Truth =>
  matchLeaf(leaf, request, readerFrom(facts, request.context));

/** Whether the statements allow it, at least this certainly. */
function isAllowed(
  { allows, denies }: Leaves,
  request: ComparedRequest,
  facts: Facts,
  least: Truth,
): boolean {
  const of = (leaf: Leaf) => truthOf(leaf, request, facts);
  return both(some(allows, of), opposite(some(denies, of))) >= least;
}

/** Where the policies do not care which thing it is, a reader is shown one that could exist. */
function plainResource(action: string, { forms }: ActionList): string {
  if (forms.takesNoResource(action)) return '*';
  const service = action.slice(0, action.indexOf(':'));
  if (service === 's3') return 'arn:aws:s3:::example/example';
  return service === 'iam'
    ? 'arn:aws:iam::111122223333:role/example'
    : `arn:aws:${service}:eu-west-1:111122223333:example`;
}
