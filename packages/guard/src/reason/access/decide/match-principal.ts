// How a `Principal` element names the one who asks. Naming an account, a role or the very session are three different
// grants: an account delegates, a role is limited by its boundary, a session is not.
// Source: IAM User Guide, "Principal", "NotPrincipal", "Permissions boundaries", "Session policies".

import type { PrincipalName, PrincipalSelection } from '../policy/statement.ts';
import { inAccount, type Principal, sessionArn } from '../request/principal.ts';
import { both, either, every, maybe, no, opposite, type Truth, truthOf, yes } from '../truth.ts';

export interface PrincipalMatch {
  /** Names the account: it must still be allowed by the account's own policies. */
  readonly account: Truth;
  /** Names the role of the session. */
  readonly role: Truth;
  /** Names exactly this user, session, service or provider, or everyone. */
  readonly direct: Truth;
}

const nobody: PrincipalMatch = { account: no, role: no, direct: no };

export const anyMatch = (match: PrincipalMatch): Truth =>
  either(match.account, either(match.role, match.direct));

export function matchPrincipal(
  selection: PrincipalSelection,
  principal: Principal,
  effect: 'allow' | 'deny',
  hasBoundary: boolean,
): PrincipalMatch {
  if (!selection.negated)
    return selection.principals.map((name) => matchName(name, principal)).reduce(join, nobody);
  const outside = opposite(spared(selection.principals, principal));
  if (effect === 'deny') return { ...nobody, direct: hasBoundary ? yes : outside };
  // AWS does not support Allow with NotPrincipal, and does not say what it does.
  return { ...nobody, direct: both(outside, maybe) };
}

function join(a: PrincipalMatch, b: PrincipalMatch): PrincipalMatch {
  return {
    account: either(a.account, b.account),
    role: either(a.role, b.role),
    direct: either(a.direct, b.direct),
  };
}

function matchName(name: PrincipalName, principal: Principal): PrincipalMatch {
  switch (name.kind) {
    case 'everyone':
      return { ...nobody, direct: yes };
    case 'account':
      return { ...nobody, account: truthOf(inAccount(principal) === name.account) };
    case 'arn':
      return matchArn(name.arn, principal);
    case 'service':
      return {
        ...nobody,
        direct: truthOf(principal.kind === 'service' && principal.name.toLowerCase() === name.name),
      };
    case 'federated':
      return {
        ...nobody,
        direct: truthOf(principal.kind === 'federated' && principal.provider === name.provider),
      };
    case 'canonical':
      // A canonical id stands for an account, and nothing here says for which.
      return { ...nobody, account: inAccount(principal) === undefined ? no : maybe };
    case 'unresolved':
      return { account: maybe, role: maybe, direct: maybe };
  }
}

function matchArn(arn: string, principal: Principal): PrincipalMatch {
  if (principal.kind === 'user') return { ...nobody, direct: truthOf(principal.arn === arn) };
  if (principal.kind !== 'role') return nobody;
  return { ...nobody, role: truthOf(principal.arn === arn), direct: truthOf(sessionArn(principal) === arn) };
}

/**
 * Whether `NotPrincipal` spares this principal. AWS asks for every name it goes by: account and user, or account, role
 * and session. With some of them missing "might deny" is all that is documented, so the answer is maybe.
 */
function spared(names: readonly PrincipalName[], principal: Principal): Truth {
  const match = names.map((name) => matchName(name, principal)).reduce(join, nobody);
  if (names.some((name) => name.kind === 'everyone')) return yes;
  if (principal.kind === 'root') return match.account;
  if (principal.kind !== 'user' && principal.kind !== 'role') return match.direct;
  const identities =
    principal.kind === 'role' ? [match.account, match.role, match.direct] : [match.account, match.direct];
  const all = every(identities, (identity) => identity);
  return all === no && anyMatch(match) !== no ? maybe : all;
}
