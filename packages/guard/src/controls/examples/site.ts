// The smallest site that keeps every claim: three tiers, two zones for the hosts, one way in. Examples of controls are this site with
// one change, so that an example shows what the control is about and nothing else.

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type SiteResources = Readonly<Record<string, unknown>>;

const ref = (id: string) => ({ Ref: id });
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const tags = [{ Key: 'Environment', Value: 'example' }];
const vpcId = ref('Vpc');

const subnet = (cidr: string, zone: string) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: {
    VpcId: vpcId,
    CidrBlock: cidr,
    AvailabilityZone: zone,
    MapPublicIpOnLaunch: false,
    Tags: tags,
  },
});
const group = (description: string, ingress: readonly Json[], egress: readonly Json[]) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: {
    GroupDescription: description,
    VpcId: vpcId,
    SecurityGroupIngress: ingress,
    SecurityGroupEgress: egress,
    Tags: tags,
  },
});
const tcp = (port: number) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port });
const from = (id: string, port: number) => ({ ...tcp(port), SourceSecurityGroupId: att(id, 'GroupId') });
const inside = (port: number) => ({ ...tcp(port), CidrIp: '10.0.0.0/16' });
const entry = (acl: string, number: number, egress: boolean, from: number, to: number) => ({
  Type: 'AWS::EC2::NetworkAclEntry',
  Properties: {
    NetworkAclId: ref(acl),
    RuleNumber: number,
    Egress: egress,
    Protocol: 6,
    RuleAction: 'allow',
    CidrBlock: '10.0.0.0/16',
    PortRange: { From: from, To: to },
  },
});

/** Subnet, route table and ACL of one tier; the ACL speaks TCP inside the VPC and nothing else. */
const tier = (name: string, cidr: string, zone = 'eu-west-1a'): SiteResources => ({
  [`${name}Subnet`]: subnet(cidr, zone),
  [`${name}Routes`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: vpcId, Tags: tags } },
  [`${name}RoutesUse`]: {
    Type: 'AWS::EC2::SubnetRouteTableAssociation',
    Properties: { SubnetId: ref(`${name}Subnet`), RouteTableId: ref(`${name}Routes`) },
  },
  [`${name}Acl`]: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: vpcId, Tags: tags } },
  [`${name}AclUse`]: {
    Type: 'AWS::EC2::SubnetNetworkAclAssociation',
    Properties: { SubnetId: ref(`${name}Subnet`), NetworkAclId: ref(`${name}Acl`) },
  },
  [`${name}AclIn`]: entry(`${name}Acl`, 100, false, 443, 65535),
  [`${name}AclOut`]: entry(`${name}Acl`, 100, true, 443, 65535),
});

export const site: SiteResources = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', Tags: tags } },
  Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: { Tags: tags } },
  GatewayUse: {
    Type: 'AWS::EC2::VPCGatewayAttachment',
    Properties: { VpcId: vpcId, InternetGatewayId: ref('Gateway') },
  },
  DefaultGroupClosed: {
    Type: 'Custom::VpcRestrictDefaultSG',
    Properties: { DefaultSecurityGroupId: att('Vpc', 'DefaultSecurityGroup') },
  },
  BlockPublicAccess: {
    Type: 'AWS::EC2::VPCBlockPublicAccessOptions',
    Properties: { InternetGatewayBlockMode: 'block-bidirectional' },
  },
  EdgeExclusion: {
    Type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
    Properties: { SubnetId: ref('EdgeSubnet'), InternetGatewayExclusionMode: 'allow-bidirectional' },
  },
  ...tier('Edge', '10.0.0.0/24'),
  ...tier('App', '10.0.1.0/24'),
  ...tier('AppB', '10.0.11.0/24', 'eu-west-1b'),
  ...tier('Data', '10.0.2.0/24'),
  Flows: {
    Type: 'AWS::EC2::FlowLog',
    Properties: { ResourceType: 'VPC', ResourceId: vpcId, TrafficType: 'ALL' },
  },
  NameRules: {
    Type: 'AWS::Route53Resolver::FirewallRuleGroup',
    Properties: { FirewallRules: [{ Action: 'BLOCK', Priority: 100, FirewallDomainListId: 'rslvr-fdl-1' }] },
  },
  NameGuard: {
    Type: 'AWS::Route53Resolver::FirewallRuleGroupAssociation',
    Properties: { VpcId: vpcId, FirewallRuleGroupId: att('NameRules', 'Id'), Priority: 101 },
  },
  EdgeServiceGroup: {
    Type: 'Custom::VpcOriginServiceGroup',
    Properties: { VpcId: vpcId, GroupName: 'CloudFront-VPCOrigins-Service-SG' },
  },
  BalancerGroup: group('Load balancer', [from('EdgeServiceGroup', 443)], [inside(8443)]),
  ApiGroup: group('API hosts', [from('BalancerGroup', 8443)], [inside(27017)]),
  DatabaseGroup: group('Database', [from('ApiGroup', 27017)], []),
  Balancer: {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: {
      Type: 'application',
      Scheme: 'internal',
      Subnets: [ref('EdgeSubnet')],
      SecurityGroups: [att('BalancerGroup', 'GroupId')],
      Tags: tags,
    },
  },
  Listener: {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: ref('Balancer'),
      Port: 443,
      Protocol: 'HTTPS',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
    },
  },
  Targets: {
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties: { VpcId: vpcId, Port: 8443, Protocol: 'HTTPS', Tags: tags },
  },
  HostRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Tags: tags,
    },
  },
  HostProfile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('HostRole')] } },
  HostTemplate: {
    Type: 'AWS::EC2::LaunchTemplate',
    Properties: {
      LaunchTemplateData: {
        SecurityGroupIds: [att('ApiGroup', 'GroupId')],
        IamInstanceProfile: { Name: ref('HostProfile') },
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      },
    },
  },
  Hosts: {
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    Properties: {
      MinSize: '1',
      MaxSize: '3',
      VPCZoneIdentifier: [ref('AppSubnet'), ref('AppBSubnet')],
      LaunchTemplate: { LaunchTemplateId: ref('HostTemplate'), Version: '1' },
      TargetGroupARNs: [ref('Targets')],
      Tags: [{ Key: 'Environment', Value: 'example', PropagateAtLaunch: true }],
    },
  },
  DatabaseSubnets: {
    Type: 'AWS::DocDB::DBSubnetGroup',
    Properties: { DBSubnetGroupDescription: 'Data tier', SubnetIds: [ref('DataSubnet')], Tags: tags },
  },
  Database: {
    Type: 'AWS::DocDB::DBCluster',
    Properties: {
      DBSubnetGroupName: ref('DatabaseSubnets'),
      VpcSecurityGroupIds: [att('DatabaseGroup', 'GroupId')],
      Port: 27017,
      Tags: tags,
    },
  },
  FrontBucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      Tags: tags,
    },
  },
  FrontPolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: ref('FrontBucket'),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Action: 's3:GetObject',
            Resource: { 'Fn::Sub': '${FrontBucket.Arn}/*' },
            Condition: {
              StringEquals: {
                'AWS:SourceArn': {
                  'Fn::Sub': 'arn:aws:cloudfront::${AWS::AccountId}:distribution/${Distribution}',
                },
              },
            },
          },
        ],
      },
    },
  },
  FrontAccess: {
    Type: 'AWS::CloudFront::OriginAccessControl',
    Properties: { OriginAccessControlConfig: { Name: 'front' } },
  },
  ApiOrigin: {
    Type: 'AWS::CloudFront::VpcOrigin',
    Properties: {
      VpcOriginEndpointConfig: { Arn: ref('Balancer'), HTTPSPort: 443, OriginProtocolPolicy: 'https-only' },
    },
  },
  Distribution: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Origins: [
          {
            Id: 'front',
            DomainName: att('FrontBucket', 'RegionalDomainName'),
            OriginAccessControlId: att('FrontAccess', 'Id'),
          },
          {
            Id: 'api',
            DomainName: att('Balancer', 'DNSName'),
            VpcOriginConfig: { VpcOriginId: att('ApiOrigin', 'Id') },
          },
        ],
      },
      Tags: tags,
    },
  },
};

