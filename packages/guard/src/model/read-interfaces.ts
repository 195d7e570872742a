// Everything that has an address in a subnet: instances, Auto Scaling groups as one host, load balancers, databases,
// interface endpoints, functions, and the interfaces that CloudFront places for a VPC origin.

import type { Resource } from '../read/closed-world.ts';
import { at, flag, items, text, unknownReason } from '../read/cloudformation/value.ts';
import { member, type Subnets } from './member.ts';
import type { Interface, Vpc } from './network.ts';
import { placeOf } from './place.ts';
import { readHosts } from './read-hosts.ts';
import { hiddenIn, property, propertyText, type Resources } from './resources.ts';

export function readInterfaces(
  resources: Resources,
  subnets: Subnets,
  vpcs: ReadonlyMap<string, Vpc>,
): Interface[] {
  const balancers = resources.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').map((it) => {
    const mapped = items(property(it, 'SubnetMappings')).map((mapping) => text(at(mapping, 'SubnetId')));
    const facing = propertyText(it, 'Scheme') !== 'internal';
    const placed = member(
      it,
      'load-balancer',
      property(it, 'Subnets'),
      property(it, 'SecurityGroups'),
      subnets,
      facing,
    );
    const isNetwork = propertyText(it, 'Type') === 'network';
    const groups = property(it, 'SecurityGroups');
    const isEmpty = isNetwork && groups?.kind === 'list' && groups.items.length === 0;
    const isGateway =
      propertyText(it, 'Type') === 'gateway'
        ? `${it.id} is a gateway load balancer, which is not modelled`
        : isEmpty
          ? `whether the empty list of groups leaves ${it.id} without any is not documented`
          : undefined;
    const hidden = hiddenIn(it, 'Scheme', 'Type', 'SubnetMappings', 'IpAddressType') ?? isGateway;
    const addressType = propertyText(it, 'IpAddressType') ?? 'ipv4';
    const unfiltered = isNetwork && groups === undefined;
    const known = {
      ...placed,
      unfiltered,
      groups: unfiltered ? [] : placed.groups,
      uncertain: placed.uncertain ?? hidden,
      hasPublicAddress: facing && hiddenIn(it, 'Scheme') === undefined,
      isPublicByIpv6Alone: addressType === 'dualstack-without-public-ipv4',
      hasIpv6: addressType.startsWith('dualstack'),
    };
    if (property(it, 'SubnetMappings') === undefined) return known;
    return {
      ...known,
      subnets: mapped.flatMap((key) => key ?? []),
      hasHiddenSubnets: hiddenIn(it, 'SubnetMappings') !== undefined,
      uncertain: hidden,
    };
  });
  const others = [
    ...databases(resources, subnets, vpcs),
    ...resources
      .ofType('AWS::EC2::VPCEndpoint')
      .filter((it) => propertyText(it, 'VpcEndpointType') === 'Interface')
      .map((it) => {
        const placed = property(it, 'SubnetIds');
        const endpoint = member(it, 'endpoint', placed, property(it, 'SecurityGroupIds'), subnets);
        const addressType = propertyText(it, 'IpAddressType') ?? 'ipv4';
        const byIpv6 =
          addressType === 'ipv4' ? undefined : `who reaches ${it.id} by IPv6 from outside is not documented`;
        const hidden = hiddenIn(it, 'IpAddressType') ?? byIpv6;
        return { ...endpoint, hasIpv6: addressType !== 'ipv4', uncertain: endpoint.uncertain ?? hidden };
      }),
    ...resources
      .ofType('AWS::Lambda::Function')
      .filter((it) => property(it, 'VpcConfig'))
      .map((it) => {
        const [placed, groups] = [
          property(it, 'VpcConfig.SubnetIds'),
          property(it, 'VpcConfig.SecurityGroupIds'),
        ];
        const task = member(it, 'function', placed, groups, subnets);
        // Whatever the subnet assigns: a function has IPv6 where it asks for it.
        const ipv6 = property(it, 'VpcConfig.Ipv6AllowedForDualStack');
        const hidden = unknownReason(ipv6);
        return { ...task, hasIpv6: flag(ipv6) ?? false, uncertain: task.uncertain ?? hidden };
      }),
  ];
  return [...readHosts(resources, subnets), ...balancers, ...others, ...vpcOrigins(resources, balancers)];
}

