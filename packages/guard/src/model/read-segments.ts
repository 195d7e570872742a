// VPCs, subnets, routes, network ACLs and Block Public Access, out of their CloudFormation spelling.

import { type Block, everyIpv4, everyIpv6, globalIpv6, parseCidr } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import {
  flag,
  hasToken,
  notWhole,
  number,
  readable,
  text,
  unknownReason,
} from '../read/cloudformation/value.ts';
import type {
  Acl,
  AclEntry,
  BlockPublicAccess,
  BlockPublicAccessExclusion,
  Range,
  Route,
  RouteTable,
  RouteTarget,
  Subnet,
  Vpc,
} from './network.ts';
import { everyPort, hasPorts, icmpRange, isIcmp } from './network.ts';
import { type Place, placeOf } from './place.ts';
import { prefixListBlocks } from './read-groups.ts';
import { hiddenIn, keyOf, property, propertyText, type Resources, texts } from './resources.ts';

const keyed = <T extends { readonly key: string }>(facts: readonly T[]): ReadonlyMap<string, T> =>
  new Map(facts.map((fact) => [fact.key, fact]));

export function readVpcs(resources: Resources): ReadonlyMap<string, Vpc> {
  const attachments = resources
    .ofType('AWS::EC2::VPCGatewayAttachment')
    .filter((it) => property(it, 'InternetGatewayId'));
  const extraBlocks = resources.ofType('AWS::EC2::VPCCidrBlock');
  const edges = resources.ofType('AWS::EC2::GatewayRouteTableAssociation');
  return keyed(
    resources.ofType('AWS::EC2::VPC').map((vpc) => {
      const attachment = attachments.find((it) => propertyText(it, 'VpcId') === vpc.key);
      const stray = attachments.map((it) => hiddenIn(it, 'VpcId')).find((reason) => reason !== undefined);
      const all = [vpc, ...extraBlocks.filter((it) => propertyText(it, 'VpcId') === vpc.key)];
      const ipv4 = blocksOf(all, everyIpv4, 'CidrBlock', 'Ipv4IpamPoolId');
      const ipv6 = blocksOf(
        all,
        globalIpv6,
        'Ipv6CidrBlock',
        'Ipv6IpamPoolId',
        'AmazonProvidedIpv6CidrBlock',
      );
      return {
        key: vpc.key,
        place: placeOf(vpc),
        environment: vpc.environment,
        stack: vpc.stack,
        blocks: [...ipv4.read, ...ipv6.read],
        hiddenBlocks: [...ipv4.hidden, ...ipv6.hidden],
        internetGateway: attachment && placeOf(attachment),
        uncertain: attachment ? undefined : stray,
        edgeRoutes: edgeRoutes(edges, attachment),
      };
    }),
  );
}

/** Packets that enter by a gateway with a table of its own are led through what that table names. */
function edgeRoutes(edges: readonly Resource[], attachment: Resource | undefined): string | undefined {
  const gateway = attachment && propertyText(attachment, 'InternetGatewayId');
  const edge = edges.find(
    (it) => hiddenIn(it, 'GatewayId') !== undefined || propertyText(it, 'GatewayId') === gateway,
  );
  return edge && `${edge.id} gives the internet gateway a route table, which is not modelled`;
}

/** `Fn::GetAtt Vpc.DefaultNetworkAcl` evaluates to this. */
export const defaultAclKey = (vpc: string) => vpc.replace('⟧', '.DefaultNetworkAcl⟧');

