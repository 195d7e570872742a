// Answers about one principal, one policy or one resource, put where a template would have written them.
// Invariant: what was not recorded about a principal is an unknown property, never a missing one.

import type { Resource } from '../closed-world.ts';
import {
  at,
  items,
  listValue,
  mapValue,
  scalarValue,
  text,
  unknownValue,
  type Value,
} from '../cloudformation/value.ts';

const iam = (name: string) => `AWS::IAM::${name}`;

interface HolderShape {
  /** The property that names one. */
  readonly name: string;
  /** As the names of operations spell it. */
  readonly word: string;
  readonly details?: string;
}

const holders: Readonly<Record<string, HolderShape>> = {
  [iam('User')]: { name: 'UserName', word: 'user', details: iam('RecordedUser') },
  [iam('Role')]: { name: 'RoleName', word: 'role', details: iam('RecordedRole') },
  [iam('Group')]: { name: 'GroupName', word: 'group' },
};

/** The resources of one region, with what was said about principals and policies joined. */
export function joinIdentities(resources: readonly Resource[]): readonly Resource[] {
  if (!resources.some(({ type }) => marks.has(type) || type in holders || type in policyAnswers))
    return resources;
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    const same = byType.get(resource.type);
    if (same) same.push(resource);
    else byType.set(resource.type, [resource]);
  }
  const answers: Answers = { of: (type) => byType.get(type) ?? [] };
  const listed = withoutRepeats(resources.filter(({ type }) => !marks.has(type)));
  return [...listed.map((it) => joined(it, answers)), ...managedPolicies(answers)];
}

interface Answers {
  of(type: string): readonly Resource[];
}

const get = (resource: Resource, path: string): Value | undefined => at(resource.properties, path);
const named = (resource: Resource, path: string): string | undefined => text(get(resource, path));

/** Answers that are nothing by themselves. */
const marks = new Set(
  ['Devices', 'Login', 'User', 'Role', 'Groups', 'InlineNames', 'Inline', 'Attached', 'Version', 'Details']
    .map((name) => iam(`Recorded${name}`))
    .concat('AWS::Organizations::RecordedTargets', 'AWS::KMS::RecordedPolicy', 'AWS::Lambda::RecordedPolicy')
    .concat('AWS::SecretsManager::RecordedPolicy', 'AWS::ECR::RecordedPolicy'),
);

/** Who stands in the account's details is told there; a list adds nothing. */
function withoutRepeats(resources: readonly Resource[]): readonly Resource[] {
  const detailed = new Set(
    resources.flatMap((it) =>
      it.type in holders && get(it, 'ManagedPolicyArns') ? [`${it.type} ${it.id}`] : [],
    ),
  );
  const profiles = new Set<string>();
  return resources.filter((it) => {
    if (it.type === iam('InstanceProfile')) {
      const isNew = !profiles.has(it.id);
      profiles.add(it.id);
      return isNew;
    }
    return !(it.type in holders) || !detailed.has(`${it.type} ${it.id}`) || get(it, 'ManagedPolicyArns');
  });
}

function joined(resource: Resource, answers: Answers): Resource {
  const holder = holders[resource.type];
  if (holder) {
    const whole = get(resource, 'ManagedPolicyArns') ? resource : withAnswers(resource, holder, answers);
    return holder.word === 'user' ? withSignIn(whole, answers) : whole;
  }
  const answer = policyAnswers[resource.type];
  if (answer) return withPolicyAnswer(resource, answer, answers);
  if (resource.type === 'AWS::Organizations::Policy') return withTargets(resource, answers);
  return resource;
}

function withProperties(resource: Resource, more: Readonly<Record<string, Value | undefined>>): Resource {
  const entries = new Map(resource.properties.entries);
  for (const [name, value] of Object.entries(more)) if (value) entries.set(name, value);
  return { ...resource, properties: mapValue(entries, resource.line) };
}

function withAnswers(resource: Resource, { name, word, details }: HolderShape, answers: Answers): Resource {
  const about = (type: string) => answers.of(type).find((it) => named(it, name) === resource.id);
  const unseen = (operation: string) =>
    unknownValue(`no iam.${operation}@${resource.id} is recorded`, resource.line);
  const attached = about(iam('RecordedAttached'));
  const list = (of: Resource, path: string, read: (item: Value) => Value | undefined) =>
    listValue(
      items(get(of, path)).flatMap((item) => read(item) ?? []),
      of.line,
    );
  const groups = about(iam('RecordedGroups'));
  const detail = details === undefined ? undefined : about(details);
  const missing = details === undefined ? undefined : unseen(`get-${word}`);
  return withProperties(resource, {
    Policies: inlinePolicies(resource, name, word, answers),
    ManagedPolicyArns: attached
      ? list(attached, 'AttachedPolicies', (it) => at(it, 'PolicyArn'))
      : unseen(`list-attached-${word}-policies`),
    ...(word === 'user' && {
      Groups: groups ? list(groups, 'Groups', (it) => at(it, 'GroupName')) : unseen('list-groups-for-user'),
    }),
    PermissionsBoundary: detail ? get(detail, 'PermissionsBoundary.PermissionsBoundaryArn') : missing,
    Tags: detail ? (get(detail, 'Tags') ?? listValue([], detail.line)) : missing,
  });
}

