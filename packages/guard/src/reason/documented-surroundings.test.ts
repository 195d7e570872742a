// What AWS documents about addresses, load balancers, launches and links, one sentence and one template each, as in
// documented-rules.test.ts. A page stands above the rules that are read from it.

import { describe, expect, it } from 'vitest';
import { answered, type Documented, openGroup } from './soak/documented.ts';

/** A VPC with a gateway, a table that `Subnet` uses, and a group that admits everybody. */
const site = `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attached: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  TableUse: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }
${openGroup('Open', 'Vpc')}`;
const line = (id: string, type: string, properties: string) =>
  `  ${id}: { Type: AWS::${type}, Properties: { ${properties} } }\n`;
const subnet = (id: string, properties: string, vpc = 'Vpc') =>
  line(id, 'EC2::Subnet', `VpcId: !Ref ${vpc}, ${properties}`);
const route = (id: string, to: string, through: string, table = 'Table') =>
  line(id, 'EC2::Route', `RouteTableId: !Ref ${table}, ${to}, ${through}`);
const host = (more = '', at = 'Subnet', id = 'Host', groups = '!Ref Open') =>
  line(id, 'EC2::Instance', `SubnetId: !Ref ${at}, SecurityGroupIds: [${groups}]${more}`);
const fixedBlock = line(
  'Block',
  'EC2::VPCCidrBlock',
  'VpcId: !Ref Vpc, Ipv6CidrBlock: "2600:1f18:0:a00::/56"',
);
const givenBlock = line('Block', 'EC2::VPCCidrBlock', 'VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true');
const partOfGiven =
  'CidrBlock: 10.0.1.0/24, Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 1, 64]]';
const ipv6 = 'CidrBlock: 10.0.1.0/24, Ipv6CidrBlock: "2600:1f18:0:a01::/64"';
const assigns = 'AssignIpv6AddressOnCreation: true';
const everywhere = 'DestinationCidrBlock: 0.0.0.0/0';
const byGateway = route('Default', everywhere, 'GatewayId: !Ref Gateway');
const everywhere6 = 'DestinationIpv6CidrBlock: "::/0"';
const byGateway6 = route('Default6', everywhere6, 'GatewayId: !Ref Gateway');
const outward =
  line('Outward', 'EC2::EgressOnlyInternetGateway', 'VpcId: !Ref Vpc') +
  route('Default6', everywhere6, 'EgressOnlyInternetGatewayId: !Ref Outward');
const two = subnet('Subnet', 'CidrBlock: 10.0.1.0/24') + subnet('Second', 'CidrBlock: 10.0.2.0/24');
const publicTwo = two.replace('10.0.1.0/24', '10.0.1.0/24, MapPublicIpOnLaunch: true') + byGateway;
const assigning =
  fixedBlock + subnet('Subnet', `${ipv6}, ${assigns}`) + subnet('Second', 'CidrBlock: 10.0.2.0/24');
const address = line('Address', 'EC2::EIP', 'InstanceId: !Ref Host');

type Expected = Documented['expected'];
const into = (rule: string, expected: Expected, given: string, to = 'Host'): Documented => ({
  rule,
  given,
  ask: 'in',
  to,
  expected,
});
const out = (rule: string, expected: Expected, given: string): Documented => ({
  rule,
  given,
  ask: 'out',
  expected,
});
const across = (rule: string, expected: Expected, given: string, to = 'Other'): Documented => ({
  rule,
  given,
  ask: 'across',
  to,
  expected,
});

