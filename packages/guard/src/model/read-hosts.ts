// Hosts: instances, and Auto Scaling groups as one host each, with all their network interfaces. The first interface
// carries the host's key, so that target groups and controls find it; the others carry the key and a number.

import type { Resource } from '../read/closed-world.ts';
import {
  at,
  flag,
  hasToken,
  items,
  number,
  text,
  unknownReason,
  type Value,
} from '../read/cloudformation/value.ts';
import { member, type Subnets } from './member.ts';
import type { Interface } from './network.ts';
import { hiddenIn, property, propertyText, type Resources } from './resources.ts';

export function readHosts(resources: Resources, subnets: Subnets): Interface[] {
  const hosts = resources.ofType('AWS::EC2::Instance', 'AWS::AutoScaling::AutoScalingGroup');
  return hosts.flatMap((host) => readHost(host, resources, subnets));
}

function readHost(host: Resource, resources: Resources, subnets: Subnets): Interface[] {
  const settings = launchSettings(host, resources);
  const named = items(settings.setting('NetworkInterfaces')).map((item) => ({
    item,
    declared: declaredInterface(at(item, 'NetworkInterfaceId'), resources),
  }));
  const attachments = resources
    .ofType('AWS::EC2::NetworkInterfaceAttachment')
    .filter((it) => propertyText(it, 'InstanceId') === host.key)
    .map((it) => ({
      item: it.properties as Value,
      declared: declaredInterface(property(it, 'NetworkInterfaceId'), resources),
    }));
  // A host that lists no interface has one all the same, described by its own properties.
  const own = named.length > 0 ? named : [{ item: undefined, declared: undefined }];
  const all = [...own, ...attachments].sort((a, b) => deviceIndex(a.item) - deviceIndex(b.item));
  return all.map(({ item, declared }, index) => {
    const described = declared?.properties ?? item;
    // AWS gives an address by itself to an interface that it makes at launch, and to no other.
    const mayGetAddress = all.length === 1 && declared === undefined;
    const read = readInterface(host, settings, described, subnets, index === 0, mayGetAddress);
    const elastic = elasticAddress(resources, index === 0 ? host.key : undefined, declared?.key);
    const missing =
      at(item, 'NetworkInterfaceId') !== undefined && !declared
        ? `a network interface of ${host.id} is not in the given templates`
        : undefined;
    return {
      ...read,
      key: index === 0 ? host.key : `${host.key}#${index}`,
      hasPublicAddress: read.hasPublicAddress || elastic.found,
      uncertain: read.uncertain ?? missing ?? elastic.hidden,
    };
  });
}

const deviceIndex = (item: Value | undefined) => number(at(item, 'DeviceIndex')) ?? 0;

function declaredInterface(id: Value | undefined, resources: Resources): Resource | undefined {
  const declared = resources.byKey.get(text(id) ?? '');
  return declared?.type === 'AWS::EC2::NetworkInterface' ? declared : undefined;
}

/** Whether an Elastic IP address belongs to this interface, and why it is not known which interface one belongs to. */
function elasticAddress(
  resources: Resources,
  instance: string | undefined,
  networkInterface: string | undefined,
) {
  const addresses = resources.ofType('AWS::EC2::EIP', 'AWS::EC2::EIPAssociation');
  const found = addresses.some(
    (it) =>
      (instance !== undefined && propertyText(it, 'InstanceId') === instance) ||
      (networkInterface !== undefined && propertyText(it, 'NetworkInterfaceId') === networkInterface),
  );
  const attachments = resources.ofType('AWS::EC2::NetworkInterfaceAttachment');
  const hidden = [...addresses, ...attachments].map((it) => hiddenIn(it, 'InstanceId', 'NetworkInterfaceId'));
  return { found, hidden: hidden.find((reason) => reason !== undefined) };
}

