// The filters that are lists of rules: groups, network ACLs, routes, listeners. Each is walked with one packet, in the
// order AWS documents, and tells the numbers at which its answer may change.

import { type Block, parseCidr } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import { at, flag, items, number, text, unknownReason, type Value } from '../read/cloudformation/value.ts';
import {
  byKey,
  ec2,
  type Filter,
  get,
  groupsOf,
  hidden,
  names,
  type Packet,
  textAt,
  type World,
} from './network-facts.ts';

const protocolNumbers: Readonly<Record<string, bigint>> = { tcp: 6n, udp: 17n, icmp: 1n, icmpv6: 58n };
const holds = (range: Block | undefined, value: bigint) =>
  range !== undefined && value >= range.first && value <= range.last;

/** Where the answers of these rules may change: both ends of every block and port range, each protocol and the next. */
function cutsOf(rules: readonly Value[], blocks: readonly Block[]): Omit<Filter, 'passes'> {
  const ports = ['FromPort', 'ToPort', 'PortRange.From', 'PortRange.To', 'Port'];
  const port = rules.flatMap((rule) => ports.flatMap((name) => number(at(rule, name)) ?? []));
  const protocols = rules.flatMap((rule) => protocolOf(rule) ?? []);
  return {
    addresses: blocks.flatMap(({ first, last }) => [first, last + 1n]),
    ports: [1024, ...port].flatMap((it) => [BigInt(Math.max(it, 0)), BigInt(it + 1)]),
    protocols: [6n, 7n, 17n, 18n, ...protocols.flatMap((it) => [it, it + 1n])],
  };
}

/** Undefined: all protocols. */
function protocolOf(rule: Value): bigint | undefined {
  const written = text(at(rule, 'IpProtocol') ?? at(rule, 'Protocol')) ?? '-1';
  return written === '-1' ? undefined : (protocolNumbers[written] ?? BigInt(written));
}

function portsHold(from: Value | undefined, to: Value | undefined, protocol: bigint, port: bigint): boolean {
  const [low, high] = [number(from), number(to)];
  if ((protocol !== 6n && protocol !== 17n) || low === undefined || high === undefined || low === -1)
    return true;
  return port >= BigInt(low) && port <= BigInt(high);
}

/** The blocks of a prefix list; undefined when they are not declared. */
function listBlocks(list: Value | undefined, world: World): Block[] | undefined {
  const declared = byKey(world, text(list));
  if (declared?.type !== 'AWS::EC2::PrefixList' || hidden(declared, 'Entries')) return undefined;
  return items(get(declared, 'Entries')).flatMap((entry) => parseCidr(text(at(entry, 'Cidr')) ?? '') ?? []);
}

export function aclFilter(
  subnet: string,
  egress: boolean,
  remote: 'source' | 'destination',
  port: 'sourcePort' | 'destinationPort' | 'nat',
  world: World,
): Filter {
  const association = ec2(world, 'SubnetNetworkAclAssociation').find((it) => names(it, 'SubnetId', subnet));
  const acl = textAt(association, 'NetworkAclId');
  const isOpen = acl === undefined || !byKey(world, acl);
  const entries = ec2(world, 'NetworkAclEntry')
    .filter((it) => names(it, 'NetworkAclId', acl) && (flag(get(it, 'Egress')) ?? false) === egress)
    .sort((a, b) => (number(get(a, 'RuleNumber')) ?? 0) - (number(get(b, 'RuleNumber')) ?? 0));
  const blockOf = (it: Resource) => parseCidr(textAt(it, 'CidrBlock') ?? textAt(it, 'Ipv6CidrBlock') ?? '');
  const cuts = cutsOf(
    entries.map(({ properties }) => properties),
    entries.flatMap((it) => blockOf(it) ?? []),
  );
  const decides = (packet: Packet, wanted: bigint): boolean => {
    for (const entry of entries) {
      const allows = textAt(entry, 'RuleAction')?.toLowerCase() === 'allow';
      if (unknownReason(entry.properties) !== undefined || !blockOf(entry)) {
        if (allows) return true;
        continue;
      }
      const protocol = protocolOf(entry.properties);
      const fits = protocol === undefined || protocol === packet.protocol;
      const inRange =
        protocol === undefined ||
        portsHold(get(entry, 'PortRange.From'), get(entry, 'PortRange.To'), packet.protocol, wanted);
      if (fits && inRange && holds(blockOf(entry), packet[remote])) return allows;
    }
    return false;
  };
  // A NAT gateway takes any port from 1024 on: all that its entries tell apart are tried.
  const natPorts = cuts.ports.filter((it) => it >= 1024n && it <= 65535n);
  return {
    ...cuts,
    passes: (packet) =>
      isOpen || (port === 'nat' ? natPorts.some((it) => decides(packet, it)) : decides(packet, packet[port])),
  };
}

