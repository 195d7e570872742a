// One concrete request → allow, explicit deny, implicit deny, or unknown, with the statements that decided.
// Invariant: an explicit deny beats any allow; without a grant from every layer that must give one, nothing is allowed.

import type { AccessRequest, Policies, ResourceFacts } from '../request/request.ts';
import { maybe, no, some, type Truth, yes } from '../truth.ts';
import { authorizationOf } from './authorization.ts';
import { type Layer, type Leaf, missingLayers, supporting, truthOfFormula } from './formula.ts';
import { matchLeaf, readerOf } from './match-statement.ts';
import { regimeOf } from './regime.ts';

export interface Decision {
  readonly outcome: 'allow' | 'explicitDeny' | 'implicitDeny' | 'unknown';
  /** The allows that carry it, or the denies that end it. */
  readonly deciding: readonly Leaf[];
  /** Layers that had to allow and did not. */
  readonly missing: readonly Layer[];
}

export interface AccessEnvironment {
  readonly policies: Policies;
  readonly resource: ResourceFacts;
  readonly resourceControlledServices: ReadonlySet<string>;
}

export function decide(request: AccessRequest, environment: AccessEnvironment): Decision {
  const { policies, resource, resourceControlledServices } = environment;
  const regime = regimeOf(
    request.action,
    [request.resource],
    policies.resource !== undefined,
    resourceControlledServices,
  );
  const { grant, denies } = authorizationOf({ principal: request.principal, resource, policies, regime });
  const read = readerOf(request.principal, resource, request.context);
  const memory = new Map<Leaf, Truth>();
  const truthOfLeaf = (leaf: Leaf): Truth => {
    const known = memory.get(leaf);
    if (known !== undefined) return known;
    const truth = matchLeaf(leaf, request, read);
    memory.set(leaf, truth);
    return truth;
  };

  const denied = some(denies, truthOfLeaf);
  if (denied === yes) {
    return {
      outcome: 'explicitDeny',
      deciding: denies.filter((leaf) => truthOfLeaf(leaf) === yes),
      missing: [],
    };
  }
  const granted = truthOfFormula(grant, truthOfLeaf);
  if (granted === no)
    return { outcome: 'implicitDeny', deciding: [], missing: missingLayers(grant, truthOfLeaf) };
  const carrying = supporting(grant, truthOfLeaf);
  if (granted === yes && denied === no) return { outcome: 'allow', deciding: carrying, missing: [] };
  const doubtful = [...carrying, ...denies].filter((leaf) => truthOfLeaf(leaf) === maybe);
  return { outcome: 'unknown', deciding: doubtful, missing: [] };
}
