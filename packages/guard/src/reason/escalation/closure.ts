// Chains of escalation: who ends up with whose rights, by the shortest way. An edge leads to a principal that acts
// with its own policies from then on; a group lends its policies to the user that joined it.

import type { ActionList } from '../access/actions/action-list.ts';
import type { Account, AccountRole, AccountUser } from './account.ts';
import { type Actor, hasEverything, isUntold } from './actor.ts';
import { type Edge, edgeFinder } from './edges.ts';
import type { Rule } from './rule.ts';

export interface Chain {
  readonly from: string;
  /** An ARN, or every right in an account or within a boundary. */
  readonly to: string;
  /** Who acts at the end of it. */
  readonly becomes: Actor;
  readonly edges: readonly Edge[];
}

/** The shortest chain from each principal of an account to everything it can become, there or in other accounts. */
export function escalationChains(
  account: Account,
  rules: readonly Rule[],
  actions: ActionList,
  accounts: readonly Account[] = [account],
): readonly Chain[] {
  const chainsOf = chainFinder(rules, actions, accounts);
  return [...account.users, ...account.roles].flatMap(chainsOf);
}

/** The shortest chain from one principal to everything it can become. */
export function escalationsOf(
  start: AccountUser | AccountRole,
  rules: readonly Rule[],
  actions: ActionList,
  accounts: readonly Account[],
): readonly Chain[] {
  return chainFinder(rules, actions, accounts)(start);
}

function chainFinder(
  rules: readonly Rule[],
  actions: ActionList,
  accounts: readonly Account[],
): (start: Actor) => readonly Chain[] {
  const finders = new Map(
    accounts.map((account) => {
      const others = accounts.filter((other) => other !== account);
      return [account.account, edgeFinder(account, rules, actions, others)];
    }),
  );
  const known = new Map<string, readonly Edge[]>();
  const edgesFrom = (actor: Actor): readonly Edge[] => {
    const key = actorKey(actor);
    const edges = known.get(key) ?? finders.get(actor.principal.account)?.edgesFrom(actor) ?? [];
    known.set(key, edges);
    return edges;
  };
  return (start) => chainsFrom(start, edgesFrom);
}

/** A user that joined groups is somebody else than before, and so is whoever writes its own policies. */
const actorKey = (actor: Actor): string =>
  `${actor.principal.arn} ${'groups' in actor ? actor.groups.join() : ''} ${hasEverything(actor)}`;

function chainsFrom(start: Actor, edgesFrom: (actor: Actor) => readonly Edge[]): readonly Chain[] {
  const chains = new Map<string, Chain>();
  let reached: { actor: Actor; edges: readonly Edge[] }[] = [{ actor: start, edges: [] }];
  while (reached.length > 0) {
    const next: typeof reached = [];
    for (const { actor, edges } of reached) {
      for (const edge of edgesFrom(actor)) {
        if (edge.to === start.principal.arn || chains.has(edge.to)) continue;
        const chain = {
          from: start.principal.arn,
          to: edge.to,
          becomes: edge.becomes,
          edges: [...edges, edge],
        };
        chains.set(edge.to, chain);
        if (!isUntold(edge.becomes)) next.push({ actor: edge.becomes, edges: chain.edges });
      }
    }
    reached = next;
  }
  return [...chains.values()];
}
