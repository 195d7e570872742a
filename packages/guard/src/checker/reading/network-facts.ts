// The declared resources as the checker of the network reads them. Where something cannot be read, a question about it
// is answered with "could be": nothing is called stopped on a guess.

import { type Block, everyIpv4, globalIpv6, parseCidr } from '../../addresses.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, flag, items, text, unknownReason, type Value } from '../../read/cloudformation/value.ts';

export type Span = Readonly<Record<'first' | 'last', bigint>>;
export type World = readonly Resource[];

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

export const ec2 = (world: World, type: string) => world.filter((it) => it.type === `AWS::EC2::${type}`);
export const get = (resource: Resource | undefined, path: string) => at(resource?.properties, path);
export const textAt = (resource: Resource | undefined, path: string) => text(get(resource, path));
/** The resource with this key; the number of a host's further interface does not count. */
export const byKey = (world: World, key: string | undefined) =>
  key === undefined ? undefined : world.find((it) => it.key === key.replace(/#\d+$/, ''));
export const hidden = (resource: Resource, ...paths: string[]) =>
  paths.some((path) => unknownReason(get(resource, path)) !== undefined);
export const isTrue = (value: Value | undefined) =>
  unknownReason(value) !== undefined || flag(value) === true;
/** Whether the property names the key, or could. */
export const names = (resource: Resource, path: string, key: string | undefined) =>
  hidden(resource, path) || (key !== undefined && textAt(resource, path) === key);
export const blocksAt = (resource: Resource | undefined, ...paths: string[]): Block[] =>
  paths.flatMap((path) => parseCidr(textAt(resource, path) ?? '') ?? []);

/** The blocks of a subnet; where one of the family cannot be read, all its addresses. */
export function subnetBlocks(subnet: Resource | undefined, family: 4 | 6, world: World): readonly Block[] {
  if (!subnet) return [];
  const more = ec2(world, 'SubnetCidrBlock').filter((it) => names(it, 'SubnetId', subnet.key));
  const holders = [subnet, ...more];
  if (holders.some((it) => isChosen(it, family))) return [family === 4 ? everyIpv4 : globalIpv6];
  return holders.flatMap((it) => blocksAt(it, family === 4 ? 'CidrBlock' : 'Ipv6CidrBlock'));
}

/** Whether a block of the family is there that cannot be read: a pool or AWS itself chooses it. */
function isChosen(holder: Resource, family: 4 | 6): boolean {
  const name = family === 4 ? 'CidrBlock' : 'Ipv6CidrBlock';
  const choosers = [`Ipv${family}IpamPoolId`, ...(family === 6 ? ['AmazonProvidedIpv6CidrBlock'] : [])];
  return [name, ...choosers].some((path) => get(holder, path)) && blocksAt(holder, name).length === 0;
}

export const hidesBlock = (vpc: Resource, family: 4 | 6, world: World): boolean =>
  [vpc, ...ec2(world, 'VPCCidrBlock').filter((it) => names(it, 'VpcId', vpc.key))].some((it) =>
    isChosen(it, family),
  );

/** Whether some part of a transit gateway cannot be read: then nothing is told about any of them. */
export const isTransitHidden = (world: World): boolean =>
  world.some(
    ({ type, properties }) =>
      /^AWS::NetworkManager::TransitGateway/.test(type) ||
      (/^AWS::EC2::(TransitGateway(?!Multicast)|VPNConnection$)/.test(type) &&
        [...properties.entries].some(
          ([name, value]) =>
            unknownReason(value) !== undefined &&
            (type.endsWith('Connection') ? name === 'TransitGatewayId' : !/^(Tags|Description)$/.test(name)),
        )),
  );

/** The blocks of a prefix list; undefined when they are not declared. */
export function listBlocks(list: Value | undefined, world: World): Block[] | undefined {
  const declared = byKey(world, text(list));
  if (declared?.type !== 'AWS::EC2::PrefixList' || hidden(declared, 'Entries')) return undefined;
  return items(get(declared, 'Entries')).flatMap((entry) => parseCidr(text(at(entry, 'Cidr')) ?? '') ?? []);
}

/** All that describes an interface: its resource, what that is launched from, and the interfaces attached to it. */
export function descriptionOf(owner: Resource | undefined, world: World): readonly Resource[] {
  const attached = ec2(world, 'NetworkInterfaceAttachment').filter((it) =>
    names(it, 'InstanceId', owner?.key),
  );
  const found = new Set(owner ? [owner, ...attached] : []);
  for (const one of found)
    for (const text of textsIn(one.properties)) {
      const named = byKey(world, text) ?? world.find((it) => textAt(it, 'LaunchTemplateName') === text);
      if (
        /(::(NetworkInterface|LaunchTemplate|LaunchConfiguration)|SubnetGroup)$/.test(named?.type ?? '') &&
        named
      )
        found.add(named);
    }
  return [...found];
}

/** The key of what every VPC is born with. */
export const defaultOf = (vpc: string | undefined, name: 'NetworkAcl' | 'SecurityGroup') =>
  (vpc ?? '').replace('⟧', `.Default${name}⟧`);

const partsOf = (value: Value): readonly Value[] =>
  value.kind === 'list' ? value.items : value.kind === 'map' ? [...value.entries.values()] : [];
export const textsIn = (value: Value): readonly string[] => [
  ...(text(value) === undefined ? [] : [String(text(value))]),
  ...partsOf(value).flatMap(textsIn),
];
/** Every value under one of these names, however deep. */
export const under = (value: Value, name: RegExp): readonly Value[] =>
  value.kind === 'map'
    ? [...value.entries].flatMap(([key, inner]) => [
        ...(name.test(key) ? [inner] : []),
        ...under(inner, name),
      ])
    : partsOf(value).flatMap((inner) => under(inner, name));

/** Keys of the subnets an interface may stand in; undefined when they cannot be read. */
export function subnetsOf(key: string, world: World): readonly string[] | undefined {
  const list = /^(Subnet(Id|s|Ids|Mappings)|VPCZoneIdentifier)$/;
  const lists = descriptionOf(byKey(world, key), world).flatMap(({ properties }) => under(properties, list));
  const named = lists.flatMap(textsIn).filter((text) => byKey(world, text)?.type === 'AWS::EC2::Subnet');
  const isHidden = lists.some((it) => unknownReason(it) !== undefined);
  return isHidden || named.length === 0 ? undefined : [...new Set(named)];
}

/** Keys of the groups an interface may have; undefined when they cannot be read. */
export function groupsOf(key: string, subnet: string | undefined, world: World): string[] | undefined {
  const owner = byKey(world, key);
  if (owner?.type === 'AWS::CloudFront::VpcOrigin') return [];
  const list = /^((Vpc|VPC)?Security(Group|GroupId)s|GroupSet|Groups)$/;
  const lists = descriptionOf(owner, world).flatMap(({ properties }) => under(properties, list));
  if (!owner || lists.some((it) => unknownReason(it) !== undefined)) return undefined;
  const named = lists.flatMap(textsIn);
  if (named.length > 0) return named;
  const vpc = textAt(byKey(world, subnet), 'VpcId');
  return vpc === undefined || textAt(owner, 'Type') === 'network'
    ? undefined
    : [defaultOf(vpc, 'SecurityGroup')];
}

/** Types that have no IPv6 address unless they ask for one in a word of their own. */
const askingTypes: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'VpcConfig.Ipv6AllowedForDualStack',
};

/** Whether an interface in the subnet has an IPv6 address, or could: it asks for one, or the subnet gives it one. */
export const hasIpv6Address = (
  owner: Resource | undefined,
  described: readonly Resource[],
  subnet: Resource | undefined,
): boolean => {
  const asking = askingTypes[owner?.type ?? ''];
  if (asking !== undefined) return isTrue(get(owner, asking));
  return (
    isTrue(get(subnet, 'AssignIpv6AddressOnCreation')) ||
    isTrue(get(subnet, 'Ipv6Native')) ||
    described.some(
      ({ properties }) => under(properties, /^Ipv6(AddressCount|Addresses|PrefixCount|Prefixes)$/).length > 0,
    )
  );
};