// https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html
const families: readonly Documented[] = [
  into(
    'a block that AWS chooses is a block',
    'open',
    givenBlock + subnet('Subnet', `${partOfGiven}, ${assigns}`) + byGateway6 + host(),
  ),
  into(
    'an instance asks for an address of a block that AWS chooses',
    'open',
    givenBlock + subnet('Subnet', partOfGiven) + byGateway6 + host(', Ipv6AddressCount: 1'),
  ),
  into(
    'without such a wish an instance has none',
    'closed',
    givenBlock + subnet('Subnet', partOfGiven) + byGateway6 + host(),
  ),
  out(
    'and packets leave from it',
    'open',
    givenBlock + subnet('Subnet', `${partOfGiven}, ${assigns}`) + byGateway6 + host(),
  ),
  into(
    'a subnet may get its IPv6 block from a resource of its own',
    'open',
    two +
      fixedBlock +
      line('More', 'EC2::SubnetCidrBlock', 'SubnetId: !Ref Subnet, Ipv6CidrBlock: "2600:1f18:0:a01::/64"') +
      byGateway6 +
      host(', Ipv6AddressCount: 1'),
  ),
  into(
    'an address pool may choose the IPv6 block of a subnet',
    'open',
    subnet(
      'Subnet',
      `CidrBlock: 10.0.1.0/24, ${assigns}, Ipv6IpamPoolId: ipam-pool-1, Ipv6NetmaskLength: 64`,
    ) +
      byGateway6 +
      host(),
  ),
  into(
    'an address pool may choose the IPv4 block of a subnet',
    'open',
    subnet('Subnet', 'Ipv4IpamPoolId: ipam-pool-1, Ipv4NetmaskLength: 24, MapPublicIpOnLaunch: true') +
      byGateway +
      host(),
  ),
  into(
    'in a subnet of IPv6 alone every instance has an IPv6 address',
    'open',
    fixedBlock +
      subnet('Subnet', 'Ipv6CidrBlock: "2600:1f18:0:a01::/64", Ipv6Native: true') +
      byGateway6 +
      host(),
  ),
  into('nobody opens a connection through an egress-only gateway', 'closed', assigning + outward + host()),
  across(
    'a secondary block of a VPC is local',
    'open',
    subnet('Subnet', 'CidrBlock: 10.0.1.0/24') +
      subnet('Second', 'CidrBlock: 100.64.1.0/24') +
      line('Block', 'EC2::VPCCidrBlock', 'VpcId: !Ref Vpc, CidrBlock: 100.64.0.0/16') +
      host() +
      host('', 'Second', 'Other'),
  ),
];

const task = (more = '') =>
  line(
    'Host',
    'Lambda::Function',
    `Role: r, VpcConfig: { SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref Open]${more} }`,
  );
const database = (more: string, at = 'Subnet') =>
  line('Group', 'RDS::DBSubnetGroup', `SubnetIds: [!Ref ${at}]`) +
  line('Database', 'RDS::DBInstance', `DBSubnetGroupName: !Ref Group, PubliclyAccessible: false, ${more}`);
const services: readonly Documented[] = [
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc-internet.html
  out(
    'a function has IPv6 where it asks for it',
    'open',
    assigning.replace(`, ${assigns}`, '') + outward + task(', Ipv6AllowedForDualStack: true'),
  ),
  out('and not because its subnet assigns it', 'closed', assigning + outward + task()),
  out('a function in a public subnet has no public address', 'closed', publicTwo + task()),
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
  into(
    'the internet reaches no database by IPv6',
    'closed',
    assigning + byGateway6 + database('VPCSecurityGroups: [!Ref Open]'),
    'Database',
  ),
  // https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
  into(
    'an interface endpoint has IPv4 addresses unless it says otherwise',
    'closed',
    assigning +
      byGateway6 +
      line(
        'Door',
        'EC2::VPCEndpoint',
        'VpcId: !Ref Vpc, ServiceName: ssm, VpcEndpointType: Interface, SubnetIds: [!Ref Subnet], SecurityGroupIds: [!Ref Open]',
      ),
    'Door',
  ),
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-redshift-cluster.html
  into(
    'a warehouse may be public',
    'open',
    two +
      byGateway +
      line('Group', 'Redshift::ClusterSubnetGroup', 'Description: g, SubnetIds: [!Ref Subnet]') +
      line(
        'Warehouse',
        'Redshift::Cluster',
        'ClusterSubnetGroupName: !Ref Group, VpcSecurityGroupIds: [!Ref Open], PubliclyAccessible: true',
      ),
    'Warehouse',
  ),
  into(
    'and is private without a word',
    'closed',
    two +
      byGateway +
      line('Group', 'Redshift::ClusterSubnetGroup', 'Description: g, SubnetIds: [!Ref Subnet]') +
      line(
        'Warehouse',
        'Redshift::Cluster',
        'ClusterSubnetGroupName: !Ref Group, VpcSecurityGroupIds: [!Ref Open]',
      ),
    'Warehouse',
  ),
  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html
  into(
    'a cache has no public address',
    'closed',
    publicTwo +
      line('Group', 'ElastiCache::SubnetGroup', 'Description: g, SubnetIds: [!Ref Subnet]') +
      line(
        'Cache',
        'ElastiCache::CacheCluster',
        'CacheSubnetGroupName: !Ref Group, VpcSecurityGroupIds: [!Ref Open]',
      ),
    'Cache',
  ),
  across(
    'hosts of the VPC reach a cache that admits them',
    'open',
    two +
      host() +
      line('Group', 'ElastiCache::SubnetGroup', 'Description: g, SubnetIds: [!Ref Second]') +
      line(
        'Cache',
        'ElastiCache::CacheCluster',
        'CacheSubnetGroupName: !Ref Group, VpcSecurityGroupIds: [!Ref Open]',
      ),
    'Cache',
  ),
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html
  into(
    'a domain without a VPC has a public endpoint',
    'unknown',
    `${two}${byGateway}  Search: { Type: AWS::OpenSearchService::Domain }\n`,
    'Search',
  ),
];

