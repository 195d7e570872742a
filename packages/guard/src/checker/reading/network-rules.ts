// Every filter in one form: rules in order, of which the first that holds a packet decides; what none holds is refused.
// A rule that cannot be read lets everything pass.

import { type Block, everyIpv4, everyIpv6, ipv6Base, parseCidr } from '../../addresses.ts';
import type { Resource } from '../../read/closed-world.ts';
import {
  at,
  flag,
  items,
  number,
  scalarValue,
  text,
  unknownReason,
  type Value,
} from '../../read/cloudformation/value.ts';
import {
  blocksAt,
  byKey,
  defaultOf,
  ec2,
  get,
  groupsOf,
  hidden,
  isTransitHidden,
  listBlocks,
  names,
  type Span,
  textAt,
  type World,
} from './network-facts.ts';

/** Source, destination, protocol, source port, destination port. */
export type Box = readonly Span[];
export interface Rule {
  readonly passes: boolean;
  readonly box: Box;
}
export type Filter = readonly Rule[];

const axes = ['source', 'destination', 'protocol', 'sourcePort', 'destinationPort'] as const;
type Part = Partial<Record<(typeof axes)[number], Span | undefined>>;
export const everyPort: Span = { first: 0n, last: 65535n };
const everyAddress: Span = { first: 0n, last: everyIpv6.last };
const whole = [everyAddress, everyAddress, { first: 0n, last: 255n }, everyPort, everyPort] as const;
export const boxOf = (part: Part): Box => whole.map((span, axis) => part[axes[axis] ?? 'source'] ?? span);
export const pass = (part: Part = {}): Rule => ({ passes: true, box: boxOf(part) });
export const span = (from: number, to = from): Span => ({ first: BigInt(from), last: BigInt(to) });
export const gate = (open: boolean): Filter => (open ? [pass()] : []);
/** Both ends of a packet are of one family. */
export const families = (ipv4: boolean, ipv6: boolean): Filter => [
  ...(ipv4 ? [pass({ source: everyIpv4 })] : []),
  ...(ipv6 ? [pass({ source: { ...everyIpv6, first: ipv6Base } })] : []),
];

const protocolNumbers: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

/** Protocol and ports of a rule. ICMP has types and codes for ports, as type × 256 + code. */
function serviceOf(
  rule: Value,
  [from, to]: readonly [string, string],
  side: 'sourcePort' | 'destinationPort',
): Part {
  const written = text(at(rule, 'IpProtocol') ?? at(rule, 'Protocol')) ?? '-1';
  if (written === '-1') return {};
  const protocol = protocolNumbers[written] ?? Number(written);
  const [low = -1, high = -1] = [number(at(rule, from)), number(at(rule, to))];
  const ports = isIcmp(protocol)
    ? side === 'destinationPort' &&
      low !== -1 &&
      span(low * 256 + Math.max(high, 0), low * 256 + (high < 0 ? 255 : high))
    : (protocol === 6 || protocol === 17) && low !== -1 && high !== -1 && span(low, high);
  return { protocol: span(protocol), ...(ports && { [side]: ports }) };
}

const isIcmp = (protocol: number | undefined) => protocol === 1 || protocol === 58;

export function aclFilter(
  subnet: string,
  egress: boolean,
  remote: 'source' | 'destination',
  port: 'sourcePort' | 'destinationPort',
  world: World,
): Filter {
  const uses = ec2(world, 'SubnetNetworkAclAssociation').filter((it) => names(it, 'SubnetId', subnet));
  const born = defaultOf(textAt(byKey(world, subnet), 'VpcId'), 'NetworkAcl');
  const acl = uses.length === 0 ? born : textAt(uses[0], 'NetworkAclId');
  if (uses.length > 1 || (acl !== born && !byKey(world, acl))) return gate(true);
  const numberOf = (it: Resource) => number(get(it, 'RuleNumber')) ?? 0;
  const rules = ec2(world, 'NetworkAclEntry')
    .filter((it) => names(it, 'NetworkAclId', acl) && (flag(get(it, 'Egress')) ?? false) === egress)
    // The default ACL lets everything pass by its entries 100 and 101.
    .filter((it) => acl !== born || numberOf(it) < 100)
    .sort((a, b) => numberOf(a) - numberOf(b))
    .flatMap((entry): Filter => {
      const passes = textAt(entry, 'RuleAction')?.toLowerCase() === 'allow';
      const [block] = blocksAt(entry, 'CidrBlock', 'Ipv6CidrBlock');
      if (!block || unknownReason(entry.properties) !== undefined) return gate(passes);
      const kind = ['Icmp', 'IcmpTypeCode'].find((name) => get(entry, name)) ?? 'Icmp';
      const isPing = isIcmp(number(get(entry, 'Protocol')));
      // A reply is of another type: an entry that denies one type lets some reply pass.
      if (isPing && !passes && port === 'sourcePort' && (number(get(entry, `${kind}.Type`)) ?? -1) !== -1)
        return [];
      const ends = isPing
        ? ([`${kind}.Type`, `${kind}.Code`] as const)
        : (['PortRange.From', 'PortRange.To'] as const);
      return [{ passes, box: boxOf({ ...serviceOf(entry.properties, ends, port), [remote]: block }) }];
    });
  return [...rules, ...gate(acl === born)];
}

