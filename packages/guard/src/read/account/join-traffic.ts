// Answers about load balancing and scaling that belong together: a target group and the targets registered with it, an
// Auto Scaling group and the version of the launch template it takes, a resource and its tags.

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

const elb = 'AWS::ElasticLoadBalancingV2::';

/** Types of answers that only complete other resources. */
export const registeredTarget = `${elb}RecordedTarget`;
export const templateVersion = 'AWS::EC2::RecordedLaunchTemplateVersion';
export const recordedTags = 'RecordedTags';

/** The key under which the tags of a resource are found. */
export const tagsOf = (key: string): string => `tags of ${key}`;

const completing: ReadonlySet<string> = new Set([registeredTarget, templateVersion, recordedTags]);

const get = (resource: Resource, path: string): Value | undefined => at(resource.properties, path);

const withEntry = (resource: Resource, name: string, value: Value): Resource => ({
  ...resource,
  properties: mapValue(new Map(resource.properties.entries).set(name, value), resource.properties.line),
});

export function joinTraffic(resources: readonly Resource[]): Resource[] {
  return resources
    .filter(({ type }) => !completing.has(type))
    .flatMap((resource) => joined(resource, resources));
}

function joined(resource: Resource, all: readonly Resource[]): Resource[] {
  switch (resource.type) {
    case `${elb}TargetGroup`:
      return [withTags(withTargets(resource, all), all, 'elbv2.describe-tags')];
    case `${elb}LoadBalancer`:
      return [withTags(resource, all, 'elbv2.describe-tags')];
    case 'AWS::CloudFront::Distribution':
      return [withTags(resource, all, `cloudfront.list-tags-for-resource@${resource.key}`)];
    case 'AWS::AutoScaling::AutoScalingGroup':
      return withLaunchTemplate(resource, all);
    default:
      return [resource];
  }
}

/** Tags are asked for apart; those of a resource nobody asked about are not known. */
function withTags(resource: Resource, all: readonly Resource[], operation: string): Resource {
  const tags = all.find(({ type, key }) => type === recordedTags && key === tagsOf(resource.key));
  const hidden = unknownValue(`no ${operation} is recorded about ${resource.id}`, resource.line);
  return withEntry(resource, 'Tags', (tags && get(tags, 'Tags')) ?? hidden);
}

/** The targets by the keys that hosts, load balancers and functions go by. */
function withTargets(group: Resource, all: readonly Resource[]): Resource {
  const targets = targetsOf(group, all);
  const keyed = targets.map((target) => {
    const key = keyOfTarget(target, all) ?? text(get(target, 'Target.Id')) ?? '';
    return mapValue(new Map([['Id', scalarValue(key, target.line)]]), target.line);
  });
  const ports = new Set(targets.map((target) => text(get(target, 'Target.Port'))));
  const [port] = targets.map((target) => get(target, 'Target.Port'));
  // A target may be registered on a port of its own; where all of them are, that is the port of the group.
  const own = ports.size === 1 && port !== undefined ? withEntry(group, 'Port', port) : group;
  return withEntry(own, 'Targets', listValue(keyed, group.line));
}

export const targetsOf = (group: Resource, all: readonly Resource[]): Resource[] =>
  all.filter(
    (it) =>
      it.type === registeredTarget &&
      text(get(it, 'TargetGroupName')) === text(get(group, 'TargetGroupName')),
  );

/** The key of what is registered; undefined when nothing that is recorded goes by it. */
export function keyOfTarget(target: Resource, all: readonly Resource[]): string | undefined {
  const id = text(get(target, 'Target.Id')) ?? '';
  const found = all.find((it) => it.key === id || text(get(it, 'FunctionArn')) === id || hasAddress(it, id));
  return found?.key;
}

const hasAddress = (resource: Resource, address: string): boolean =>
  items(get(resource, 'NetworkInterfaces')).some((it) => text(at(it, 'PrivateIpAddress')) === address);

/** The group beside the launch template it launches from: a template has versions, a group takes one of them. */
function withLaunchTemplate(group: Resource, all: readonly Resource[]): Resource[] {
  const mixed = 'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification';
  const asked = get(group, 'LaunchTemplate') ?? get(group, mixed);
  const id = text(at(asked, 'LaunchTemplateId'));
  const version = all.find(
    (it) => it.type === templateVersion && isVersion(it, id, text(at(asked, 'Version')), all),
  );
  if (asked === undefined || id === undefined || version === undefined) return [group];
  const key = `${id}:${text(get(version, 'VersionNumber')) ?? ''} for ${group.key}`;
  const reference = mapValue(new Map([['LaunchTemplateId', scalarValue(key, asked.line)]]), asked.line);
  return [
    withEntry(group, 'LaunchTemplate', reference),
    { ...version, key, id, type: 'AWS::EC2::LaunchTemplate' },
  ];
}

/** `$Latest` is the highest number, `$Default` (or none) the version that is marked. */
function isVersion(
  version: Resource,
  template: string | undefined,
  asked: string | undefined,
  all: readonly Resource[],
): boolean {
  if (text(get(version, 'LaunchTemplateId')) !== template) return false;
  const number = Number(text(get(version, 'VersionNumber')));
  if (asked === undefined || asked === '$Default') return text(get(version, 'DefaultVersion')) === 'true';
  if (asked !== '$Latest') return number === Number(asked);
  return !all.some(
    (it) =>
      it.type === templateVersion &&
      text(get(it, 'LaunchTemplateId')) === template &&
      Number(text(get(it, 'VersionNumber'))) > number,
  );
}