const selfAdmitting =
  line('Self', 'EC2::SecurityGroup', 'VpcId: !Ref Vpc') +
  line(
    'Rule',
    'EC2::SecurityGroupIngress',
    'GroupId: !GetAtt Self.GroupId, IpProtocol: -1, SourceSecurityGroupId: !GetAtt Self.GroupId',
  );
// https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
const groups: readonly Documented[] = [
  across(
    'an interface for which no group is named is in the default group',
    'open',
    two + host('', 'Subnet', 'Host', '') + host('', 'Second', 'Other', ''),
  ),
  across(
    'a database as well',
    'open',
    two +
      line('Host', 'EC2::Instance', 'SubnetId: !Ref Subnet') +
      database('VPCSecurityGroups: []', 'Second'),
    'Database',
  ),
  across(
    'the default group admits its members and nobody else',
    'closed',
    two + host() + host('', 'Second', 'Other', ''),
  ),
  across(
    'a group that admits itself joins its members',
    'open',
    two + selfAdmitting + host('', 'Subnet', 'Host', '!Ref Self') + host('', 'Second', 'Other', '!Ref Self'),
  ),
  into(
    'it admits them by their private addresses alone',
    'closed',
    two + byGateway + selfAdmitting + host('', 'Subnet', 'Host', '!Ref Self') + address,
  ),
];

const launched = (template: string, use: string) =>
  `${publicTwo.replace(', MapPublicIpOnLaunch: true', '')}${template}${line('Host', 'AutoScaling::AutoScalingGroup', `VPCZoneIdentifier: [!Ref Subnet], ${use}`)}`;
const template = (id: string, isPublic: boolean, more = '') =>
  line(
    id,
    'EC2::LaunchTemplate',
    `${more}LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: ${isPublic}, Groups: [!Ref Open] }] }`,
  );
const named = line('Card', 'EC2::NetworkInterface', 'SubnetId: !Ref Subnet, GroupSet: [!Ref Open]');
const withCard =
  '  Host: { Type: AWS::EC2::Instance, Properties: { NetworkInterfaces: [{ DeviceIndex: "0", NetworkInterfaceId: !Ref Card }] } }\n';
