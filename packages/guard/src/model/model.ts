// What the input declares, as facts that controls reason about. One model is one world: see read/closed-world.ts.

import type { ReadWorld, Resource } from '../read/closed-world.ts';
import type { Network } from './network.ts';
import { readForwarders } from './read-forwarders.ts';
import { readGroups, readServiceGroups } from './read-groups.ts';
import { readInterfaces } from './read-interfaces.ts';
import { readEgressOnlyGateways, readLinks, readNatGateways, readPeerings } from './read-links.ts';
import { readLoadBalancers, readTargetGroups } from './read-load-balancers.ts';
import {
  readAcls,
  readBlockPublicAccess,
  readExclusions,
  readRouteTables,
  readStrayRoutes,
  readSubnets,
  readVpcs,
} from './read-segments.ts';
import { readTransit } from './read-transit.ts';
import { indexResources, type Resources } from './resources.ts';
import { type Bucket, type Distribution, readBuckets, readDistributions } from './storage.ts';

export interface Model {
  /** How open conditions are decided in this world; empty when there is only one. */
  readonly world: string;
  readonly resources: Resources;
  readonly network: Network;
  readonly buckets: readonly Bucket[];
  readonly distributions: readonly Distribution[];
}

export function modelOf(world: ReadWorld): Model {
  const resources = indexResources(world.resources);
  const vpcs = readVpcs(resources);
  const subnets = readSubnets(resources);
  return {
    world: world.name,
    resources,
    network: {
      vpcs,
      subnets,
      routeTables: readRouteTables(resources),
      strayRoutes: readStrayRoutes(resources),
      acls: readAcls(resources),
      groups: readGroups(resources, vpcs),
      serviceGroups: readServiceGroups(resources),
      interfaces: readInterfaces(resources, subnets, vpcs),
      loadBalancers: readLoadBalancers(resources),
      targetGroups: readTargetGroups(resources),
      forwarders: readForwarders(resources),
      blockPublicAccess: readBlockPublicAccess(resources),
      exclusions: readExclusions(resources),
      peerings: readPeerings(resources),
      natGateways: readNatGateways(resources),
      egressOnlyGateways: readEgressOnlyGateways(resources),
      transit: readTransit(resources, vpcs),
      links: readLinks(resources),
    },
    buckets: readBuckets(resources),
    distributions: readDistributions(resources),
  };
}

const modelled = new Set([
  // Read in place: its resources stand among the others, or it is named as out of sight.
  'AWS::CloudFormation::Stack',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetCidrBlock',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::SubnetNetworkAclAssociation',
  'AWS::EC2::RouteTable',
  'AWS::EC2::GatewayRouteTableAssociation',
  'AWS::EC2::Route',
  'AWS::EC2::VPNGatewayRoutePropagation',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::PrefixList',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::TransitGateway',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::TransitGatewayVpcAttachment',
  'AWS::EC2::TransitGatewayPeeringAttachment',
  'AWS::EC2::TransitGatewayConnect',
  'AWS::EC2::TransitGatewayRoute',
  'AWS::EC2::TransitGatewayRouteTable',
  'AWS::EC2::TransitGatewayRouteTableAssociation',
  'AWS::EC2::TransitGatewayRouteTablePropagation',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::NetworkInterfaceAttachment',
  'AWS::EC2::Instance',
  'AWS::EC2::LaunchTemplate',
  'AWS::EC2::EIP',
  'AWS::EC2::EIPAssociation',
  'AWS::EC2::KeyPair',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::VPCBlockPublicAccessOptions',
  'AWS::EC2::VPCBlockPublicAccessExclusion',
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::AutoScaling::LaunchConfiguration',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::DocDB::DBCluster',
  'AWS::DocDB::DBSubnetGroup',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::Neptune::DBCluster',
  'AWS::Neptune::DBInstance',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::CacheCluster',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::MemoryDB::Cluster',
  'AWS::MemoryDB::SubnetGroup',
  'AWS::Redshift::Cluster',
  'AWS::Redshift::ClusterSubnetGroup',
  'AWS::RedshiftServerless::Workgroup',
  'AWS::OpenSearchService::Domain',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::VpcOrigin',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Url',
  'AWS::ApiGateway::Method',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGateway::RestApi',
  'AWS::AppRunner::Service',
  'AWS::IAM::OIDCProvider',
  'AWS::EC2::FlowLog',
  'AWS::Route53Resolver::FirewallRuleGroup',
  'AWS::Route53Resolver::FirewallRuleGroupAssociation',
  'AWS::IAM::User',
  'AWS::IAM::Group',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::UserPolicy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::GroupPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::InstanceProfile',
  'AWS::IAM::UserToGroupAddition',
  'AWS::IAM::AccessKey',
  'AWS::IAM::VirtualMFADevice',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SQS::QueueInlinePolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SNS::TopicInlinePolicy',
  'AWS::ECR::Repository',
  'AWS::DynamoDB::Table',
  'AWS::SSM::Parameter',
]);

/** Types that no part of the model reads, with how often each is declared: what this engine does not see. */
export function unmodelledTypes(resources: readonly Resource[]): { type: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { type } of resources) if (!modelled.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => (a.type < b.type ? -1 : 1));
}