/** Whether a route leads to something whose own tables no template shows. */
export function isOutOfSight(route: Resource, world: World): boolean {
  const known = ['NatGatewayId', 'EgressOnlyInternetGatewayId', 'VpcPeeringConnectionId'];
  if (textAt(route, 'State') === 'blackhole' || isGateway(route, world)) return false;
  const isTold = isOf(textAt(route, 'TransitGatewayId'), 'TransitGateway', world) && !isTransitHidden(world);
  return !isTold && known.every((name) => !get(route, name));
}

/** The same, or any transit gateway: where packets come from one, they are followed to no other. */
export const isLost = (route: Resource, world: World): boolean =>
  isOutOfSight(route, world) ||
  (get(route, 'TransitGatewayId') !== undefined && textAt(route, 'State') !== 'blackhole');

/** Whether a NAT gateway may hand packets on to such a thing. */
export function isRelay(nat: Resource | undefined, world: World): boolean {
  const subnet = textAt(nat, 'SubnetId');
  const beyond = byKey(world, subnet) && routesOf(subnet ?? '', world);
  return beyond?.some((it) => isLost(it, world)) ?? true;
}

/** Whether a route surely leads to an internet gateway. */
function isGateway(route: Resource, world: World): boolean {
  const key = textAt(route, 'GatewayId');
  return /^igw-/.test(key ?? '') || isOf(key, 'InternetGateway', world);
}

const routeTargets: Readonly<Record<string, string>> = {
  'AWS::EC2::NatGateway': 'NatGatewayId',
  'AWS::EC2::EgressOnlyInternetGateway': 'EgressOnlyInternetGatewayId',
  'AWS::EC2::VPCPeeringConnection': 'VpcPeeringConnectionId',
  'AWS::EC2::TransitGateway': 'TransitGatewayId',
};

/** The routes of a subnet's table, and those that could be; undefined when it is not declared which table it has. */
export function routesOf(subnet: string, world: World): Resource[] | undefined {
  const uses = ec2(world, 'SubnetRouteTableAssociation').filter((it) => names(it, 'SubnetId', subnet));
  const table = textAt(uses[0], 'RouteTableId');
  if (uses.length > 1 || (uses.length === 1 && !byKey(world, table))) return undefined;
  const propagates = ec2(world, 'VPNGatewayRoutePropagation').filter(
    (it) => hidden(it, 'RouteTableIds') || items(get(it, 'RouteTableIds')).some((to) => text(to) === table),
  );
  return ec2(world, 'Route')
    .filter((it) => textAt(it, 'GatewayId') !== 'local')
    .filter((it) => hidden(it, 'RouteTableId') || (table && textAt(it, 'RouteTableId') === table))
    .concat(propagates); // routes to blocks that nobody wrote down
}

export function vpcBlocks(vpc: string | undefined, world: World): Block[] {
  const more = ec2(world, 'VPCCidrBlock').filter((it) => vpc && textAt(it, 'VpcId') === vpc);
  return [byKey(world, vpc), ...more].flatMap((it) => blocksAt(it, 'CidrBlock', 'Ipv6CidrBlock'));
}

/** Passes what the subnet's table sends this way: never what stays in the VPC, then the longest prefix decides. */
export function routeFilter(
  subnet: string,
  side: 'source' | 'destination',
  way: string | undefined | ((route: Resource, world: World) => boolean),
  world: World,
): Filter {
  const declared = routesOf(subnet, world);
  if (!declared) return gate(true);
  const local = vpcBlocks(textAt(byKey(world, subnet), 'VpcId'), world);
  const target = typeof way === 'string' ? routeTargets[byKey(world, way)?.type ?? ''] : undefined;
  const isAppliance = (route: Resource) =>
    ['VpcEndpointId', 'InstanceId', 'NetworkInterfaceId'].some((name) => get(route, name));
  const leads = (route: Resource) => {
    if (hidden(route, 'GatewayId')) return true;
    if (typeof way === 'function') return way(route, world);
    return target ? names(route, target, way) : isGateway(route, world) || isAppliance(route);
  };
  const routes = declared.map((route) => {
    const list = get(route, 'DestinationPrefixListId');
    const blocks = list
      ? listBlocks(list, world)
      : blocksAt(route, 'DestinationCidrBlock', 'DestinationIpv6CidrBlock');
    const isRead = blocks?.length && unknownReason(route.properties) === undefined;
    return { passes: leads(route), blocks: isRead ? blocks : undefined, byList: list ? 1 : 0 };
  });
  const to = (block: Block, passes: boolean): Rule => ({ passes, box: boxOf({ [side]: block }) });
  return [
    ...local.map((block) => to(block, false)),
    ...gate(routes.some(({ passes, blocks }) => passes && !blocks)),
    ...routes
      .flatMap(({ passes, blocks = [], byList }) => blocks.map((block) => ({ passes, block, byList })))
      // Of one block: what names it goes before a prefix list; of two lists nobody knows, so the open one is taken.
      .sort(
        (a, b) =>
          b.block.prefix - a.block.prefix || a.byList - b.byList || Number(b.passes) - Number(a.passes),
      )
      .map(({ passes, block }) => to(block, passes)),
  ];
}

