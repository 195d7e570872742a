// Chains of escalation: who ends up with whose rights, by the shortest way. An edge leads to a principal that acts
// with its own policies from then on; a group lends its policies to the user that joined it.

import type { ActionList } from '../access/actions/action-list.ts';
import type { Account, AccountRole, AccountUser } from './account.ts';
import { type Edge, edgeFinder, everything } from './edges.ts';
import type { Rule } from './rule.ts';

export interface Chain {
  readonly from: string;
  /** An ARN, or `everything`. */
  readonly to: string;
  readonly edges: readonly Edge[];
}

/** The shortest chain from each principal to everything it can become. */
export function escalationChains(
  account: Account,
  rules: readonly Rule[],
  actions: ActionList,
): readonly Chain[] {
  const chainsOf = chainFinder(account, rules, actions);
  return [...account.users, ...account.roles].flatMap(chainsOf);
}

/** The shortest chain from one principal to everything it can become. */
export function escalationsOf(
  start: AccountUser | AccountRole,
  account: Account,
  rules: readonly Rule[],
  actions: ActionList,
): readonly Chain[] {
  return chainFinder(account, rules, actions)(start);
}

function chainFinder(
  account: Account,
  rules: readonly Rule[],
  actions: ActionList,
): (start: AccountUser | AccountRole) => readonly Chain[] {
  const finder = edgeFinder(account, rules, actions);
  const known = new Map<string, readonly Edge[]>();
  const edgesFrom = (actor: AccountUser | AccountRole): readonly Edge[] => {
    const key = actorKey(actor);
    const edges = known.get(key) ?? finder.edgesFrom(actor);
    known.set(key, edges);
    return edges;
  };
  const byArn = new Map([...account.users, ...account.roles].map((actor) => [actor.principal.arn, actor]));
  return (start) => chainsFrom(start, edgesFrom, byArn, account);
}

/** A user that joined groups is somebody else than before. */
const actorKey = (actor: AccountUser | AccountRole): string =>
  `${actor.principal.arn} ${'groups' in actor ? actor.groups.join() : ''}`;

function chainsFrom(
  start: AccountUser | AccountRole,
  edgesFrom: (actor: AccountUser | AccountRole) => readonly Edge[],
  byArn: ReadonlyMap<string, AccountUser | AccountRole>,
  account: Account,
): readonly Chain[] {
  const chains = new Map<string, Chain>();
  let reached: { actor: AccountUser | AccountRole; edges: readonly Edge[] }[] = [{ actor: start, edges: [] }];
  while (reached.length > 0) {
    const next: typeof reached = [];
    for (const { actor, edges } of reached) {
      for (const edge of edgesFrom(actor)) {
        if (edge.to === start.principal.arn || chains.has(edge.to)) continue;
        const chain = { from: start.principal.arn, to: edge.to, edges: [...edges, edge] };
        chains.set(edge.to, chain);
        const becomes =
          edge.to === everything ? undefined : (byArn.get(edge.to) ?? joined(actor, edge.to, account));
        if (becomes) next.push({ actor: becomes, edges: chain.edges });
      }
    }
    reached = next;
  }
  return [...chains.values()];
}

function joined(actor: AccountUser | AccountRole, arn: string, { groups }: Account): AccountUser | undefined {
  const group = groups.find((one) => one.arn === arn);
  if (!group || !('groups' in actor)) return undefined;
  return { ...actor, groups: [...actor.groups, arn], identity: [...actor.identity, ...group.identity] };
}
