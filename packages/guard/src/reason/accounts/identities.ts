// Users, roles and groups as the access engine and the escalation graph take them: with everything that is attached.

import { type Place, placeOf } from '../../model/place.ts';
import { property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, text, unknownReason } from '../../read/cloudformation/value.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { Organization } from '../access/request/principal.ts';
import type { AccountGroup, AccountRole, AccountUser } from '../escalation/account.ts';
import { type Attached, type Attachments, attachmentsIn, type HolderKind } from './attachments.ts';
import { homeOf } from './home.ts';
import { hiddenPolicy, policyOf } from './policy-values.ts';
import type { Spelling } from './spelling.ts';

/** What an organisation says about an account. */
export interface Membership {
  readonly organization: Organization | null | undefined;
  readonly serviceControl: readonly (readonly Policy[])[];
  readonly resourceControl: readonly (readonly Policy[])[];
}

export interface Identities {
  readonly users: readonly AccountUser[];
  readonly roles: readonly AccountRole[];
  readonly groups: readonly (AccountGroup & { readonly account: string })[];
  /** ARN → where it is declared. */
  readonly places: ReadonlyMap<string, Place>;
}

export function readIdentities(
  resources: Resources,
  spelling: Spelling,
  membershipOf: (account: string) => Membership,
): Identities {
  const reading: Reading = {
    resources,
    spelling,
    membershipOf,
    attachments: attachmentsIn(resources, spelling),
  };
  const places = new Map<string, Place>();
  const declared = <T>(type: string, read: (resource: Resource, arn: string) => T): T[] =>
    resources.ofType(type).map((resource) => {
      const arn = spelling.arnOf(resource) ?? resource.key;
      places.set(arn, placeOf(resource));
      return read(resource, arn);
    });
  const users = declared('AWS::IAM::User', (user, arn) => readUser(user, arn, reading));
  const roles = declared('AWS::IAM::Role', (role, arn) => readRole(role, arn, reading));
  const groups = declared('AWS::IAM::Group', (group, arn) => ({
    arn,
    account: homeOf(group).account,
    identity: policiesOf(reading.attachments.at('Groups', group)),
  }));
  const partly = rolesKnownInPart(reading);
  for (const { role, place } of partly) places.set(role.principal.arn, place);
  return { users, roles: [...roles, ...partly.map(({ role }) => role)], groups, places };
}

interface Reading {
  readonly resources: Resources;
  readonly spelling: Spelling;
  readonly attachments: Attachments;
  readonly membershipOf: (account: string) => Membership;
}

const policiesOf = (attached: readonly Attached[]): readonly Policy[] => attached.map(({ policy }) => policy);
/** Customer-managed ones: nobody rewrites a policy that is AWS's own. */
const managedOf = (attached: readonly Attached[]): readonly string[] =>
  attached.flatMap(({ managed = '' }) => (/^arn:[^:]+:iam::\d+:/.test(managed) ? [managed] : []));

/** What users and roles have in common. */
function readHolder(holder: Resource, kind: HolderKind, reading: Reading) {
  const { account } = homeOf(holder);
  const attached = reading.attachments.at(kind, holder);
  const { organization, serviceControl } = reading.membershipOf(account);
  const uniqueId = propertyText(holder, 'UserId') ?? propertyText(holder, 'RoleId');
  const tags = tagsOf(holder, reading.spelling);
  return {
    attached,
    inAccount: {
      account,
      ...(organization !== undefined && { organization }),
      ...(uniqueId !== undefined && { uniqueId }),
      ...(tags && { tags }),
    },
    limits: { serviceControl, ...boundaryOf(holder, reading) },
  };
}

function readUser(user: Resource, arn: string, reading: Reading): AccountUser {
  const { attached, inAccount, limits } = readHolder(user, 'Users', reading);
  const joined = groupsOf(user, reading);
  const keys = reading.resources
    .ofType('AWS::IAM::AccessKey')
    .filter((key) => reading.spelling.known(propertyText(key, 'UserName')) === reading.spelling.nameOf(user));
  const login = property(user, 'LoginProfile');
  const isRecorded = user.stack === user.environment;
  return {
    principal: { kind: 'user', arn, ...inAccount },
    identity: [...policiesOf(attached), ...joined.identity],
    ...limits,
    managedPolicies: [...managedOf(attached), ...joined.managed],
    groups: joined.arns,
    ...((!isRecorded || keys.length > 0) && { accessKeys: keys.length }),
    ...(login?.kind !== 'unknown' && { password: login !== undefined }),
  };
}

