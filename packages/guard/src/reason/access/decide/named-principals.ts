// Whom the allows of a policy could mean at all, before anything else about them is read. Invariant: "nobody of the
// kind" is certain; "somebody" is only possible.

import type { Policy, PrincipalName } from '../policy/statement.ts';

/** Whether some allow names a principal of the kind, or names principals in a way that leaves it open. */
export function mayAllow(policies: readonly Policy[], isOfKind: (name: PrincipalName) => boolean): boolean {
  return policies.some(({ statements }) =>
    statements.some(
      ({ effect, principals }) =>
        effect === 'allow' &&
        principals !== undefined &&
        (principals.negated ||
          principals.principals.some((name) => name.kind === 'unresolved' || isOfKind(name))),
    ),
  );
}