/** CloudFront places its interfaces beside the load balancer, in a service group that the template cannot name. */
function vpcOrigins(resources: Resources, balancers: readonly Interface[]): Interface[] {
  return resources.ofType('AWS::CloudFront::VpcOrigin').flatMap((origin) => {
    const balancer = balancers.find(({ key }) => key === propertyText(origin, 'VpcOriginEndpointConfig.Arn'));
    if (!balancer) return [];
    return {
      ...balancer,
      key: origin.key,
      name: origin.id,
      kind: 'vpc-origin' as const,
      place: placeOf(origin),
      groups: [],
      unfiltered: false,
      hasPublicAddress: false,
    };
  });
}

const databaseTypes = [
  'AWS::DocDB::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Neptune::DBCluster',
  'AWS::Neptune::DBInstance',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::MemoryDB::Cluster',
  'AWS::Redshift::Cluster',
  'AWS::RedshiftServerless::Workgroup',
  'AWS::OpenSearchService::Domain',
] as const;

/** The property that names a subnet group. */
const subnetGroupNames = [
  'DBSubnetGroupName',
  'CacheSubnetGroupName',
  'SubnetGroupName',
  'ClusterSubnetGroupName',
] as const;

const memberTypes: ReadonlySet<string> = new Set(['AWS::RDS::DBInstance', 'AWS::Neptune::DBInstance']);

/** RDS decides by itself when nobody says: with an internet gateway in the VPC the database is public. */
const choosesItself = (it: Resource): boolean =>
  property(it, 'PubliclyAccessible') === undefined &&
  (it.type === 'AWS::RDS::DBInstance' || property(it, 'DBClusterInstanceClass') !== undefined);

const isPublished = (it: Resource, vpc: Vpc | undefined): boolean =>
  flag(property(it, 'PubliclyAccessible')) ?? (choosesItself(it) && vpc?.internetGateway !== undefined);

const hiddenChoice = (it: Resource, vpc: Vpc | undefined): string | undefined =>
  choosesItself(it) ? vpc?.uncertain : undefined;

const defaultPorts: Readonly<Record<string, number>> = {
  'AWS::DocDB::DBCluster': 27017,
  'AWS::Neptune::DBCluster': 8182,
  'AWS::ElastiCache::ReplicationGroup': 6379,
  'AWS::MemoryDB::Cluster': 6379,
  'AWS::Redshift::Cluster': 5439,
  'AWS::RedshiftServerless::Workgroup': 5439,
  'AWS::OpenSearchService::Domain': 443,
};

function databases(resources: Resources, subnets: Subnets, vpcs: ReadonlyMap<string, Vpc>): Interface[] {
  // A member stands where its cluster stands, when that is declared.
  const clusterOf = (it: Resource) =>
    memberTypes.has(it.type) ? resources.byKey.get(propertyText(it, 'DBClusterIdentifier') ?? '') : undefined;
  const members = resources.ofType(...memberTypes);
  return resources
    .ofType(...databaseTypes)
    .filter((it) => clusterOf(it) === undefined)
    .map((it) => {
      const groupName = subnetGroupNames.map((name) => propertyText(it, name)).find((name) => name);
      const subnetGroup = resources.byKey.get(groupName ?? '');
      const subnetIds = subnetGroup
        ? property(subnetGroup, 'SubnetIds')
        : (property(it, 'SubnetIds') ?? property(it, 'VPCOptions.SubnetIds'));
      const groupIds =
        property(it, 'VpcSecurityGroupIds') ??
        property(it, 'VPCSecurityGroups') ??
        property(it, 'SecurityGroupIds') ??
        property(it, 'VPCOptions.SecurityGroupIds');
      const database = member(it, 'database', subnetIds, groupIds, subnets);
      const vpc = vpcs.get(subnets.get(database.subnets[0] ?? '')?.vpc ?? '');
      const all = [it, ...members.filter((one) => clusterOf(one) === it)];
      const hidden = all.map((one) => hiddenIn(one, 'PubliclyAccessible') ?? hiddenChoice(one, vpc));
      return {
        ...database,
        hasPublicAddress: all.some((one) => isPublished(one, vpc)),
        // Its IPv6 addresses, where it has some, are private: RDS keeps the internet gateway from them.
        hasIpv6: false,
        port: database.port ?? defaultPorts[it.type],
        uncertain: database.uncertain ?? hidden.find((reason) => reason !== undefined),
      };
    });
}
