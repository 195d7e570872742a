// The declared resources as the checker of the network reads them: by key, by type, and what describes an interface.

import { type Block, parseCidr } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import { at, flag, items, text, unknownReason, type Value } from '../read/cloudformation/value.ts';

export interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

export interface Subject {
  readonly from: string;
  readonly fromSubnet: string | undefined;
  readonly to: string;
  readonly toSubnet: string | undefined;
  readonly via: string | undefined;
  readonly protocol: number | undefined;
  readonly ports: { readonly from: number; readonly to: number } | undefined;
  readonly remote: readonly Span[] | undefined;
}

export type Packet = Readonly<
  Record<'source' | 'destination' | 'protocol' | 'sourcePort' | 'destinationPort', bigint>
>;

export interface Filter {
  readonly addresses: readonly bigint[];
  readonly protocols: readonly bigint[];
  readonly ports: readonly bigint[];
  passes(packet: Packet): boolean;
}

export type World = readonly Resource[];
export const ec2 = (world: World, type: string) => world.filter((it) => it.type === `AWS::EC2::${type}`);
export const get = (resource: Resource | undefined, path: string) => at(resource?.properties, path);
export const textAt = (resource: Resource | undefined, path: string) => text(get(resource, path));
export const hidden = (resource: Resource, ...paths: string[]) =>
  paths.some((path) => unknownReason(get(resource, path)) !== undefined);
export const byKey = (world: World, key: string | undefined) =>
  world.find((it) => it.key === key?.replace(/#\d+$/, ''));
const block = (value: Value | undefined): Block | undefined => parseCidr(text(value) ?? '');
export const names = (resource: Resource, path: string, key: string | undefined) =>
  hidden(resource, path) || (key !== undefined && textAt(resource, path) === key);

/** The addresses an end may have, in each reading that the resources allow. */
export function ownAddresses(subject: Subject, end: 'from' | 'to', world: World): Span[][] {
  const subnet = byKey(world, end === 'from' ? subject.fromSubnet : subject.toSubnet);
  const blocks = [block(get(subnet, 'CidrBlock')), block(get(subnet, 'Ipv6CidrBlock'))].flatMap(
    (it) => it ?? [],
  );
  const ipv6 = flag(get(subnet, 'AssignIpv6AddressOnCreation'))
    ? blocks.filter(({ family }) => family === 6)
    : [];
  const described = partsOf(byKey(world, subject[end]), world);
  const single = described.flatMap((part) => block(at(part, 'PrivateIpAddress')) ?? []);
  return [blocks, ...single.map((own) => [own, ...ipv6])];
}

/** Everything that describes an interface: its resource, its launch template, its interfaces declared or in place. */
export function partsOf(owner: Resource | undefined, world: World): Value[] {
  if (!owner) return [];
  const template = byKey(
    world,
    textAt(owner, 'LaunchTemplate.LaunchTemplateId') ??
      textAt(owner, 'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId') ??
      textAt(owner, 'LaunchConfigurationName'),
  );
  const outer = [owner.properties, template?.properties, get(template, 'LaunchTemplateData')].flatMap(
    (it) => it ?? [],
  );
  const attached = ec2(world, 'NetworkInterfaceAttachment')
    .filter((it) => names(it, 'InstanceId', owner.key))
    .map((it) => it.properties);
  const inner = [...outer.flatMap((part) => items(at(part, 'NetworkInterfaces'))), ...attached];
  const declared = inner.flatMap(
    (part) => byKey(world, text(at(part, 'NetworkInterfaceId')))?.properties ?? [],
  );
  return [...outer, ...inner, ...declared];
}

const groupLists = ['SecurityGroupIds', 'SecurityGroups', 'GroupSet', 'Groups', 'VpcSecurityGroupIds'];
const otherGroupLists = ['VPCSecurityGroups', 'VpcConfig.SecurityGroupIds'];

/** Keys of the groups of an interface; undefined when they cannot be read. */
export function groupsOf(key: string, subnetKey: string | undefined, world: World): string[] | undefined {
  const owner = byKey(world, key);
  if (!owner) return undefined;
  if (owner.type === 'AWS::CloudFront::VpcOrigin') return [];
  const lists = partsOf(owner, world).flatMap((part) =>
    [...groupLists, ...otherGroupLists].flatMap((name) => at(part, name) ?? []),
  );
  if (lists.some((list) => unknownReason(list) !== undefined)) return undefined;
  const named = lists.flatMap((list) => items(list).flatMap((item) => text(item) ?? []));
  if (named.length > 0) return named;
  if (textAt(owner, 'Type') === 'network') return undefined;
  const vpc = textAt(byKey(world, subnetKey), 'VpcId');
  return vpc === undefined ? undefined : [vpc.replace('⟧', '.DefaultSecurityGroup⟧')];
}
