// The operations whose recorded output is understood: where their items stand, what identifies one, and what it is in
// the words of CloudFormation, which the model reads.

import { recordedTags, registeredTarget, templateVersion } from './join-traffic.ts';
import { transitAttachment } from './rewrite-transit.ts';

export interface Operation {
  /** Path of the list (or of the one item) in the output; empty: the output itself is the item. */
  readonly items: string;
  readonly type: string;
  /** The property that references name it by; undefined when nothing refers to it. */
  readonly id?: string;
  /** The answer is about one thing, which the file name tells after `@`: this property takes it. */
  readonly about?: string;
  /** Without it nothing is safe: what it would show is not absent but unseen. */
  readonly needed?: true;
}

const ec2 = 'AWS::EC2::';
const elb = 'AWS::ElasticLoadBalancingV2::';

export const operations: Readonly<Record<string, Operation>> = {
  'ec2.describe-vpcs': { items: 'Vpcs', type: `${ec2}VPC`, id: 'VpcId', needed: true },
  'ec2.describe-subnets': { items: 'Subnets', type: `${ec2}Subnet`, id: 'SubnetId', needed: true },
  'ec2.describe-internet-gateways': {
    items: 'InternetGateways',
    type: `${ec2}InternetGateway`,
    id: 'InternetGatewayId',
    needed: true,
  },
  'ec2.describe-egress-only-internet-gateways': {
    items: 'EgressOnlyInternetGateways',
    type: `${ec2}EgressOnlyInternetGateway`,
    id: 'EgressOnlyInternetGatewayId',
  },
  'ec2.describe-nat-gateways': { items: 'NatGateways', type: `${ec2}NatGateway`, id: 'NatGatewayId' },
  'ec2.describe-route-tables': {
    items: 'RouteTables',
    type: `${ec2}RouteTable`,
    id: 'RouteTableId',
    needed: true,
  },
  'ec2.describe-network-acls': {
    items: 'NetworkAcls',
    type: `${ec2}NetworkAcl`,
    id: 'NetworkAclId',
    needed: true,
  },
  'ec2.describe-security-groups': {
    items: 'SecurityGroups',
    type: `${ec2}SecurityGroup`,
    id: 'GroupId',
    needed: true,
  },
  'ec2.describe-instances': { items: 'Reservations', type: `${ec2}Instance`, id: 'InstanceId', needed: true },
  'ec2.describe-managed-prefix-lists': {
    items: 'PrefixLists',
    type: `${ec2}ManagedPrefixList`,
    id: 'PrefixListId',
  },
  'ec2.describe-prefix-lists': { items: 'PrefixLists', type: `${ec2}PrefixList`, id: 'PrefixListId' },
  'ec2.get-managed-prefix-list-entries': {
    items: '',
    type: `${ec2}PrefixList`,
    about: 'PrefixListId',
    id: 'PrefixListId',
  },
  'ec2.describe-vpc-peering-connections': {
    items: 'VpcPeeringConnections',
    type: `${ec2}VPCPeeringConnection`,
    id: 'VpcPeeringConnectionId',
    needed: true,
  },
  'ec2.describe-transit-gateways': {
    items: 'TransitGateways',
    type: `${ec2}TransitGateway`,
    id: 'TransitGatewayId',
  },
  'ec2.describe-transit-gateway-attachments': {
    items: 'TransitGatewayAttachments',
    type: transitAttachment,
    id: 'TransitGatewayAttachmentId',
  },
  'ec2.describe-transit-gateway-vpc-attachments': {
    items: 'TransitGatewayVpcAttachments',
    type: `${ec2}TransitGatewayVpcAttachment`,
    id: 'TransitGatewayAttachmentId',
    needed: true,
  },
  'ec2.describe-transit-gateway-peering-attachments': {
    items: 'TransitGatewayPeeringAttachments',
    type: `${ec2}TransitGatewayPeeringAttachment`,
    id: 'TransitGatewayAttachmentId',
  },
  'ec2.describe-transit-gateway-route-tables': {
    items: 'TransitGatewayRouteTables',
    type: `${ec2}TransitGatewayRouteTable`,
    id: 'TransitGatewayRouteTableId',
  },
  'ec2.get-transit-gateway-route-table-associations': {
    items: 'Associations',
    type: `${ec2}TransitGatewayRouteTableAssociation`,
    about: 'TransitGatewayRouteTableId',
  },
  'ec2.get-transit-gateway-route-table-propagations': {
    items: 'TransitGatewayRouteTablePropagations',
    type: `${ec2}TransitGatewayRouteTablePropagation`,
    about: 'TransitGatewayRouteTableId',
  },
  'ec2.search-transit-gateway-routes': {
    items: 'Routes',
    type: `${ec2}TransitGatewayRoute`,
    about: 'TransitGatewayRouteTableId',
  },
  'ec2.describe-vpn-gateways': {
    items: 'VpnGateways',
    type: `${ec2}VPNGateway`,
    id: 'VpnGatewayId',
    needed: true,
  },
  'ec2.describe-vpc-endpoints': { items: 'VpcEndpoints', type: `${ec2}VPCEndpoint`, id: 'VpcEndpointId' },
  'ec2.describe-vpc-block-public-access-options': {
    items: 'VpcBlockPublicAccessOptions',
    type: `${ec2}VPCBlockPublicAccessOptions`,
    needed: true,
  },
  'ec2.describe-vpc-block-public-access-exclusions': {
    items: 'VpcBlockPublicAccessExclusions',
    type: `${ec2}VPCBlockPublicAccessExclusion`,
    needed: true,
  },
  'ec2.describe-key-pairs': { items: 'KeyPairs', type: `${ec2}KeyPair`, id: 'KeyName', needed: true },
  'ec2.describe-flow-logs': { items: 'FlowLogs', type: `${ec2}FlowLog` },
  'ec2.describe-volumes': { items: 'Volumes', type: `${ec2}Volume`, id: 'VolumeId' },
  'ec2.describe-snapshots': { items: 'Snapshots', type: `${ec2}Snapshot`, id: 'SnapshotId' },
  'ec2.describe-addresses': { items: 'Addresses', type: `${ec2}EIP`, id: 'AllocationId' },
  'ec2.describe-launch-templates': { items: 'LaunchTemplates', type: `${ec2}RecordedLaunchTemplate` },
  'ec2.describe-launch-template-versions': { items: 'LaunchTemplateVersions', type: templateVersion },
  'ec2.get-ebs-encryption-by-default': { items: '', type: `${ec2}EbsEncryptionByDefault` },
  'elbv2.describe-load-balancers': {
    items: 'LoadBalancers',
    type: `${elb}LoadBalancer`,
    id: 'LoadBalancerArn',
    needed: true,
  },
  'elbv2.describe-listeners': { items: 'Listeners', type: `${elb}Listener`, id: 'ListenerArn' },
  'elbv2.describe-rules': { items: 'Rules', type: `${elb}ListenerRule`, id: 'RuleArn' },
  'elbv2.describe-target-groups': {
    items: 'TargetGroups',
    type: `${elb}TargetGroup`,
    id: 'TargetGroupArn',
    needed: true,
  },
  'elbv2.describe-target-health': {
    items: 'TargetHealthDescriptions',
    type: registeredTarget,
    about: 'TargetGroupName',
  },
  'elbv2.describe-tags': { items: 'TagDescriptions', type: recordedTags },
  'autoscaling.describe-auto-scaling-groups': {
    items: 'AutoScalingGroups',
    type: 'AWS::AutoScaling::AutoScalingGroup',
    id: 'AutoScalingGroupName',
    needed: true,
  },
  'autoscaling.describe-launch-configurations': {
    items: 'LaunchConfigurations',
    type: 'AWS::AutoScaling::LaunchConfiguration',
    id: 'LaunchConfigurationName',
  },
  'docdb.describe-db-clusters': {
    items: 'DBClusters',
    type: 'AWS::DocDB::DBCluster',
    id: 'DBClusterIdentifier',
  },
  'docdb.describe-db-subnet-groups': {
    items: 'DBSubnetGroups',
    type: 'AWS::DocDB::DBSubnetGroup',
    id: 'DBSubnetGroupName',
  },
  'rds.describe-db-clusters': {
    items: 'DBClusters',
    type: 'AWS::RDS::DBCluster',
    id: 'DBClusterIdentifier',
  },
  'rds.describe-db-instances': {
    items: 'DBInstances',
    type: 'AWS::RDS::DBInstance',
    id: 'DBInstanceIdentifier',
  },
  'rds.describe-db-subnet-groups': {
    items: 'DBSubnetGroups',
    type: 'AWS::RDS::DBSubnetGroup',
    id: 'DBSubnetGroupName',
  },
  's3api.list-buckets': { items: 'Buckets', type: 'AWS::S3::Bucket', id: 'Name', needed: true },
  's3api.get-bucket-policy': { items: '', type: 'AWS::S3::BucketPolicy', about: 'Bucket' },
  's3api.get-bucket-website': { items: '', type: 'AWS::S3::BucketWebsite', about: 'Bucket' },
  's3api.get-public-access-block': { items: '', type: 'AWS::S3::BucketPublicAccessBlock', about: 'Bucket' },
  's3api.get-bucket-encryption': { items: '', type: 'AWS::S3::BucketEncryption', about: 'Bucket' },
  's3api.get-bucket-versioning': { items: '', type: 'AWS::S3::BucketVersioning', about: 'Bucket' },
  'cloudfront.list-distributions': {
    items: 'DistributionList.Items',
    type: 'AWS::CloudFront::Distribution',
    id: 'Id',
    needed: true,
  },
  'cloudfront.list-vpc-origins': {
    items: 'VpcOriginList.Items',
    type: 'AWS::CloudFront::VpcOrigin',
    id: 'Id',
  },
  'cloudfront.list-tags-for-resource': { items: '', type: recordedTags, about: 'DistributionId' },
  'wafv2.list-web-acls': { items: 'WebACLs', type: 'AWS::WAFv2::WebACL', id: 'ARN' },
  'cloudtrail.describe-trails': { items: 'trailList', type: 'AWS::CloudTrail::Trail', id: 'TrailARN' },
  'iam.list-users': { items: 'Users', type: 'AWS::IAM::User', id: 'UserName' },
  'iam.list-roles': { items: 'Roles', type: 'AWS::IAM::Role', id: 'RoleName' },
  'iam.list-mfa-devices': { items: '', type: 'AWS::IAM::RecordedDevices', about: 'UserName' },
  'iam.get-login-profile': { items: '', type: 'AWS::IAM::RecordedLogin', about: 'UserName' },
  'kms.list-keys': { items: 'Keys', type: 'AWS::KMS::Key', id: 'KeyArn' },
  'logs.describe-log-groups': { items: 'logGroups', type: 'AWS::Logs::LogGroup', id: 'arn' },
  'lambda.list-functions': { items: 'Functions', type: 'AWS::Lambda::Function', id: 'FunctionName' },
  'route53resolver.list-firewall-rule-group-associations': {
    items: 'FirewallRuleGroupAssociations',
    type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
    id: 'Id',
  },
};