const launches: readonly Documented[] = [
  // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups-launch-template-overrides.html
  into(
    'an instance type may have a launch template of its own',
    'unknown',
    launched(
      template('Plain', false) + template('Other', true),
      'MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: !Ref Plain, Version: "1" }, Overrides: [{ InstanceType: m6g.large, LaunchTemplateSpecification: { LaunchTemplateId: !Ref Other, Version: "1" } }] } }',
    ),
  ),
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-autoscaling-autoscalinggroup-launchtemplatespecification.html
  into(
    'a launch template may be called by its name',
    'open',
    launched(
      template('Web', true, 'LaunchTemplateName: web, '),
      'LaunchTemplate: { LaunchTemplateName: web, Version: "1" }',
    ),
  ),
  into(
    'an older version says what no template says any more',
    'unknown',
    launched(template('Web', false), 'LaunchTemplate: { LaunchTemplateId: !Ref Web, Version: "3" }'),
  ),
  into(
    'the latest version is the one that is declared',
    'closed',
    launched(
      template('Web', false),
      'LaunchTemplate: { LaunchTemplateId: !Ref Web, Version: !GetAtt Web.LatestVersionNumber }',
    ),
  ),
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterfaceSpecification.html
  into(
    'an interface that exists already gets no public address at launch',
    'closed',
    publicTwo + named + withCard,
  ),
  into(
    'until it is given one',
    'open',
    `${publicTwo + named + withCard}  Fixed: { Type: AWS::EC2::EIP }\n${line('Use', 'EC2::EIPAssociation', 'AllocationId: !GetAtt Fixed.AllocationId, NetworkInterfaceId: !Ref Card')}`,
  ),
];

const balancer = (more: string, port = 22, protocol = 'HTTPS') =>
  line('Balancer', 'ElasticLoadBalancingV2::LoadBalancer', more) +
  line(
    'Listener',
    'ElasticLoadBalancingV2::Listener',
    `LoadBalancerArn: !Ref Balancer, Port: ${port}, Protocol: ${protocol}, DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]`,
  );
const targets = (target: string, port = 22) =>
  line(
    'Targets',
    'ElasticLoadBalancingV2::TargetGroup',
    `Port: ${port}, Protocol: TCP, Targets: [{ Id: ${target} }]`,
  );
const network = balancer('Type: network, Subnets: [!Ref Subnet]', 22, 'TCP');
const both = assigning + targets('i-0123');
const balancers: readonly Documented[] = [
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
  into(
    'a balancer without public IPv4 is not reached by IPv4',
    'closed',
    both +
      byGateway +
      balancer(
        'IpAddressType: dualstack-without-public-ipv4, Subnets: [!Ref Subnet], SecurityGroups: [!Ref Open]',
      ),
    'Balancer',
  ),
  into(
    'and is by IPv6',
    'open',
    both +
      byGateway6 +
      balancer(
        'IpAddressType: dualstack-without-public-ipv4, Subnets: [!Ref Subnet], SecurityGroups: [!Ref Open]',
      ),
    'Balancer',
  ),
  into(
    'an internal balancer has no public address',
    'closed',
    both + byGateway + balancer('Scheme: internal, Subnets: [!Ref Subnet], SecurityGroups: [!Ref Open]'),
    'Balancer',
  ),
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
  into('a network load balancer may have no group', 'open', both + byGateway + network, 'Balancer'),
  into(
    'what an empty list of groups means is not documented',
    'unknown',
    both + byGateway + balancer('Type: network, Subnets: [!Ref Subnet], SecurityGroups: []', 22, 'TCP'),
    'Balancer',
  ),
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
  into(
    'a network load balancer passes connections on to private hosts',
    'unknown',
    two + byGateway + network + targets('!Ref Host') + host('', 'Second'),
  ),
  into(
    'also to a host that it knows by address',
    'unknown',
    two + byGateway + network + targets('10.0.2.7') + host('', 'Second'),
  ),
  into(
    'and to nobody else',
    'closed',
    two + byGateway + network + targets('!Ref Other') + host('', 'Second', 'Other') + host('', 'Second'),
  ),
  into(
    'on the ports of its targets alone',
    'closed',
    two + byGateway + network + targets('!Ref Host', 80) + host('', 'Second'),
  ),
  into(
    'an internal one passes nothing on from outside',
    'closed',
    two +
      byGateway +
      balancer('Type: network, Scheme: internal, Subnets: [!Ref Subnet]', 22, 'TCP') +
      targets('!Ref Host') +
      host('', 'Second'),
  ),
  into(
    'an application load balancer speaks for itself',
    'closed',
    two +
      byGateway +
      balancer('Subnets: [!Ref Subnet], SecurityGroups: [!Ref Open]') +
      targets('!Ref Host') +
      host('', 'Second'),
  ),
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html
  into(
    'a classic load balancer passes TCP on',
    'unknown',
    two +
      byGateway +
      line(
        'Old',
        'ElasticLoadBalancing::LoadBalancer',
        'Subnets: [!Ref Subnet], Listeners: [{ LoadBalancerPort: "22", InstancePort: "22", Protocol: TCP }], Instances: [!Ref Host]',
      ) +
      host('', 'Second'),
  ),
  into(
    'and speaks for itself in HTTP',
    'closed',
    two +
      byGateway +
      line(
        'Old',
        'ElasticLoadBalancing::LoadBalancer',
        'Subnets: [!Ref Subnet], Listeners: [{ LoadBalancerPort: "80", InstancePort: "22", Protocol: HTTP }], Instances: [!Ref Host]',
      ) +
      host('', 'Second'),
  ),
  // https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html
  into(
    'an accelerator leads to an instance in a private subnet',
    'unknown',
    two +
      host('', 'Second') +
      line(
        'Accelerated',
        'GlobalAccelerator::EndpointGroup',
        'ListenerArn: l, EndpointGroupRegion: eu-west-1, EndpointConfigurations: [{ EndpointId: !Ref Host }]',
      ),
  ),
  into(
    'and to an internal load balancer',
    'unknown',
    both +
      balancer('Scheme: internal, Subnets: [!Ref Subnet], SecurityGroups: [!Ref Open]') +
      line(
        'Accelerated',
        'GlobalAccelerator::EndpointGroup',
        'ListenerArn: l, EndpointGroupRegion: eu-west-1, EndpointConfigurations: [{ EndpointId: !Ref Balancer }]',
      ),
    'Balancer',
  ),
];