/** How a user signs in. `{}`, recorded where the call says that there is no login profile, is no password. */
function withSignIn(user: Resource, answers: Answers): Resource {
  const about = (type: string) => answers.of(iam(type)).find((it) => named(it, 'UserName') === user.id);
  const unseen = (operation: string) => unknownValue(`no iam.${operation}@${user.id} is recorded`, user.line);
  const [login, devices] = [about('RecordedLogin'), about('RecordedDevices')];
  return withProperties(user, {
    LoginProfile: login ? get(login, 'LoginProfile') : unseen('get-login-profile'),
    MFADevices: devices
      ? (get(devices, 'MFADevices') ?? listValue([], devices.line))
      : unseen('list-mfa-devices'),
  });
}

function inlinePolicies(resource: Resource, name: string, word: string, answers: Answers): Value {
  const list = answers.of(iam('RecordedInlineNames')).find((it) => named(it, name) === resource.id);
  if (!list) return unknownValue(`no iam.list-${word}-policies@${resource.id} is recorded`, resource.line);
  const documents = answers.of(iam('RecordedInline')).filter((it) => named(it, name) === resource.id);
  return listValue(
    items(get(list, 'PolicyNames')).map((item): Value => {
      const document = documents.find((it) => named(it, 'PolicyName') === text(item));
      const operation = `iam.get-${word}-policy@${resource.id}@${text(item) ?? '?'}`;
      return document ? document.properties : unknownValue(`no ${operation} is recorded`, item.line);
    }),
    list.line,
  );
}

/** `get-policy-version` says neither ARN nor name: the file name tells the name, attachments tell the ARN. */
function managedPolicies(answers: Answers): readonly Resource[] {
  const attached = answers.of(iam('RecordedAttached')).flatMap((it) => items(get(it, 'AttachedPolicies')));
  const arns = [...new Set(attached.flatMap((it) => text(at(it, 'PolicyArn')) ?? []))];
  const boundaries = [...answers.of(iam('RecordedUser')), ...answers.of(iam('RecordedRole'))].flatMap(
    (it) => named(it, 'PermissionsBoundary.PermissionsBoundaryArn') ?? [],
  );
  return answers.of(iam('RecordedVersion')).flatMap((version) => {
    const name = named(version, 'PolicyName');
    return [...new Set([...arns, ...boundaries])]
      .filter((arn) => arn.endsWith(`/${name ?? ''}`))
      .map((arn): Resource => {
        const policy = { ...version, key: arn, id: name ?? arn, type: iam('ManagedPolicy') };
        return withProperties(policy, {
          Arn: scalarValue(arn, version.line),
          PolicyDocument: get(version, 'Document'),
        });
      });
  });
}

interface PolicyAnswer {
  /** The type of the answer, what it says of whom, and where its document goes. */
  readonly type: string;
  readonly about: string;
  readonly document: string;
  readonly property: string;
  readonly operation: string;
}

/** Services that tell the policy of a resource in a call of its own. */
const policyAnswers: Readonly<Record<string, PolicyAnswer>> = {
  'AWS::KMS::Key': {
    type: 'AWS::KMS::RecordedPolicy',
    about: 'KeyId',
    document: 'Policy',
    property: 'KeyPolicy',
    operation: 'kms.get-key-policy',
  },
  'AWS::Lambda::Function': {
    type: 'AWS::Lambda::RecordedPolicy',
    about: 'FunctionName',
    document: 'Policy',
    property: 'Policy',
    operation: 'lambda.get-policy',
  },
  'AWS::SecretsManager::Secret': {
    type: 'AWS::SecretsManager::RecordedPolicy',
    about: 'Name',
    document: 'ResourcePolicy',
    property: 'Policy',
    operation: 'secretsmanager.get-resource-policy',
  },
  'AWS::ECR::Repository': {
    type: 'AWS::ECR::RecordedPolicy',
    about: 'repositoryName',
    document: 'policyText',
    property: 'RepositoryPolicyText',
    operation: 'ecr.get-repository-policy',
  },
};

/** `{}`, recorded where the call says that there is no policy, leaves the resource without one. */
function withPolicyAnswer(resource: Resource, answer: PolicyAnswer, answers: Answers): Resource {
  const name = named(resource, answer.about) ?? resource.id;
  const found = answers
    .of(answer.type)
    .find((it) => (named(it, answer.about) ?? it.id) === name || it.id === name);
  const hidden = unknownValue(`no ${answer.operation}@${name} is recorded`, resource.line);
  return withProperties(resource, { [answer.property]: found ? get(found, answer.document) : hidden });
}

function withTargets(policy: Resource, answers: Answers): Resource {
  const list = answers
    .of('AWS::Organizations::RecordedTargets')
    .find((it) => named(it, 'PolicyId') === named(policy, 'Id'));
  const targets = items(list && get(list, 'Targets')).flatMap((it) => at(it, 'TargetId') ?? []);
  const hidden = unknownValue(
    `no organizations.list-targets-for-policy@${named(policy, 'Id') ?? '?'} is recorded`,
    policy.line,
  );
  return withProperties(policy, { TargetIds: list ? listValue(targets, list.line) : hidden });
}