export function readSubnets(resources: Resources): ReadonlyMap<string, Subnet> {
  const associated = (type: string, target: string) => {
    const associations = resources.ofType(type);
    const byKey = new Map(associations.map((it) => [keyOf(it, 'SubnetId') ?? '', keyOf(it, target)]));
    // An association of a subnet that cannot be read may be the one of any subnet that has none.
    const stray = associations.some((it) => hiddenIn(it, 'SubnetId') !== undefined)
      ? '⟦not known⟧'
      : undefined;
    return (subnet: string) => byKey.get(subnet) ?? stray;
  };
  const tableOf = associated('AWS::EC2::SubnetRouteTableAssociation', 'RouteTableId');
  const aclOf = associated('AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId');
  const extra = resources.ofType('AWS::EC2::SubnetCidrBlock');
  return keyed(
    resources.ofType('AWS::EC2::Subnet').map((subnet) => {
      const isOwn = (it: Resource) =>
        propertyText(it, 'SubnetId') === subnet.key || hiddenIn(it, 'SubnetId') !== undefined;
      const ipv4 = blocksOf([subnet], everyIpv4, 'CidrBlock', 'Ipv4IpamPoolId');
      const ipv6 = blocksOf([subnet, ...extra.filter(isOwn)], globalIpv6, 'Ipv6CidrBlock', 'Ipv6IpamPoolId');
      const isIpv6Only = flag(property(subnet, 'Ipv6Native')) ?? false;
      return {
        key: subnet.key,
        place: placeOf(subnet),
        vpc: propertyText(subnet, 'VpcId'),
        zone: zoneOf(subnet),
        blocks: [...ipv4.read, ...ipv6.read],
        hiddenBlocks: [...ipv4.hidden, ...ipv6.hidden],
        hasIpv6: ipv6.read.length + ipv6.hidden.length > 0,
        mapsPublicAddress: flag(property(subnet, 'MapPublicIpOnLaunch')) ?? false,
        // Without IPv4 an instance has an IPv6 address, or it could not start.
        assignsIpv6: isIpv6Only || (flag(property(subnet, 'AssignIpv6AddressOnCreation')) ?? false),
        routeTable: tableOf(subnet.key),
        acl: aclOf(subnet.key),
        uncertain: hiddenIn(subnet, 'MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation', 'Ipv6Native'),
      };
    }),
  );
}

/** The blocks that can be read; `hidden` holds the widest one when there is one that cannot be. */
function blocksOf(
  declared: readonly Resource[],
  widest: Block,
  name: string,
  ...choosers: readonly string[]
) {
  const written = declared.filter((it) => [name, ...choosers].some((path) => property(it, path)));
  const read = declared.flatMap((it) => parseCidr(propertyText(it, name) ?? '') ?? []);
  return { read, hidden: read.length < written.length ? [widest] : [] };
}

/** `Fn::GetAtt Subnet.AvailabilityZone` of a subnet that names none evaluates to the last of these. */
function zoneOf(subnet: Resource): string | undefined {
  if (hiddenIn(subnet, 'AvailabilityZone', 'AvailabilityZoneId') !== undefined) return undefined;
  const id = propertyText(subnet, 'AvailabilityZoneId');
  return (
    propertyText(subnet, 'AvailabilityZone') ??
    (id === undefined ? subnet.key.replace('⟧', '.AvailabilityZone⟧') : `id ${id}`)
  );
}