const peered = (to: string) =>
  line('There', 'EC2::VPC', 'CidrBlock: 10.1.0.0/16') +
  subnet('Far', 'CidrBlock: 10.1.1.0/24', 'There') +
  line('FarTable', 'EC2::RouteTable', 'VpcId: !Ref There') +
  line('FarUse', 'EC2::SubnetRouteTableAssociation', 'SubnetId: !Ref Far, RouteTableId: !Ref FarTable') +
  line('Peering', 'EC2::VPCPeeringConnection', 'VpcId: !Ref Vpc, PeerVpcId: !Ref There') +
  route('Forth', `DestinationCidrBlock: ${to}`, 'VpcPeeringConnectionId: !Ref Peering') +
  route('Back', 'DestinationCidrBlock: 10.0.0.0/16', 'VpcPeeringConnectionId: !Ref Peering', 'FarTable');
const nat = (more: string) =>
  line('Nat', 'EC2::NatGateway', more) + route('Default', everywhere, 'NatGatewayId: !Ref Nat');
const acl = (id: string, entry: string) =>
  line(id, 'EC2::NetworkAclEntry', `NetworkAclId: !Ref Acl, CidrBlock: 0.0.0.0/0, ${entry}`);
const ownAcl =
  line('Acl', 'EC2::NetworkAcl', 'VpcId: !Ref Vpc') +
  line('AclUse', 'EC2::SubnetNetworkAclAssociation', 'SubnetId: !Ref Subnet, NetworkAclId: !Ref Acl');
const blocked = (mode: string) =>
  line('Block', 'EC2::VPCBlockPublicAccessOptions', `InternetGatewayBlockMode: ${mode}`);
const excluded = (target: string, mode: string) =>
  line('Left', 'EC2::VPCBlockPublicAccessExclusion', `${target}, InternetGatewayExclusionMode: ${mode}`);
