// Which policies stand at which user, role or group, however they got there: written into it, attached by name, listed
// by a managed policy. Invariant: a policy that may stand at a principal, because its list of holders is not known,
// stands there as one of which only the existence is known.

import { type Place, placeOf } from '../../model/place.ts';
import { property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, text } from '../../read/cloudformation/value.ts';
import type { Policy } from '../access/policy/statement.ts';
import { awsManagedPolicy } from './aws-managed.ts';
import { homeOf } from './home.ts';
import { hiddenPolicy, policyOf } from './policy-values.ts';
import type { Spelling } from './spelling.ts';

export type HolderKind = 'Users' | 'Roles' | 'Groups';

export interface Attached {
  readonly policy: Policy;
  /** ARN of a managed policy. */
  readonly managed?: string;
}

export interface Attachments {
  /** Everything that stands at a declared principal. */
  at(kind: HolderKind, holder: Resource): readonly Attached[];
  /** What policies attach to a name that nothing declares. */
  elsewhere: readonly { kind: HolderKind; account: string; name: string; attached: Attached; place: Place }[];
  /** A managed policy by its ARN. */
  managed(arn: string, place: Place): Policy;
}

interface Listed {
  readonly kind: HolderKind;
  readonly account: string;
  /** Undefined: the list of holders is not known. */
  readonly name: string | undefined;
  readonly attached: Attached;
  readonly place: Place;
}

const kinds: readonly HolderKind[] = ['Users', 'Roles', 'Groups'];
const holderTypes: Readonly<Record<HolderKind, string>> = {
  Users: 'AWS::IAM::User',
  Roles: 'AWS::IAM::Role',
  Groups: 'AWS::IAM::Group',
};
/** Types that attach one inline policy to one principal. */
const inlineTypes: Readonly<Record<string, readonly [HolderKind, string]>> = {
  'AWS::IAM::UserPolicy': ['Users', 'UserName'],
  'AWS::IAM::RolePolicy': ['Roles', 'RoleName'],
  'AWS::IAM::GroupPolicy': ['Groups', 'GroupName'],
};

export function attachmentsIn(resources: Resources, spelling: Spelling): Attachments {
  const listed = [...fromPolicies(resources, spelling), ...fromManaged(resources, spelling)];
  const byName = new Map<string, Listed[]>();
  const nameless: Listed[] = [];
  for (const it of listed) {
    if (it.name === undefined) nameless.push(it);
    else byName.set(nameKey(it), [...(byName.get(nameKey(it)) ?? []), it]);
  }
  const managed = managedPolicies(resources, spelling);
  const declared = new Set<string>();
  for (const kind of kinds)
    for (const holder of resources.ofType(holderTypes[kind]))
      declared.add(nameKey({ kind, account: homeOf(holder).account, name: spelling.nameOf(holder) }));
  return {
    managed,
    at: (kind, holder) => {
      const { account } = homeOf(holder);
      const own = byName.get(nameKey({ kind, account, name: spelling.nameOf(holder) })) ?? [];
      const maybe = nameless.filter((it) => it.kind === kind && it.account === account);
      return [
        ...inlineOf(holder, spelling),
        ...managedOf(holder, spelling, managed),
        ...[...own, ...maybe].map(({ attached }) => attached),
      ];
    },
    elsewhere: listed.flatMap((it) =>
      it.name === undefined || declared.has(nameKey(it)) ? [] : [{ ...it, name: it.name }],
    ),
  };
}

const nameKey = ({ kind, account, name }: Pick<Listed, 'kind' | 'account' | 'name'>): string =>
  `${kind} ${account} ${name}`;

/** `Policies` of a user, role or group. */
function inlineOf(holder: Resource, spelling: Spelling): readonly Attached[] {
  const written = property(holder, 'Policies');
  if (written?.kind === 'unknown')
    return [{ policy: hiddenPolicy(`policies of ${holder.id}`, written.reason, placeOf(holder)) }];
  return items(written).map((item, index) => {
    const name = text(at(item, 'PolicyName')) ?? `policy ${index + 1} of ${holder.id}`;
    if (item.kind === 'unknown')
      return { policy: hiddenPolicy(name, item.reason, placeOf(holder, `Policies.${index}`, item)) };
    const path = `Policies.${index}.PolicyDocument`;
    const read = policyOf(
      { name, kind: 'identity', resource: holder, path, at: at(item, 'PolicyDocument') },
      spelling,
    );
    return { policy: read };
  });
}