const targetProperties: readonly (readonly [string, RouteTarget])[] = [
  ['NatGatewayId', 'nat-gateway'],
  ['EgressOnlyInternetGatewayId', 'egress-only-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['TransitGatewayId', 'transit-gateway'],
  // Routes name endpoints of Gateway Load Balancers alone; those of gateway endpoints belong to the endpoint.
  ['VpcEndpointId', 'appliance'],
  ['InstanceId', 'appliance'],
  ['NetworkInterfaceId', 'appliance'],
];

export function readRouteTables(resources: Resources): ReadonlyMap<string, RouteTable> {
  const routes = resources.ofType('AWS::EC2::Route');
  const propagations = resources.ofType('AWS::EC2::VPNGatewayRoutePropagation');
  const strays = readStrayRoutes(resources);
  return keyed(
    resources.ofType('AWS::EC2::RouteTable').map((table) => ({
      key: table.key,
      place: placeOf(table),
      routes: withChance([
        ...routes
          .filter((route) => propertyText(route, 'RouteTableId') === table.key && !isLocal(route))
          .flatMap((route) => readRoute(route, resources)),
        ...propagations.filter((it) => propagatesInto(it, table.key)).map(propagated),
        ...strays,
      ]),
    })),
  );
}

const propagatesInto = (propagation: Resource, table: string): boolean => {
  const into = texts(property(propagation, 'RouteTableIds'));
  return into.values.includes(table) || hiddenIn(propagation, 'RouteTableIds') !== undefined;
};

/** Routes that the far side of a VPN or Direct Connect announces: a template shows neither how many nor where to. */
const propagated = (propagation: Resource): Route => ({
  place: placeOf(propagation),
  destination: undefined,
  target: 'other',
  via: propertyText(propagation, 'VpnGatewayId') ?? propagation.key,
  byList: false,
  uncertain: `which routes ${propagation.id} brings into the table is decided outside of the given templates`,
});

/** The route that every table has, said once more. */
const isLocal = (route: Resource): boolean => propertyText(route, 'GatewayId') === 'local';

/**
 * Between two prefix lists that hold one block and lead to different places AWS chooses at random; two routes that name
 * one block themselves it does not take.
 */
function withChance(routes: readonly Route[]): Route[] {
  const first = new Map<string, Route>();
  const contested = new Set<Route>();
  for (const route of routes.filter(({ uncertain }) => uncertain === undefined)) {
    const { destination, byList, target, via } = route;
    const block = `${byList} ${destination?.first}–${destination?.last}`;
    const rival = first.get(block) ?? route;
    first.set(block, rival);
    if (rival.target !== target || rival.via !== via) contested.add(rival).add(route);
  }
  return routes.map((route) =>
    contested.has(route)
      ? { ...route, uncertain: `${route.place.id} and another route of its table lead one block apart` }
      : route,
  );
}

export function readStrayRoutes(resources: Resources): Route[] {
  return resources
    .ofType('AWS::EC2::Route')
    .filter((route) => hiddenIn(route, 'RouteTableId') !== undefined)
    .flatMap((route) =>
      readRoute(route, resources).map((read) => ({ ...read, uncertain: hiddenIn(route, 'RouteTableId') })),
    );
}

/** One route, or one for each block of the prefix list that it names. */
function readRoute(route: Resource, resources: Resources): Route[] {
  const destination = property(route, 'DestinationCidrBlock') ?? property(route, 'DestinationIpv6CidrBlock');
  const gateway = property(route, 'GatewayId');
  const gatewayType = resources.byKey.get(text(gateway) ?? '')?.type;
  const throughGateway = gatewayType === 'AWS::EC2::InternetGateway' || text(gateway)?.startsWith('igw-');
  const named = targetProperties.find(([name]) => property(route, name));
  const target = throughGateway ? 'internet-gateway' : named?.[1];
  const via = throughGateway ? gateway : named && property(route, named[0]);
  // Recorded tables keep routes whose target is gone.
  const isDropped = propertyText(route, 'State') === 'blackhole';
  const read = {
    place: placeOf(route, destination === undefined ? '' : 'DestinationCidrBlock', destination),
    destination: parseCidr(text(destination) ?? ''),
    target: isDropped ? 'nowhere' : (target ?? (gateway?.kind === 'unknown' ? 'internet-gateway' : 'other')),
    via: isDropped ? 'nowhere' : text(via),
    byList: false,
    uncertain: unknownReason(destination) ?? unknownReason(via) ?? unknownReason(gateway),
  } satisfies Route;
  const list = property(route, 'DestinationPrefixListId');
  if (list === undefined || destination !== undefined) return [read];
  const place = placeOf(route, 'DestinationPrefixListId', list);
  const blocks = prefixListBlocks(list, resources);
  if (!blocks) {
    const hidden = `the addresses of prefix list ${readable(text(list) ?? '?')} are not in the given templates`;
    return [{ ...read, place, byList: true, uncertain: hidden }];
  }
  return blocks.map((block) => ({ ...read, place, byList: true, destination: block }));
}

export function readAcls(resources: Resources): ReadonlyMap<string, Acl> {
  const entries = resources.ofType('AWS::EC2::NetworkAclEntry');
  const entriesOf = (key: string) =>
    entries
      .filter(
        (entry) =>
          propertyText(entry, 'NetworkAclId') === key || hiddenIn(entry, 'NetworkAclId') !== undefined,
      )
      .map(readAclEntry);
  const inOrder = (all: readonly AclEntry[]) => all.toSorted((a, b) => a.number - b.number);
  const declared = resources.ofType('AWS::EC2::NetworkAcl').map((acl) => ({
    key: acl.key,
    place: placeOf(acl),
    entries: inOrder(entriesOf(acl.key)),
  }));
  const defaults = resources.ofType('AWS::EC2::VPC').map((vpc) => ({
    key: defaultAclKey(vpc.key),
    place: placeOf(vpc),
    entries: inOrder([...entriesOf(defaultAclKey(vpc.key)), ...openEntries(placeOf(vpc))]),
  }));
  // A recorded VPC's default ACL is recorded under an id of its own.
  return keyed([...defaults.filter(({ key }) => hasToken(key)), ...declared]);
}

/** What every VPC's default ACL is born with. */
const openEntries = (place: Place): AclEntry[] =>
  [everyIpv4, everyIpv6].flatMap((block, index) =>
    [true, false].map((egress) => ({
      place,
      number: 100 + index,
      egress,
      allow: true,
      protocol: undefined,
      ports: everyPort,
      block,
      uncertain: undefined,
    })),
  );

function readAclEntry(entry: Resource): AclEntry {
  const protocol = number(property(entry, 'Protocol'));
  const block = property(entry, 'CidrBlock') ?? property(entry, 'Ipv6CidrBlock');
  return {
    place: placeOf(entry),
    number: number(property(entry, 'RuleNumber')) ?? 0,
    egress: flag(property(entry, 'Egress')) ?? false,
    allow: propertyText(entry, 'RuleAction')?.toLowerCase() === 'allow',
    protocol: protocol === -1 ? undefined : protocol,
    ports: portsOf(protocol, entry),
    block: parseCidr(text(block) ?? ''),
    uncertain:
      unknownReason(entry.properties) ??
      ['Protocol', 'PortRange.From', 'PortRange.To', 'RuleNumber', 'Icmp.Type', 'Icmp.Code']
        .map((path) => notWhole(path, property(entry, path)))
        .find((reason) => reason !== undefined),
  };
}

function portsOf(protocol: number | undefined, entry: Resource): Range {
  const own = (path: string) => number(property(entry, path));
  // Recorded entries call it IcmpTypeCode.
  if (isIcmp(protocol))
    return icmpRange(
      own('Icmp.Type') ?? own('IcmpTypeCode.Type'),
      own('Icmp.Code') ?? own('IcmpTypeCode.Code'),
    );
  const [from, to] = [own('PortRange.From'), own('PortRange.To')];
  return !hasPorts(protocol) || from === undefined || to === undefined ? everyPort : { from, to };
}

const modes = ['off', 'block-ingress', 'block-bidirectional'] as const;
const exclusionModes = ['allow-bidirectional', 'allow-egress'] as const;

export function readBlockPublicAccess(resources: Resources): BlockPublicAccess[] {
  return resources.ofType('AWS::EC2::VPCBlockPublicAccessOptions').map((options) => ({
    place: placeOf(options, 'InternetGatewayBlockMode', property(options, 'InternetGatewayBlockMode')),
    environment: options.environment,
    stack: options.stack,
    mode: modes.find((mode) => mode === propertyText(options, 'InternetGatewayBlockMode')),
  }));
}

export function readExclusions(resources: Resources): BlockPublicAccessExclusion[] {
  return resources.ofType('AWS::EC2::VPCBlockPublicAccessExclusion').map((exclusion) => ({
    place: placeOf(exclusion),
    target: propertyText(exclusion, 'SubnetId') ?? propertyText(exclusion, 'VpcId'),
    mode: exclusionModes.find((mode) => mode === propertyText(exclusion, 'InternetGatewayExclusionMode')),
  }));
}
