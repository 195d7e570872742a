// An account as it should be, as the AWS command line would tell it: distribution → VPC origin → internal load balancer
// → Auto Scaling group. Small enough to see; tests change one answer at a time.

const account = '111122223333';
const region = 'eu-west-1';
const arn = (rest: string) => `arn:aws:elasticloadbalancing:${region}:${account}:${rest}`;

export const balancerArn = arn('loadbalancer/app/api/50dc6c495c0c9188');
const listenerArn = arn('listener/app/api/50dc6c495c0c9188/f2f7dc8efc522ab2');
const ruleArn = arn('listener-rule/app/api/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee');
export const targetGroupArn = arn('targetgroup/api/73e2d6bc24d8a067');

const tags = [{ Key: 'Environment', Value: 'prod' }];
const vpc = 'vpc-0a0000000000000a1';
const subnet = (id: string, CidrBlock: string, AvailabilityZone: string) => ({
  SubnetId: id,
  VpcId: vpc,
  CidrBlock,
  AvailabilityZone,
  MapPublicIpOnLaunch: false,
  Tags: tags,
});
const [edge, app, appB] = [
  'subnet-0a00000000000ed6e',
  'subnet-0a00000000000a991',
  'subnet-0a00000000000a992',
];
const [serviceGroup, balancerGroup, apiGroup, defaultGroup] = ['sg-0a5e', 'sg-0a1b', 'sg-0aa9', 'sg-0adf'];

const allow = (port: number, peer: object) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...peer });
const from = (group: string) => ({ UserIdGroupPairs: [{ GroupId: group, UserId: account }] });
const group = (id: string, name: string, ingress: object[], egress: object[]) => ({
  GroupId: id,
  GroupName: name,
  VpcId: vpc,
  IpPermissions: ingress,
  IpPermissionsEgress: egress,
  Tags: tags,
});
const route = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
const aclEntry = (Egress: boolean) => ({
  CidrBlock: '0.0.0.0/0',
  Egress,
  Protocol: '-1',
  RuleAction: 'allow',
  RuleNumber: 100,
});
const instance = 'i-0a00000000000a001';
const template = 'lt-0a00000000000a001';
const data = (HttpTokens: string) => ({
  SecurityGroupIds: [apiGroup],
  MetadataOptions: { HttpTokens, HttpPutResponseHopLimit: 1 },
});