/**
 * A site with changes. A key is a resource id or a dotted path from it (`Hosts.Properties.MinSize`); undefined removes
 * what stands there. A path that leads nowhere is a mistake in the example and throws.
 */
export function changed(base: SiteResources, changes: Readonly<Record<string, unknown>>): SiteResources {
  return Object.entries(changes).reduce<SiteResources>(
    (site, [path, value]) => changedAt(site, path.split('.'), value, path) as SiteResources,
    base,
  );
}

/** Copies what leads to the change and shares the rest: hundreds of examples are made at every start. */
function changedAt(
  holder: object,
  [key = '', ...rest]: readonly string[],
  value: unknown,
  path: string,
): object {
  const copy = (Array.isArray(holder) ? [...holder] : { ...holder }) as Record<string, unknown>;
  const next = copy[key];
  if (rest.length > 0) {
    if (typeof next !== 'object' || next === null)
      throw new Error(`example: ${path} leads nowhere at ${key}`);
    copy[key] = changedAt(next, rest, value, path);
  } else if (value === undefined) {
    if (!(key in copy)) throw new Error(`example: there is no ${path} to remove`);
    delete copy[key];
  } else {
    copy[key] = value;
  }
  return copy;
}

/** The site without the named resources, whoever still refers to them. */
export function without(base: SiteResources, ...ids: readonly string[]): SiteResources {
  return changed(base, Object.fromEntries(ids.map((id) => [id, undefined])));
}

/** One host in the open: public address, route to the internet, default ACL, Block Public Access off. */
export function exposedHost(ingress: readonly Json[]): SiteResources {
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '172.31.0.0/16' } },
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    GatewayUse: {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: vpcId, InternetGatewayId: ref('Gateway') },
    },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: vpcId, CidrBlock: '172.31.0.0/20', MapPublicIpOnLaunch: true },
    },
    Routes: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: vpcId } },
    RoutesUse: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: ref('Subnet'), RouteTableId: ref('Routes') },
    },
    Outward: {
      Type: 'AWS::EC2::Route',
      Properties: {
        RouteTableId: ref('Routes'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('Gateway'),
      },
    },
    HostGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { GroupDescription: 'Host', VpcId: vpcId, SecurityGroupIngress: ingress },
    },
    Host: {
      Type: 'AWS::EC2::Instance',
      Properties: {
        SubnetId: ref('Subnet'),
        SecurityGroupIds: [att('HostGroup', 'GroupId')],
        PrivateIpAddress: '172.31.0.10',
      },
    },
  };
}

/** Ingress of one port (or range) from everywhere. */
export const fromEverywhere = (port: number, to = port) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: to,
  CidrIp: '0.0.0.0/0',
});