const routeTargets: Readonly<Record<string, string>> = {
  'AWS::EC2::NatGateway': 'NatGatewayId',
  'AWS::EC2::EgressOnlyInternetGateway': 'EgressOnlyInternetGatewayId',
  'AWS::EC2::VPCPeeringConnection': 'VpcPeeringConnectionId',
};

/** Passes when the subnet's table leads by every one of the ways. */
export function routeFilter(
  subnet: string,
  side: 'source' | 'destination',
  ways: readonly (string | undefined)[],
  world: World,
): Filter {
  const association = ec2(world, 'SubnetRouteTableAssociation').find((it) => names(it, 'SubnetId', subnet));
  const table = textAt(association, 'RouteTableId');
  const isOpen = association !== undefined && !byKey(world, table);
  const vpc = byKey(world, textAt(byKey(world, subnet), 'VpcId'));
  const more = ec2(world, 'VPCCidrBlock').filter((it) => names(it, 'VpcId', vpc?.key));
  const local = [vpc, ...more].flatMap((it) =>
    ['CidrBlock', 'Ipv6CidrBlock'].flatMap((name) => parseCidr(textAt(it, name) ?? '') ?? []),
  );
  const routes = ec2(world, 'Route')
    .filter(
      (it) => hidden(it, 'RouteTableId') || (table !== undefined && textAt(it, 'RouteTableId') === table),
    )
    .flatMap((route): { readonly route: Resource; readonly block: Block | undefined }[] => {
      const list = get(route, 'DestinationPrefixListId');
      const single = parseCidr(
        textAt(route, 'DestinationCidrBlock') ?? textAt(route, 'DestinationIpv6CidrBlock') ?? '',
      );
      const blocks = list === undefined ? (single ? [single] : []) : (listBlocks(list, world) ?? []);
      return blocks.length > 0 ? blocks.map((block) => ({ route, block })) : [{ route, block: undefined }];
    });
  const leads = (route: Resource, way: string | undefined): boolean => {
    const target = routeTargets[byKey(world, way)?.type ?? ''];
    if (target !== undefined) return names(route, target, way) || get(route, 'GatewayId')?.kind === 'unknown';
    const gateway = get(route, 'GatewayId');
    const isGateway =
      byKey(world, text(gateway))?.type === 'AWS::EC2::InternetGateway' || /^igw-/.test(text(gateway) ?? '');
    return way === 'internet-gateway' ? isGateway || gateway?.kind === 'unknown' : !isGateway;
  };
  const blocks = routes.flatMap(({ block }) => block ?? []);
  const sorted = [...routes].sort((a, b) => (b.block?.prefix ?? 0) - (a.block?.prefix ?? 0));
  return {
    ...cutsOf([], [...local, ...blocks]),
    passes: (packet) => {
      if (isOpen) return true;
      if (local.some((it) => holds(it, packet[side]))) return false;
      return ways.every((way) => {
        if (routes.some(({ route, block }) => unread(route, block) && leads(route, way))) return true;
        const best = sorted.find(({ route, block }) => !unread(route, block) && holds(block, packet[side]));
        return best !== undefined && leads(best.route, way);
      });
    },
  };
}