/** What the command line answers, by the name of the file without its ending. */
export const designedAccount: Readonly<Record<string, object>> = {
  'ec2.describe-vpcs': {
    Vpcs: [{ VpcId: vpc, CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet: [], Tags: tags }],
  },
  'ec2.describe-subnets': {
    Subnets: [
      subnet(edge, '10.0.0.0/24', 'eu-west-1a'),
      subnet(app, '10.0.1.0/24', 'eu-west-1a'),
      subnet(appB, '10.0.2.0/24', 'eu-west-1b'),
    ],
  },
  'ec2.describe-internet-gateways': {
    InternetGateways: [
      { InternetGatewayId: 'igw-0a', Attachments: [{ State: 'available', VpcId: vpc }], Tags: tags },
    ],
  },
  'ec2.describe-route-tables': {
    RouteTables: [
      { RouteTableId: 'rtb-0a', VpcId: vpc, Routes: [route], Associations: [{ Main: true }], Tags: tags },
    ],
  },
  'ec2.describe-network-acls': {
    NetworkAcls: [
      {
        NetworkAclId: 'acl-0a',
        VpcId: vpc,
        IsDefault: true,
        Entries: [aclEntry(true), aclEntry(false)],
        Associations: [edge, app, appB].map((SubnetId) => ({ SubnetId })),
        Tags: tags,
      },
    ],
  },
  'ec2.describe-security-groups': {
    SecurityGroups: [
      group(serviceGroup, 'CloudFront-VPCOrigins-Service-SG', [], []),
      group(balancerGroup, 'balancer', [allow(443, from(serviceGroup))], [allow(8443, from(apiGroup))]),
      group(apiGroup, 'api', [allow(8443, from(balancerGroup))], []),
      group(defaultGroup, 'default', [], []),
    ],
  },
  'ec2.describe-instances': {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: instance,
            State: { Name: 'running' },
            MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
            NetworkInterfaces: [
              {
                SubnetId: app,
                PrivateIpAddress: '10.0.1.10',
                Groups: [{ GroupId: apiGroup }],
                Attachment: { DeviceIndex: 0 },
              },
            ],
            Tags: tags,
          },
        ],
      },
    ],
  },
  'ec2.describe-vpc-peering-connections': { VpcPeeringConnections: [] },
  'ec2.describe-transit-gateway-vpc-attachments': { TransitGatewayVpcAttachments: [] },
  'ec2.describe-vpn-gateways': { VpnGateways: [] },
  'ec2.describe-vpc-block-public-access-options': {
    VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'block-bidirectional' },
  },
  'ec2.describe-vpc-block-public-access-exclusions': {
    VpcBlockPublicAccessExclusions: [
      {
        ExclusionId: 'vpcbpa-exclude-0a',
        InternetGatewayExclusionMode: 'allow-bidirectional',
        ResourceArn: `arn:aws:ec2:${region}:${account}:subnet/${edge}`,
        State: 'create-complete',
      },
    ],
  },
  'ec2.describe-key-pairs': { KeyPairs: [] },
  'ec2.describe-launch-template-versions': {
    LaunchTemplateVersions: [
      {
        LaunchTemplateId: template,
        VersionNumber: 1,
        DefaultVersion: true,
        LaunchTemplateData: data('optional'),
      },
      {
        LaunchTemplateId: template,
        VersionNumber: 2,
        DefaultVersion: false,
        LaunchTemplateData: data('required'),
      },
    ],
  },
  'autoscaling.describe-auto-scaling-groups': {
    AutoScalingGroups: [
      {
        AutoScalingGroupName: 'api',
        MinSize: 1,
        MaxSize: 3,
        DesiredCapacity: 1,
        VPCZoneIdentifier: `${app},${appB}`,
        LaunchTemplate: { LaunchTemplateId: template, LaunchTemplateName: 'api', Version: '$Latest' },
        TargetGroupARNs: [targetGroupArn],
        Instances: [{ InstanceId: instance }],
        Tags: [{ Key: 'Environment', Value: 'prod', PropagateAtLaunch: true, ResourceId: 'api' }],
      },
    ],
  },
  'elbv2.describe-load-balancers': {
    LoadBalancers: [
      {
        LoadBalancerArn: balancerArn,
        LoadBalancerName: 'api',
        DNSName: 'internal-api-1.eu-west-1.elb.amazonaws.com',
        Scheme: 'internal',
        Type: 'application',
        VpcId: vpc,
        AvailabilityZones: [{ ZoneName: 'eu-west-1a', SubnetId: edge }],
        SecurityGroups: [balancerGroup],
      },
    ],
  },
  'elbv2.describe-listeners': {
    Listeners: [
      {
        ListenerArn: listenerArn,
        LoadBalancerArn: balancerArn,
        Port: 443,
        Protocol: 'HTTPS',
        DefaultActions: [{ Type: 'fixed-response' }],
      },
    ],
  },
  'elbv2.describe-rules@f2f7dc8efc522ab2': {
    Rules: [
      {
        RuleArn: ruleArn,
        Priority: '1',
        Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }],
        Actions: [
          {
            Type: 'forward',
            ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroupArn, Weight: 1 }] },
          },
        ],
        IsDefault: false,
      },
    ],
  },
  'elbv2.describe-target-groups': {
    TargetGroups: [
      {
        TargetGroupArn: targetGroupArn,
        TargetGroupName: 'api',
        Port: 80,
        Protocol: 'HTTPS',
        VpcId: vpc,
        TargetType: 'instance',
      },
    ],
  },
  'elbv2.describe-target-health@api': {
    TargetHealthDescriptions: [
      { Target: { Id: instance, Port: 8443 }, HealthCheckPort: '8443', TargetHealth: { State: 'healthy' } },
    ],
  },
  'elbv2.describe-tags': {
    TagDescriptions: [balancerArn, targetGroupArn].map((ResourceArn) => ({ ResourceArn, Tags: tags })),
  },
  's3api.list-buckets': { Buckets: [] },
  'cloudfront.list-distributions': {
    DistributionList: {
      Quantity: 1,
      Items: [
        {
          Id: 'E1A2B3C4D5E6F7',
          DomainName: 'd111111abcdef8.cloudfront.net',
          Origins: {
            Quantity: 1,
            Items: [
              {
                Id: 'api',
                DomainName: 'api.example.com',
                VpcOriginConfig: { VpcOriginId: 'vo_0a1b2c3d4e5f' },
                OriginAccessControlId: '',
              },
            ],
          },
          Aliases: { Quantity: 0 },
          Enabled: true,
        },
      ],
    },
  },
  'cloudfront.list-vpc-origins': {
    VpcOriginList: {
      Quantity: 1,
      Items: [{ Id: 'vo_0a1b2c3d4e5f', Name: 'api', Status: 'Deployed', OriginEndpointArn: balancerArn }],
    },
  },
  'cloudfront.list-tags-for-resource@E1A2B3C4D5E6F7': { Tags: { Items: tags } },
};