const open = publicTwo + host();
const links: readonly Documented[] = [
  // https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
  across(
    'the local route may be written down',
    'open',
    two +
      route('Local', 'DestinationCidrBlock: 10.0.0.0/16', 'GatewayId: local') +
      host() +
      host('', 'Second', 'Other'),
  ),
  out(
    'and leads nowhere else',
    'closed',
    two + route('Local', 'DestinationCidrBlock: 10.0.0.0/16', 'GatewayId: local') + host(),
  ),
  into(
    'a subnet that no table names uses the main table, which knows the VPC alone',
    'closed',
    two + byGateway + host('', 'Second') + address,
  ),
  into(
    'a gateway that is attached to another VPC serves that one',
    'closed',
    two +
      line('Elsewhere', 'EC2::VPC', 'CidrBlock: 10.1.0.0/16') +
      byGateway +
      host(', PrivateIpAddress: 10.0.1.5'),
  ),
  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
  out(
    'nobody gets to the internet through a peering connection',
    'closed',
    two + peered('0.0.0.0/0') + host(),
  ),
  across(
    'a peering connection leads to the blocks that the routes name',
    'closed',
    two + peered('10.1.2.0/24') + host() + host('', 'Far', 'Other'),
  ),
  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
  across(
    'a group may admit the members of a group beyond a peering connection',
    'open',
    two +
      peered('10.1.0.0/16') +
      line(
        'Guest',
        'EC2::SecurityGroup',
        'VpcId: !Ref There, SecurityGroupIngress: [{ IpProtocol: -1, SourceSecurityGroupId: !GetAtt Open.GroupId }]',
      ) +
      host() +
      host('', 'Far', 'Other', '!Ref Guest'),
  ),
  across(
    'the default group beyond it admits its own members alone',
    'closed',
    two + peered('10.1.0.0/16') + host() + line('Other', 'EC2::Instance', 'SubnetId: !Ref Far'),
  ),
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
  out(
    'a private NAT gateway leads to no internet',
    'closed',
    two + nat('SubnetId: !Ref Second, ConnectivityType: private') + host(),
  ),
  out(
    'a NAT gateway needs the internet gateway in the table of its own subnet',
    'closed',
    two + nat('SubnetId: !Ref Subnet, AllocationId: e') + host(),
  ),
  out(
    'a regional NAT gateway stands in no subnet',
    'unknown',
    two + nat('VpcId: !Ref Vpc, AvailabilityMode: regional') + host(),
  ),
  // https://docs.aws.amazon.com/wavelength/latest/developerguide/how-wavelengths-work.html
  out(
    'what a carrier gateway leads to is not told',
    'unknown',
    two +
      line('Carrier', 'EC2::CarrierGateway', 'VpcId: !Ref Vpc') +
      route('Default', everywhere, 'CarrierGatewayId: !Ref Carrier') +
      host(),
  ),
  // https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
  into(
    'replies need a rule of their own',
    'closed',
    open +
      ownAcl +
      acl(
        'In',
        'RuleNumber: 100, Egress: false, RuleAction: allow, Protocol: 6, PortRange: { From: 22, To: 22 }',
      ),
  ),
  into(
    'a rule about all protocols is about all ports, whatever it says',
    'closed',
    open +
      ownAcl +
      acl('Out', 'RuleNumber: 100, Egress: true, RuleAction: allow, Protocol: -1') +
      acl('In', 'RuleNumber: 100, Egress: false, RuleAction: allow, Protocol: -1') +
      acl(
        'Not',
        'RuleNumber: 90, Egress: false, RuleAction: deny, Protocol: -1, PortRange: { From: 443, To: 443 }',
      ),
  ),
  // https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
  into(
    'an exclusion for egress lets nobody in',
    'closed',
    open + blocked('block-bidirectional') + excluded('SubnetId: !Ref Subnet', 'allow-egress'),
  ),
  into(
    'an exclusion of the VPC is one of its subnets',
    'open',
    open + blocked('block-ingress') + excluded('VpcId: !Ref Vpc', 'allow-bidirectional'),
  ),
];

describe('AWS documents that', () => {
  it.each([...families, ...services, ...groups, ...launches, ...balancers, ...links])('$rule', (rule) => {
    const { strongest, told, problems } = answered(site, rule);
    expect(strongest, told).toBe(rule.expected);
    expect(problems.length === 0, problems[0]).toBe(rule.expected === 'closed');
  });
});