const unread = (route: Resource, block: Block | undefined) =>
  block === undefined || unknownReason(route.properties) !== undefined;

export function groupFilter(
  direction: 'ingress' | 'egress',
  [owner, subnet]: readonly [string, string | undefined],
  [remote, remoteSubnet]: readonly [string, string | undefined],
  world: World,
): Filter {
  const [word, side] =
    direction === 'ingress' ? (['Ingress', 'source'] as const) : (['Egress', 'destination'] as const);
  const prefix = direction === 'ingress' ? 'Source' : 'Destination';
  const groups = groupsOf(owner, subnet, world);
  const remoteGroups = remote === 'internet' ? [] : groupsOf(remote, remoteSubnet, world);
  const isService = byKey(world, remote)?.type === 'AWS::CloudFront::VpcOrigin';
  let isOpen = groups === undefined;
  const rules = (groups ?? []).flatMap((key): Value[] => {
    const group = byKey(world, key);
    const isDefault = !group && key.endsWith('.DefaultSecurityGroup⟧');
    const inline = get(group, `SecurityGroup${word}`);
    // Unread, or a group that lets everything out because it names no egress.
    if ((!group && !isDefault) || (direction === 'egress' && inline === undefined)) isOpen = true;
    const separate = ec2(world, `SecurityGroup${word}`).filter((it) => names(it, 'GroupId', key));
    return [...items(inline), ...separate.map(({ properties }) => properties)];
  });
  const ownDefaults = (groups ?? []).filter((key) => key.endsWith('.DefaultSecurityGroup⟧'));
  if (ownDefaults.some((key) => remoteGroups === undefined || remoteGroups.includes(key))) isOpen = true;
  const peerBlocks = (rule: Value) => {
    const single = parseCidr(text(at(rule, 'CidrIp') ?? at(rule, 'CidrIpv6')) ?? '');
    return single ? [single] : listBlocks(at(rule, `${prefix}PrefixListId`), world);
  };
  const admits = (rule: Value, packet: Packet): boolean => {
    if (unknownReason(rule) !== undefined) return true;
    const protocol = protocolOf(rule);
    if (protocol !== undefined && protocol !== packet.protocol) return false;
    if (
      protocol !== undefined &&
      !portsHold(at(rule, 'FromPort'), at(rule, 'ToPort'), packet.protocol, packet.destinationPort)
    )
      return false;
    const group = text(at(rule, `${prefix}SecurityGroupId`) ?? at(rule, `${prefix}SecurityGroupName`));
    if (group === undefined) return peerBlocks(rule)?.some((it) => holds(it, packet[side])) ?? true;
    if (isService) return byKey(world, group)?.type !== 'AWS::EC2::SecurityGroup';
    return remoteGroups === undefined || remoteGroups.includes(group);
  };
  return {
    ...cutsOf(
      rules,
      rules.flatMap((rule) => peerBlocks(rule) ?? []),
    ),
    passes: (packet) => isOpen || rules.some((rule) => admits(rule, packet)),
  };
}

export function listenerFilter(balancer: string, world: World): Filter {
  const listeners = world.filter(
    (it) => it.type === 'AWS::ElasticLoadBalancingV2::Listener' && names(it, 'LoadBalancerArn', balancer),
  );
  const isNetwork = textAt(byKey(world, balancer), 'Type') === 'network';
  const takes = (listener: Resource, { protocol, destinationPort }: Packet) => {
    if (hidden(listener, 'LoadBalancerArn', 'Port', 'Protocol')) return true;
    const spoken = textAt(listener, 'Protocol') ?? 'TCP';
    const protocols = /^(UDP|QUIC)$/.test(spoken) ? [17n] : /^TCP_/.test(spoken) ? [6n, 17n] : [6n];
    return number(get(listener, 'Port')) === Number(destinationPort) && protocols.includes(protocol);
  };
  return {
    ...cutsOf(
      listeners.map(({ properties }) => properties),
      [],
    ),
    passes: (packet) => !isNetwork || listeners.some((it) => takes(it, packet)),
  };
}
