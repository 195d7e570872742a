// What an organisation says about its accounts: membership, and the control policies on the way from its root down.
// Invariant: when an organisation is recorded and a policy on the way is not, that level is one of which only the
// existence is known.

import { type Place, placeOf } from '../../model/place.ts';
import { property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { Organization } from '../access/request/principal.ts';
import type { Membership } from './identities.ts';
import { hiddenPolicy, policyOf } from './policy-values.ts';
import type { Spelling } from './spelling.ts';

const policyType = 'AWS::Organizations::Policy';
type Kind = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

export function membershipIn(resources: Resources, spelling: Spelling): (account: string) => Membership {
  const [declared] = resources.ofType('AWS::Organizations::Organization');
  const policies = resources.ofType(policyType);
  // Control policies bind, whether or not their organisation is declared beside them.
  const [known = declared] = policies;
  if (!known) return () => ({ organization: undefined, serviceControl: [], resourceControl: [] });
  const parents = new Map(
    resources
      .ofType('AWS::Organizations::RecordedParent')
      .map((it) => [propertyText(it, 'ChildId') ?? '', propertyText(it, 'Id')]),
  );
  const memory = new Map<string, Membership>();
  return (account) => {
    const found = memory.get(account);
    if (found) return found;
    const way = wayDown(account, parents);
    const place = placeOf(declared ?? known);
    const levels = (kind: Kind) => levelsOf(kind, way, policies, place, spelling);
    const membership: Membership = {
      organization: declared && organizationOf(declared, way, spelling),
      serviceControl: levels('SERVICE_CONTROL_POLICY'),
      resourceControl: levels('RESOURCE_CONTROL_POLICY'),
    };
    memory.set(account, membership);
    return membership;
  };
}

/** Root, units, account; `complete` when the recorded parents lead up to a root. */
interface Way {
  readonly targets: readonly string[];
  readonly complete: boolean;
}

function wayDown(account: string, parents: ReadonlyMap<string, string | undefined>): Way {
  const targets = [account];
  let parent = parents.get(account);
  while (parent !== undefined && targets.length < 12) {
    targets.unshift(parent);
    parent = parents.get(parent);
  }
  return { targets, complete: targets[0]?.startsWith('r-') ?? false };
}

function organizationOf(declared: Resource, way: Way, spelling: Spelling): Organization | undefined {
  const id = spelling.known(propertyText(declared, 'Id')) ?? declared.key;
  const managementAccount =
    propertyText(declared, 'MasterAccountId') ?? propertyText(declared, 'ManagementAccountId');
  if (managementAccount === undefined) return undefined;
  const path = way.complete ? `${id}/${way.targets.slice(0, -1).join('/')}/` : undefined;
  return { id, managementAccount, ...(path !== undefined && { path }) };
}

function levelsOf(
  kind: Kind,
  way: Way,
  policies: readonly Resource[],
  place: Place,
  spelling: Spelling,
): readonly (readonly Policy[])[] {
  const ofKind = policies.filter((it) => (propertyText(it, 'Type') ?? kind) === kind);
  if (ofKind.length === 0) return [];
  const levels = way.targets.map((target) =>
    ofKind
      .filter((it) => texts(property(it, 'TargetIds')).values.includes(target))
      .map((it) =>
        policyOf(
          { name: propertyText(it, 'Name') ?? it.id, kind: kindOf(kind), resource: it, path: 'Content' },
          spelling,
        ),
      ),
  );
  const seen = levels.map((level, index) =>
    level.length > 0
      ? level
      : [
          hiddenPolicy(
            `control policies of ${way.targets[index] ?? '?'}`,
            `no control policy of ${way.targets[index] ?? '?'} is recorded`,
            place,
          ),
        ],
  );
  if (way.complete) return seen;
  const reason = `which units account ${way.targets.at(-1) ?? '?'} stands in is not recorded (organizations.list-parents)`;
  return [[hiddenPolicy('control policies of the units', reason, place)], ...seen];
}

const kindOf = (kind: Kind) => (kind === 'RESOURCE_CONTROL_POLICY' ? 'resource' : 'identity');