const isOf = (key: string | undefined, type: string, world: World) =>
  byKey(world, key)?.type === `AWS::EC2::${type}`;

export function groupFilter(
  direction: 'Ingress' | 'Egress',
  [owner, subnet]: readonly [string, string | undefined],
  [remote, remoteSubnet]: readonly [string, string | undefined],
  byGroup: boolean,
  world: World,
): Filter {
  const [side, prefix] =
    direction === 'Ingress' ? (['source', 'Source'] as const) : (['destination', 'Destination'] as const);
  const remoteGroups = remote === 'internet' || !byGroup ? [] : groupsOf(remote, remoteSubnet, world);
  const isService = byKey(world, remote)?.type === 'AWS::CloudFront::VpcOrigin';
  const couldBeMember = (group: string) =>
    isService
      ? !isOf(group, 'SecurityGroup', world)
      : (remoteGroups?.some((own) => own === group || named(own, scalarValue(group, 0))) ?? true);
  // In the default VPC a group may be named by its name.
  const named = (key: string, name: Value | undefined) =>
    unknownReason(name) !== undefined ||
    (text(name) !== undefined && [key, textAt(byKey(world, key), 'GroupName')].includes(text(name)));
  const groups = groupsOf(owner, subnet, world);
  if (!groups) return gate(true);
  return groups.flatMap((key): Filter => {
    const inline = get(byKey(world, key), `SecurityGroup${direction}`);
    const isDefault = key.endsWith('.DefaultSecurityGroup⟧');
    if (!byKey(world, key) && !isDefault) return gate(true);
    // A group that names no egress lets everything out; the default group lets its own members in.
    const isEmpty = !inline || (items(inline).length === 0 && key.includes('⟦'));
    if (isEmpty && direction === 'Egress') return gate(true);
    const separate = ec2(world, `SecurityGroup${direction}`).filter(
      (it) => names(it, 'GroupId', key) || named(key, get(it, 'GroupName')),
    );
    return [
      ...gate(isDefault && couldBeMember(key)),
      ...[...items(inline), ...separate.map(({ properties }) => properties)].flatMap((rule): Filter => {
        if (unknownReason(rule) !== undefined) return gate(true);
        const service = serviceOf(rule, ['FromPort', 'ToPort'], 'destinationPort');
        const group = text(at(rule, `${prefix}SecurityGroupId`) ?? at(rule, `${prefix}SecurityGroupName`));
        if (group !== undefined) return couldBeMember(group) ? [pass(service)] : [];
        const single = parseCidr(text(at(rule, 'CidrIp') ?? at(rule, 'CidrIpv6')) ?? '');
        const blocks = single ? [single] : listBlocks(at(rule, `${prefix}PrefixListId`), world);
        return blocks?.map((block) => pass({ ...service, [side]: block })) ?? [pass(service)];
      }),
    ];
  });
}

export function listenerFilter(balancer: string, world: World): Filter {
  if (!['network', 'application'].includes(textAt(byKey(world, balancer), 'Type') ?? 'application'))
    return gate(true);
  return world
    .filter((it) => it.type === 'AWS::ElasticLoadBalancingV2::Listener')
    .filter((it) => names(it, 'LoadBalancerArn', balancer))
    .flatMap((it): Filter => {
      const port = number(get(it, 'Port'));
      if (hidden(it, 'LoadBalancerArn', 'Port', 'Protocol') || port === undefined) return gate(true);
      const spoken = textAt(it, 'Protocol') ?? 'TCP';
      const protocols = /^(UDP|QUIC)$/.test(spoken) ? [17] : /^TCP_/.test(spoken) ? [6, 17] : [6];
      return protocols.map((one) => pass({ protocol: span(one), destinationPort: span(port) }));
    });
}