function readInterface(
  host: Resource,
  settings: LaunchSettings,
  described: Value | undefined,
  subnets: Subnets,
  isFirst: boolean,
  mayGetAddress: boolean,
): Interface {
  const setting = (name: string) => (isFirst ? settings.setting(name) : undefined);
  const groupIds =
    at(described, 'GroupSet') ??
    at(described, 'Groups') ??
    setting('SecurityGroupIds') ??
    setting('SecurityGroups');
  const placedIn =
    at(described, 'SubnetId') ?? property(host, 'SubnetId') ?? property(host, 'VPCZoneIdentifier');
  const base = member(host, 'host', placedIn, groupIds, subnets);
  const choice = at(described, 'AssociatePublicIpAddress') ?? setting('AssociatePublicIpAddress');
  // Nor to one of several interfaces.
  const bySubnet = mayGetAddress && base.subnets.some((key) => subnets.get(key)?.mapsPublicAddress);
  const ipv6 = ipv6Settings.map((name) => at(described, name) ?? setting(name));
  const single =
    (isFirst ? propertyText(host, 'PrivateIpAddress') : undefined) ?? text(at(described, 'PrivateIpAddress'));
  const hasMore = furtherAddresses.some((name) => at(described, name) !== undefined);
  return {
    ...base,
    hasPublicAddress: unknownReason(choice) === undefined && (flag(choice) ?? bySubnet),
    hasIpv6: asksForIpv6(ipv6),
    privateAddress: hasMore ? undefined : single,
    uncertain:
      base.uncertain ??
      unknownReason(choice) ??
      ipv6.map(unknownReason).find((reason) => reason !== undefined) ??
      settings.uncertain,
  };
}

const ipv6Settings = ['Ipv6AddressCount', 'Ipv6Addresses', 'Ipv6PrefixCount', 'Ipv6Prefixes'] as const;
/** With one of these the first private address is not the only one. */
const furtherAddresses = [
  'PrivateIpAddresses',
  'SecondaryPrivateIpAddressCount',
  'Ipv4PrefixCount',
  'Ipv4Prefixes',
] as const;

/** A count of 0 refuses the address that the subnet would give. */
function asksForIpv6(settings: readonly (Value | undefined)[]): boolean | undefined {
  const given = settings.filter((it) => it !== undefined);
  if (given.length === 0) return undefined;
  return given.some((it) => (it.kind === 'list' ? it.items.length > 0 : (number(it) ?? 0) > 0));
}

interface LaunchSettings {
  setting(name: string): Value | undefined;
  readonly uncertain: string | undefined;
}

/** The template that an instance or group launches from; undefined when it is not declared. */
export function launchTemplateOf(host: Resource, resources: Resources): Resource | undefined {
  const said = (word: string) =>
    templateSettings.map((path) => propertyText(host, `${path}.${word}`)).find((it) => it !== undefined);
  const reference = said('LaunchTemplateId') ?? propertyText(host, 'LaunchConfigurationName');
  if (reference !== undefined) return resources.byKey.get(reference);
  const name = said('LaunchTemplateName');
  const named = (it: Resource) => propertyText(it, 'LaunchTemplateName') === name;
  return name === undefined ? undefined : resources.ofType('AWS::EC2::LaunchTemplate').find(named);
}

const mixed = 'MixedInstancesPolicy.LaunchTemplate';
const templateSettings = ['LaunchTemplate', `${mixed}.LaunchTemplateSpecification`] as const;

/** Why some instances may be launched from other words than the template holds now. */
function otherTemplate(host: Resource, template: Resource | undefined): string | undefined {
  const own = items(property(host, `${mixed}.Overrides`)).some((it) => at(it, 'LaunchTemplateSpecification'));
  if (own) return `some instance types of ${host.id} have a launch template of their own`;
  const versions = templateSettings.map((path) => propertyText(host, `${path}.Version`));
  const old = versions.find((version) => version !== undefined && /^\d+$/.test(version) && version !== '1');
  return old !== undefined && template && hasToken(template.key)
    ? `what version ${old} of ${template.id} says is not in the given templates`
    : undefined;
}

/** A setting of a host: its own word first, then its launch template's. */
export const hostSetting = (host: Resource, resources: Resources, path: string): Value | undefined =>
  settingOf(host, launchTemplateOf(host, resources), path);

const settingOf = (host: Resource, template: Resource | undefined, path: string): Value | undefined =>
  property(host, path) ??
  (template && (property(template, `LaunchTemplateData.${path}`) ?? property(template, path)));

function launchSettings(host: Resource, resources: Resources): LaunchSettings {
  const template = launchTemplateOf(host, resources);
  const names = ['LaunchTemplate', 'MixedInstancesPolicy', 'LaunchConfigurationName'];
  const isLaunched =
    host.type === 'AWS::AutoScaling::AutoScalingGroup' || names.some((name) => property(host, name));
  return {
    setting: (name) => settingOf(host, template, name),
    uncertain:
      isLaunched && !template
        ? `the launch template of ${host.id} is not in the given templates`
        : otherTemplate(host, template),
  };
}
