// Everything that has an address in a subnet: instances, Auto Scaling groups as one host, load balancers, databases,
// interface endpoints, functions, and the interfaces that CloudFront places for a VPC origin.

import type { Resource } from '../read/closed-world.ts';
import { at, flag, items, number, text, unknownReason, type Value } from '../read/cloudformation/value.ts';
import type { Interface, InterfaceKind, Subnet } from './network.ts';
import { placeOf } from './place.ts';
import { defaultGroupKey } from './read-groups.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from './resources.ts';

type Subnets = ReadonlyMap<string, Subnet>;

export function readInterfaces(resources: Resources, subnets: Subnets): Interface[] {
  const hosts = [
    ...resources.ofType('AWS::EC2::Instance').map((it) => readInstance(it, resources, subnets)),
    ...resources
      .ofType('AWS::AutoScaling::AutoScalingGroup')
      .map((it) => readAutoScalingGroup(it, resources, subnets)),
  ];
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
    const unfiltered =
      propertyText(it, 'Type') === 'network' && property(it, 'SecurityGroups') === undefined
        ? `${it.id} is a network load balancer without security groups, which filters nothing and is not modelled`
        : undefined;
    const hidden = hiddenIn(it, 'Scheme', 'Type', 'SubnetMappings') ?? unfiltered;
    const known = {
      ...placed,
      uncertain: placed.uncertain ?? hidden,
      hasPublicAddress: facing && hiddenIn(it, 'Scheme') === undefined,
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
    ...databases(resources, subnets),
    ...resources
      .ofType('AWS::EC2::VPCEndpoint')
      .filter((it) => propertyText(it, 'VpcEndpointType') === 'Interface')
      .map((it) =>
        member(it, 'endpoint', property(it, 'SubnetIds'), property(it, 'SecurityGroupIds'), subnets),
      ),
    ...resources
      .ofType('AWS::Lambda::Function')
      .filter((it) => property(it, 'VpcConfig'))
      .map((it) =>
        member(
          it,
          'function',
          property(it, 'VpcConfig.SubnetIds'),
          property(it, 'VpcConfig.SecurityGroupIds'),
          subnets,
        ),
      ),
  ];
  return [...hosts, ...balancers, ...others, ...vpcOrigins(resources, balancers)];
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
      hasPublicAddress: false,
    };
  });
}

function member(
  resource: Resource,
  kind: InterfaceKind,
  subnetIds: Value | undefined,
  groupIds: Value | undefined,
  subnets: Subnets,
  hasPublicAddress = false,
): Interface {
  const placed = texts(subnetIds);
  const grouped = texts(groupIds);
  const vpc = subnets.get(placed.values[0] ?? '')?.vpc;
  // Nothing named means the VPC's default group: AWS never leaves an interface without one.
  const groups = groupIds === undefined && vpc !== undefined ? [defaultGroupKey(vpc)] : grouped.values;
  return {
    key: resource.key,
    name: resource.id,
    kind,
    place: placeOf(resource),
    subnets: placed.values,
    groups,
    hasPublicAddress,
    privateAddress: undefined,
    hasHiddenSubnets: placed.uncertain !== undefined,
    uncertain:
      placed.uncertain ??
      grouped.uncertain ??
      (placed.values.length === 0 ? `${resource.id} names no subnet` : undefined),
    port: number(property(resource, 'Port')),
  };
}

function readInstance(instance: Resource, resources: Resources, subnets: Subnets): Interface {
  const settings = launchSettings(instance, resources);
  const elasticAddresses = resources.ofType('AWS::EC2::EIP', 'AWS::EC2::EIPAssociation');
  const elastic = elasticAddresses.some((it) => propertyText(it, 'InstanceId') === instance.key);
  const stray = elasticAddresses
    .map((it) => hiddenIn(it, 'InstanceId'))
    .find((reason) => reason !== undefined);
  const host = launched(instance, settings, property(instance, 'SubnetId'), subnets);
  return {
    ...host,
    hasPublicAddress: host.hasPublicAddress || elastic,
    privateAddress: propertyText(instance, 'PrivateIpAddress') ?? host.privateAddress,
    uncertain: host.uncertain ?? stray,
  };
}

function readAutoScalingGroup(group: Resource, resources: Resources, subnets: Subnets): Interface {
  return launched(group, launchSettings(group, resources), property(group, 'VPCZoneIdentifier'), subnets);
}

