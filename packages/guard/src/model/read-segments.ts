// VPCs, subnets, routes, network ACLs and Block Public Access, out of their CloudFormation spelling.

import { parseCidr } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import { flag, notWhole, number, readable, text, unknownReason } from '../read/cloudformation/value.ts';
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
import { everyPort } from './network.ts';
import { placeOf } from './place.ts';
import { prefixListBlocks } from './read-groups.ts';
import { hiddenIn, keyOf, property, propertyText, type Resources } from './resources.ts';

const keyed = <T extends { readonly key: string }>(facts: readonly T[]): ReadonlyMap<string, T> =>
  new Map(facts.map((fact) => [fact.key, fact]));

export function readVpcs(resources: Resources): ReadonlyMap<string, Vpc> {
  const attachments = resources
    .ofType('AWS::EC2::VPCGatewayAttachment')
    .filter((it) => property(it, 'InternetGatewayId'));
  const extraBlocks = resources.ofType('AWS::EC2::VPCCidrBlock');
  return keyed(
    resources.ofType('AWS::EC2::VPC').map((vpc) => {
      const attachment = attachments.find((it) => propertyText(it, 'VpcId') === vpc.key);
      const stray = attachments.map((it) => hiddenIn(it, 'VpcId')).find((reason) => reason !== undefined);
      const more = extraBlocks.filter((it) => propertyText(it, 'VpcId') === vpc.key);
      const blocks = [
        propertyText(vpc, 'CidrBlock'),
        ...more.map((it) => propertyText(it, 'CidrBlock') ?? propertyText(it, 'Ipv6CidrBlock')),
      ];
      return {
        key: vpc.key,
        place: placeOf(vpc),
        environment: vpc.environment,
        stack: vpc.stack,
        blocks: blocks.flatMap((block) => parseCidr(block ?? '') ?? []),
        internetGateway: attachment && placeOf(attachment),
        uncertain: attachment ? undefined : stray,
      };
    }),
  );
}

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
  return keyed(
    resources.ofType('AWS::EC2::Subnet').map((subnet) => {
      const blocks = [propertyText(subnet, 'CidrBlock'), propertyText(subnet, 'Ipv6CidrBlock')];
      return {
        key: subnet.key,
        place: placeOf(subnet),
        vpc: propertyText(subnet, 'VpcId'),
        blocks: blocks.flatMap((block) => parseCidr(block ?? '') ?? []),
        hasIpv6: property(subnet, 'Ipv6CidrBlock') !== undefined,
        mapsPublicAddress: flag(property(subnet, 'MapPublicIpOnLaunch')) ?? false,
        assignsIpv6: flag(property(subnet, 'AssignIpv6AddressOnCreation')) ?? false,
        routeTable: tableOf(subnet.key),
        acl: aclOf(subnet.key),
        uncertain: hiddenIn(subnet, 'MapPublicIpOnLaunch', 'AssignIpv6AddressOnCreation', 'Ipv6CidrBlock'),
      };
    }),
  );
}

const targetProperties: readonly (readonly [string, RouteTarget])[] = [
  ['NatGatewayId', 'nat-gateway'],
  ['EgressOnlyInternetGatewayId', 'egress-only-gateway'],
  ['VpcPeeringConnectionId', 'peering'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcEndpointId', 'endpoint'],
];

export function readRouteTables(resources: Resources): ReadonlyMap<string, RouteTable> {
  const routes = resources.ofType('AWS::EC2::Route');
  const strays = readStrayRoutes(resources);
  return keyed(
    resources.ofType('AWS::EC2::RouteTable').map((table) => ({
      key: table.key,
      place: placeOf(table),
      routes: [
        ...routes
          .filter((route) => propertyText(route, 'RouteTableId') === table.key)
          .flatMap((route) => readRoute(route, resources)),
        ...strays,
      ],
    })),
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
  const read = {
    place: placeOf(route, destination === undefined ? '' : 'DestinationCidrBlock', destination),
    destination: parseCidr(text(destination) ?? ''),
    target: target ?? (gateway?.kind === 'unknown' ? 'internet-gateway' : 'other'),
    via: text(via),
    uncertain: unknownReason(destination) ?? unknownReason(via) ?? unknownReason(gateway),
  } satisfies Route;
  const list = property(route, 'DestinationPrefixListId');
  if (list === undefined || destination !== undefined) return [read];
  const place = placeOf(route, 'DestinationPrefixListId', list);
  const blocks = prefixListBlocks(list, resources);
  if (!blocks) {
    const hidden = `the addresses of prefix list ${readable(text(list) ?? '?')} are not in the given templates`;
    return [{ ...read, place, uncertain: hidden }];
  }
  return blocks.map((block) => ({ ...read, place, destination: block }));
}

export function readAcls(resources: Resources): ReadonlyMap<string, Acl> {
  const entries = resources.ofType('AWS::EC2::NetworkAclEntry');
  return keyed(
    resources.ofType('AWS::EC2::NetworkAcl').map((acl) => ({
      key: acl.key,
      place: placeOf(acl),
      entries: entries
        .filter(
          (entry) =>
            propertyText(entry, 'NetworkAclId') === acl.key || hiddenIn(entry, 'NetworkAclId') !== undefined,
        )
        .map(readAclEntry)
        .sort((a, b) => a.number - b.number),
    })),
  );
}

function readAclEntry(entry: Resource): AclEntry {
  const protocol = number(property(entry, 'Protocol'));
  const block = property(entry, 'CidrBlock') ?? property(entry, 'Ipv6CidrBlock');
  return {
    place: placeOf(entry),
    number: number(property(entry, 'RuleNumber')) ?? 0,
    egress: flag(property(entry, 'Egress')) ?? false,
    allow: propertyText(entry, 'RuleAction')?.toLowerCase() === 'allow',
    protocol: protocol === -1 ? undefined : protocol,
    ports: protocol === 6 || protocol === 17 ? portRange(entry) : everyPort,
    block: parseCidr(text(block) ?? ''),
    uncertain:
      unknownReason(entry.properties) ??
      ['Protocol', 'PortRange.From', 'PortRange.To', 'RuleNumber']
        .map((path) => notWhole(path, property(entry, path)))
        .find((reason) => reason !== undefined),
  };
}

function portRange(entry: Resource): Range {
  const from = number(property(entry, 'PortRange.From'));
  const to = number(property(entry, 'PortRange.To'));
  return from === undefined || to === undefined ? everyPort : { from, to };
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