function readRole(role: Resource, arn: string, reading: Reading): AccountRole {
  const { attached, inAccount, limits } = readHolder(role, 'Roles', reading);
  const name = reading.spelling.nameOf(role);
  const profiles = reading.resources
    .ofType('AWS::IAM::InstanceProfile')
    .map((it) => texts(property(it, 'Roles')));
  const isHeld = profiles.some(({ values }) => values.some((held) => reading.spelling.known(held) === name));
  const mayBeHeld = profiles.some(
    ({ uncertain, values }) =>
      uncertain !== undefined || values.some((held) => reading.spelling.known(held) === undefined),
  );
  const isServiceLinked = propertyText(role, 'Path')?.startsWith('/aws-service-role/') ?? false;
  const trust = { name: `trust policy of ${role.id}`, kind: 'trust', resource: role } as const;
  return {
    principal: {
      kind: 'role',
      arn,
      session: 'session',
      ...inAccount,
      ...(isServiceLinked && { serviceLinked: true }),
    },
    identity: policiesOf(attached),
    ...limits,
    managedPolicies: managedOf(attached),
    trust: [policyOf({ ...trust, path: 'AssumeRolePolicyDocument' }, reading.spelling)],
    ...((isHeld || !mayBeHeld) && { instanceProfile: isHeld }),
  };
}

function groupsOf(user: Resource, { resources, spelling, attachments }: Reading) {
  const { account } = homeOf(user);
  const named = texts(property(user, 'Groups'));
  const added = resources.ofType('AWS::IAM::UserToGroupAddition').filter((it) => {
    const users = texts(property(it, 'Users'));
    return users.values.some((name) => spelling.known(name) === spelling.nameOf(user));
  });
  const names = [...named.values, ...added.flatMap((it) => propertyText(it, 'GroupName') ?? [])].map((name) =>
    spelling.known(name),
  );
  const hidden = named.uncertain ?? (names.includes(undefined) ? 'known only at deployment' : undefined);
  const groups = resources.ofType('AWS::IAM::Group').filter((it) => homeOf(it).account === account);
  const found = names.flatMap((name) => {
    if (name === undefined) return [];
    const group = groups.find((it) => spelling.nameOf(it) === name);
    return [{ name, group, attached: group ? attachments.at('Groups', group) : [] }];
  });
  const unseen = found.flatMap(({ name, group }) =>
    group ? [] : [hiddenPolicy(`group ${name}`, `group ${name} is not in the input`, placeOf(user))],
  );
  const doubt = hidden === undefined ? [] : [hiddenPolicy(`groups of ${user.id}`, hidden, placeOf(user))];
  const attached = found.flatMap((it) => it.attached);
  return {
    identity: [...policiesOf(attached), ...unseen, ...doubt],
    managed: managedOf(attached),
    arns: found.flatMap(({ group }) => (group ? (spelling.arnOf(group) ?? []) : [])),
  };
}

function boundaryOf(holder: Resource, { spelling, attachments }: Reading): { boundary?: readonly Policy[] } {
  const written = property(holder, 'PermissionsBoundary');
  if (written === undefined) return {};
  const place = placeOf(holder, 'PermissionsBoundary', written);
  const arn = spelling.known(text(written));
  const reason = unknownReason(written) ?? 'which policy it is, is known only at deployment';
  return {
    boundary: [
      arn === undefined
        ? hiddenPolicy(`boundary of ${holder.id}`, reason, place)
        : attachments.managed(arn, place),
    ],
  };
}

/** Undefined when a tag is not known: then nothing may be said about any. */
export function tagsOf(resource: Resource, spelling: Spelling): Readonly<Record<string, string>> | undefined {
  const written = property(resource, 'Tags');
  if (unknownReason(written) !== undefined) return undefined;
  const tags: Record<string, string> = {};
  for (const item of items(written)) {
    const [key, value] = [spelling.known(text(at(item, 'Key'))), spelling.known(text(at(item, 'Value')))];
    if (key === undefined || value === undefined) return undefined;
    tags[key] = value;
  }
  return tags;
}

/** Roles that a policy names and nothing declares: they exist, and the rest of them is not in the input. */
function rolesKnownInPart({ attachments, membershipOf }: Reading) {
  const byArn = new Map<string, { account: string; name: string; attached: Attached[]; place: Place }>();
  for (const { kind, account, name, attached, place } of attachments.elsewhere) {
    if (kind !== 'Roles') continue;
    const arn = `arn:aws:iam::${account}:role/${name}`;
    const known = byArn.get(arn) ?? { account, name, attached: [], place };
    known.attached.push(attached);
    byArn.set(arn, known);
  }
  return [...byArn].map(([arn, { account, name, attached, place }]): { role: AccountRole; place: Place } => {
    const { organization, serviceControl } = membershipOf(account);
    const rest = hiddenPolicy(`the rest of role ${name}`, `role ${name} is not declared in the input`, place);
    return {
      place,
      role: {
        principal: {
          kind: 'role',
          account,
          arn,
          session: 'session',
          ...(organization !== undefined && { organization }),
        },
        identity: [...policiesOf(attached), rest],
        serviceControl,
        managedPolicies: managedOf(attached),
        trust: [rest],
      },
    };
  });
}
