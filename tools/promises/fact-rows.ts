// What was really running, fact by fact: what stands in its place now, which test shows it, and which control of guard
// finds it in the site as built and proves it gone in ours. What a template cannot hold awaits the host.

import { declared, inStack, type Row, shown, source } from './row.ts';

const onHost = (what: string) => ({ awaits: 'host', what }) as const;

export const factRows: readonly Row[] = [
  {
    id: 'AB-01',
    says: 'SSH open to the world',
    by: [declared('network', 'AWS::EC2::SecurityGroup'), declared('api', 'AWS::SSM::Document')],
    shown: [inStack('network', 'opens no port but those of the flows')],
    control: 'no-public-ssh',
  },
  {
    id: 'AB-02',
    says: 'HTTP open to the world, on the backend',
    by: [declared('network', 'AWS::EC2::SecurityGroupIngress')],
    shown: [inStack('network', 'opens no port but those of the flows')],
    control: 'no-public-http-to-host',
  },
  {
    id: 'AB-03',
    says: 'HTTPS past any load balancer',
    by: [declared('api', 'AWS::ElasticLoadBalancingV2::LoadBalancer')],
    shown: [inStack('front', 'admits the service group of the VPC origin to the load balancer')],
    control: 'no-public-https-past-load-balancer',
  },
  {
    id: 'AB-04',
    says: 'the default VPC, all subnets public',
    by: [declared('network', 'AWS::EC2::VPC'), declared('network', 'AWS::EC2::NetworkAcl')],
    shown: [inStack('network', 'has three tiers over three zones, none with public addresses')],
    control: 'subnets-are-tiered',
  },
  {
    id: 'AB-05',
    says: 'VPC Block Public Access off',
    by: [declared('network', 'AWS::EC2::VPCBlockPublicAccessOptions')],
    shown: [inStack('network', 'blocks public access in both directions')],
    control: 'vpc-block-public-access-on',
  },
  {
    id: 'AB-06',
    says: 'no DNS Firewall',
    by: [declared('dns', 'AWS::Route53Resolver::FirewallRuleGroupAssociation')],
    shown: [inStack('dns', 'are filtered in the VPC, and the filter cannot be taken off unnoticed')],
    control: 'dns-firewall-on',
  },
  {
    id: 'AB-07',
    says: 'no flow logs',
    by: [declared('network', 'AWS::EC2::FlowLog')],
    shown: [inStack('network', 'records every accepted and rejected packet')],
    control: 'flow-logs-on',
  },
  {
    id: 'AB-08',
    says: 'no load balancer',
    by: [declared('api', 'AWS::ElasticLoadBalancingV2::LoadBalancer')],
    shown: [inStack('api', 'has a load balancer without a public address')],
    control: 'hosts-behind-load-balancer',
  },
  {
    id: 'AB-09',
    says: 'no Auto Scaling group: one instance in one zone',
    by: [declared('api', 'AWS::AutoScaling::AutoScalingGroup')],
    shown: [inStack('api', 'scales between the bounds of the table over three zones')],
    control: 'hosts-scale-across-zones',
  },
  {
    id: 'AB-10',
    says: 'a key pair for SSH, and no backup',
    by: [declared('api', 'AWS::EC2::LaunchTemplate'), declared('data', 'AWS::Backup::BackupPlan')],
    shown: [
      inStack('api', 'starts hosts without a key pair or a public address'),
      inStack('data', 'is copied daily into a vault'),
    ],
    control: 'no-key-pair',
  },
  {
    id: 'AB-11',
    says: 'the front as a public website endpoint over plain HTTP',
    by: [
      declared('front', 'AWS::S3::BucketPolicy'),
      declared('front', 'AWS::CloudFront::OriginAccessControl'),
    ],
    shown: [inStack('front', 'keeps the bucket private, versioned, without a website endpoint')],
    control: 'front-bucket-private',
  },
  {
    id: 'AB-12',
    says: 'no CDN and no firewall in front',
    by: [declared('front', 'AWS::CloudFront::Distribution'), declared('edge', 'AWS::WAFv2::WebACL')],
    shown: [inStack('front', 'stands behind the web ACL of its own environment')],
    control: 'distribution-reaches-api',
  },
  {
    id: 'AB-13',
    says: 'an IAM user with a password and no second factor',
    by: [declared('pipeline', 'AWS::IAM::Role')],
    shown: [inStack('pipeline', 'needs no key: no stack has a user, or an access key')],
    control: 'no-password-alone',
    later: { awaits: 'organisation', what: 'people through Identity Center, and IAM users refused' },
  },
  { id: 'AB-14', says: 'rpcbind listens', by: [], shown: [], later: onHost('the host without rpcbind') },
  { id: 'AB-15', says: 'sshd listens', by: [], shown: [], later: onHost('the host without sshd') },
  { id: 'AB-16', says: 'a mail server runs', by: [], shown: [], later: onHost('the host without postfix') },
  {
    id: 'AB-17',
    says: 'auditd without rules',
    by: [],
    shown: [],
    later: onHost('the rules, loaded and immutable'),
  },
  {
    id: 'AB-18',
    says: 'no API process and no database, nothing supervised',
    by: [declared('api', 'AWS::AutoScaling::AutoScalingGroup'), declared('data', 'AWS::DocDB::DBCluster')],
    shown: [inStack('api', 'asks each host whether it is ready, over HTTPS on the port of the API')],
    later: onHost('the unit that supervises the API'),
  },
  {
    id: 'AB-19',
    says: 'one account for all',
    by: [source('packages/cloud/src/environment-rules.ts')],
    shown: [
      shown('packages/cloud/src/environment-rules.test.ts', 'is refused as a whole when it has a mistake'),
    ],
    control: 'environments-in-own-accounts',
    later: { awaits: 'organisation', what: 'the accounts themselves' },
  },
  {
    id: 'AB-20',
    says: 'resources without an Environment tag',
    by: [source('packages/cloud/src/main.ts')],
    shown: [inStack('every', 'tags whatever can carry a tag with its environment and service')],
    control: 'environment-tag-present',
  },
  {
    id: 'AB-21',
    says: 'metadata version 1, root volume not encrypted',
    by: [declared('api', 'AWS::EC2::LaunchTemplate')],
    shown: [
      inStack('api', 'gives metadata to the host alone and only for a token'),
      inStack('api', 'in the backend group, with an encrypted root'),
    ],
    control: 'imds-v2-required',
  },
  {
    id: 'AB-22',
    says: 'an operating system out of support',
    by: [source('packages/cloud/src/delivery/release-parameters.ts')],
    shown: [inStack('api', 'takes its image from a parameter')],
    later: onHost('the image of Debian 13'),
  },
];