function launched(
  host: Resource,
  settings: LaunchSettings,
  subnetIds: Value | undefined,
  subnets: Subnets,
): Interface {
  const first = settings.networkInterface;
  const groupIds =
    at(first, 'GroupSet') ??
    at(first, 'Groups') ??
    settings.setting('SecurityGroupIds') ??
    settings.setting('SecurityGroups');
  const base = member(host, 'host', at(first, 'SubnetId') ?? subnetIds, groupIds, subnets);
  const choice = at(first, 'AssociatePublicIpAddress') ?? settings.setting('AssociatePublicIpAddress');
  const bySubnet = base.subnets.some((key) => subnets.get(key)?.mapsPublicAddress);
  return {
    ...base,
    hasPublicAddress: unknownReason(choice) === undefined && (flag(choice) ?? bySubnet),
    privateAddress: text(at(first, 'PrivateIpAddress')),
    uncertain: base.uncertain ?? unknownReason(choice) ?? settings.uncertain ?? settings.severalInterfaces,
  };
}

interface LaunchSettings {
  setting(name: string): Value | undefined;
  readonly networkInterface: Value | undefined;
  readonly uncertain: string | undefined;
  readonly severalInterfaces: string | undefined;
}

/** The template that an instance or group launches from; undefined when it is not declared. */
export function launchTemplateOf(host: Resource, resources: Resources): Resource | undefined {
  const reference =
    propertyText(host, 'LaunchTemplate.LaunchTemplateId') ??
    propertyText(host, 'MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId') ??
    propertyText(host, 'LaunchConfigurationName');
  return reference === undefined ? undefined : resources.byKey.get(reference);
}

/** A setting of a host: its own word first, then its launch template's. */
export function hostSetting(host: Resource, resources: Resources, path: string): Value | undefined {
  const template = launchTemplateOf(host, resources);
  return (
    property(host, path) ??
    (template && (property(template, `LaunchTemplateData.${path}`) ?? property(template, path)))
  );
}

function launchSettings(host: Resource, resources: Resources): LaunchSettings {
  const isGroup = host.type === 'AWS::AutoScaling::AutoScalingGroup';
  const names = ['LaunchTemplate', 'MixedInstancesPolicy', 'LaunchConfigurationName'];
  const refersElsewhere = names.some((name) => property(host, name)) && !launchTemplateOf(host, resources);
  const interfaces = items(hostSetting(host, resources, 'NetworkInterfaces'));
  return {
    setting: (name) => hostSetting(host, resources, name),
    networkInterface: interfaces[0],
    severalInterfaces:
      interfaces.length > 1
        ? `${host.id} has ${interfaces.length} network interfaces, of which only the first is followed`
        : undefined,
    uncertain:
      refersElsewhere || (isGroup && !launchTemplateOf(host, resources))
        ? `the launch template of ${host.id} is not in the given templates`
        : undefined,
  };
}

const databaseTypes = [
  'AWS::DocDB::DBCluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::Neptune::DBCluster',
  'AWS::ElastiCache::ReplicationGroup',
] as const;

const defaultPorts: Readonly<Record<string, number>> = {
  'AWS::DocDB::DBCluster': 27017,
  'AWS::Neptune::DBCluster': 8182,
  'AWS::ElastiCache::ReplicationGroup': 6379,
};

function databases(resources: Resources, subnets: Subnets): Interface[] {
  return resources
    .ofType(...databaseTypes)
    .filter((it) => it.type !== 'AWS::RDS::DBInstance' || property(it, 'DBClusterIdentifier') === undefined)
    .map((it) => {
      const groupName = propertyText(it, 'DBSubnetGroupName') ?? propertyText(it, 'CacheSubnetGroupName');
      const subnetGroup = resources.byKey.get(groupName ?? '');
      const subnetIds = subnetGroup && property(subnetGroup, 'SubnetIds');
      const groupIds =
        property(it, 'VpcSecurityGroupIds') ??
        property(it, 'VPCSecurityGroups') ??
        property(it, 'SecurityGroupIds');
      const published = flag(property(it, 'PubliclyAccessible')) ?? false;
      const database = member(it, 'database', subnetIds, groupIds, subnets, published);
      const hidden = hiddenIn(it, 'PubliclyAccessible');
      return {
        ...database,
        port: database.port ?? defaultPorts[it.type],
        uncertain: database.uncertain ?? hidden,
      };
    });
}