/** `ManagedPolicyArns` of a user, role or group. */
function managedOf(
  holder: Resource,
  spelling: Spelling,
  managed: Attachments['managed'],
): readonly Attached[] {
  const written = property(holder, 'ManagedPolicyArns');
  if (written?.kind === 'unknown')
    return [{ policy: hiddenPolicy(`managed policies of ${holder.id}`, written.reason, placeOf(holder)) }];
  return items(written).map((item, index) => {
    const place = placeOf(holder, `ManagedPolicyArns.${index}`, item);
    const arn = spelling.known(text(item));
    if (arn !== undefined) return { policy: managed(arn, place), managed: arn };
    const reason = item.kind === 'unknown' ? item.reason : 'which policy it is, is known only at deployment';
    return { policy: hiddenPolicy(`managed policy ${index + 1} of ${holder.id}`, reason, place) };
  });
}

function managedPolicies(resources: Resources, spelling: Spelling): Attachments['managed'] {
  const declared = new Map(
    resources.ofType('AWS::IAM::ManagedPolicy').map((policy) => [spelling.arnOf(policy), policy]),
  );
  const read = new Map<string, Policy>();
  return (arn, place) => {
    const known = read.get(arn);
    if (known) return known;
    const resource = declared.get(arn);
    if (resource) {
      const written = { name: resource.id, kind: 'identity', resource, path: 'PolicyDocument' } as const;
      read.set(arn, policyOf(written, spelling));
    }
    return (
      read.get(arn) ??
      awsManagedPolicy(arn, place) ??
      hiddenPolicy(arn, `the document of ${arn} is not in the input`, place)
    );
  };
}

/** `AWS::IAM::Policy`, and the types for one principal. */
function fromPolicies(resources: Resources, spelling: Spelling): readonly Listed[] {
  const inline = Object.entries(inlineTypes).flatMap(([type, [kind, property]]) =>
    resources.ofType(type).flatMap((it) => listedIn(it, kind, property, {}, spelling)),
  );
  const policies = resources
    .ofType('AWS::IAM::Policy')
    .flatMap((it) => kinds.flatMap((kind) => listedIn(it, kind, kind, {}, spelling)));
  return [...inline, ...policies];
}

/** A managed policy may name its holders itself. */
function fromManaged(resources: Resources, spelling: Spelling): readonly Listed[] {
  return resources.ofType('AWS::IAM::ManagedPolicy').flatMap((it) => {
    const arn = spelling.arnOf(it);
    return kinds.flatMap((kind) =>
      listedIn(it, kind, kind, arn === undefined ? {} : { managed: arn }, spelling),
    );
  });
}

function listedIn(
  resource: Resource,
  kind: HolderKind,
  path: string,
  more: Pick<Attached, 'managed'>,
  spelling: Spelling,
): readonly Listed[] {
  const { account } = homeOf(resource);
  const holders = texts(property(resource, path));
  const name = propertyText(resource, 'PolicyName') ?? resource.id;
  const place = placeOf(resource);
  const names = holders.values.map((holder) => spelling.known(holder));
  const hidden =
    holders.uncertain ??
    (names.includes(undefined)
      ? `whom ${resource.id} is attached to is known only at deployment`
      : undefined);
  const shared = { kind, account, place };
  const policy = () =>
    policyOf(
      { name: resource.id === name ? name : resource.id, kind: 'identity', resource, path: 'PolicyDocument' },
      spelling,
    );
  const known = names.flatMap((holder): Listed[] =>
    holder === undefined ? [] : [{ ...shared, name: holder, attached: { policy: policy(), ...more } }],
  );
  if (hidden === undefined) return known;
  return [
    ...known,
    { ...shared, name: undefined, attached: { policy: hiddenPolicy(resource.id, hidden, place) } },
  ];
}
