// What AWS documents about its networks, one sentence and one template each. Where the answer is "no path", the
// checker is asked as well; what no template decides has to be unknown, never "no path".

import { describe, expect, it } from 'vitest';
import { answered, type Documented, openGroup } from './soak/documented.ts';

/** A VPC with a gateway, a public subnet, and a host in it that everybody may reach. */
const site = `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  VpcIpv6: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, Ipv6CidrBlock: "2600:1f18:0:a00::/56" } }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attached: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, Ipv6CidrBlock: "2600:1f18:0:a01::/64" } }
  Second: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, Ipv6CidrBlock: "2600:1f18:0:a02::/64" } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  TableUse: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Subnet, RouteTableId: !Ref Table } }
${openGroup('Open', 'Vpc')}`;
const defaultRoute =
  '  Default: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway } }\n';
const ipv6Route =
  '  DefaultIpv6: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationIpv6CidrBlock: "::/0", GatewayId: !Ref Gateway } }\n';
const host = (more = '') =>
  `  Host: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Open]${more} } }\n`;
const publicHost = `${host()}  Address: { Type: AWS::EC2::EIP, Properties: { InstanceId: !Ref Host } }\n`;
const secondHost =
  '  Other: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref Second, SecurityGroupIds: [!Ref Open] } }\n';
const acl = (entries: string) => `
  Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }
  AclUse: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref Subnet, NetworkAclId: !Ref Acl } }
  Out: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 100, Egress: true, RuleAction: allow, Protocol: -1, CidrBlock: 0.0.0.0/0 } }
  In: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 100, Egress: false, RuleAction: allow, Protocol: -1, CidrBlock: 0.0.0.0/0 } }
${entries}`;
const route = (name: string, to: string, through: string) =>
  `  ${name}: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, ${to}, ${through} } }\n`;
const propagation = (name: string, tables: string) =>
  `  ${name}: { Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: { VpnGatewayId: vgw-0123, RouteTableIds: ${tables} } }\n`;
const everywhere = 'DestinationCidrBlock: 0.0.0.0/0';

const documented: readonly Documented[] = [
  {
    rule: 'a public address, a route and a rule make a host public',
    given: defaultRoute + publicHost,
    ask: 'in',
    expected: 'open',
  },
  {
    rule: 'an instance has an IPv6 address when it asks for one, whatever its subnet assigns',
    given: ipv6Route + host(', Ipv6AddressCount: 1'),
    ask: 'in',
    expected: 'open',
  },
  {
    rule: 'an instance has the IPv6 address that it names',
    given: ipv6Route + host(', Ipv6Addresses: [{ Ipv6Address: "2600:1f18:0:a01::5" }]'),
    ask: 'in',
    expected: 'open',
  },
  {
    rule: 'a launch template asks for IPv6 addresses',
    given: `${ipv6Route}
  Template: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, Ipv6AddressCount: 1, Groups: [!Ref Open] }] } } }
  Host: { Type: AWS::AutoScaling::AutoScalingGroup, Properties: { VPCZoneIdentifier: [!Ref Subnet], LaunchTemplate: { LaunchTemplateId: !Ref Template, Version: "1" } } }
`,
    ask: 'in',
    expected: 'open',
  },
  {
    rule: 'no IPv6 address is asked for, so IPv6 does not reach',
    given: ipv6Route + host(),
    ask: 'in',
    expected: 'closed',
  },
  ...['VpcEndpointId: vpce-0123', 'InstanceId: i-0123', 'NetworkInterfaceId: eni-0123'].flatMap(
    (through): Documented[] => [
      {
        rule: `what a firewall or appliance passes on is not told by a template (${through}): out`,
        given: route('Default', everywhere, through) + publicHost,
        ask: 'out',
        expected: 'unknown',
      },
      {
        rule: `what a firewall or appliance passes on is not told by a template (${through}): in`,
        given: route('Default', everywhere, through) + publicHost,
        ask: 'in',
        expected: 'unknown',
      },
    ],
  ),
  ...[
    'TransitGatewayId: tgw-0123',
    'GatewayId: vgw-0123',
    'CoreNetworkArn: "arn:aws:networkmanager::1:core-network/c"',
  ].map(
    (through): Documented => ({
      rule: `the internet may lie behind a network that no template shows (${through})`,
      given: route('Default', everywhere, through) + host(),
      ask: 'out',
      expected: 'unknown',
    }),
  ),
  {
    rule: 'routes that a VPN gateway propagates may lead anywhere: out',
    given: `${propagation('Propagated', '[!Ref Table]')}${host()}`,
    ask: 'out',
    expected: 'unknown',
  },
  {
    rule: 'routes that a VPN gateway propagates may be more specific than the default route: in',
    given: `${propagation('Propagated', '[!Ref Table]')}${defaultRoute}${publicHost}`,
    ask: 'in',
    expected: 'unknown',
  },
  {
    rule: 'routes propagated into a table that is known at deployment alone may be of any table',
    given: `${propagation('Propagated', '!Split [",", !ImportValue tables]')}${defaultRoute}${publicHost}`,
    ask: 'in',
    expected: 'unknown',
  },
  {
    rule: 'routes propagated into another table change nothing',
    given: `${propagation('Propagated', '[rtb-0123]')}${defaultRoute}${publicHost}`,
    ask: 'in',
    expected: 'open',
  },
  {
    rule: 'a propagated route leads to no internet gateway',
    given: `${propagation('Propagated', '[!Ref Table]')}${publicHost}`,
    ask: 'in',
    expected: 'closed',
  },
  {
    rule: 'a connection from the internet gateway does not answer through a transit gateway',
    given: route('Default', everywhere, 'TransitGatewayId: tgw-0123') + publicHost,
    ask: 'in',
    expected: 'closed',
  },
  {
    rule: 'a route more specific than the local one leads packets of the VPC through an appliance',
    given:
      route('Inspect', 'DestinationCidrBlock: 10.0.2.0/24', 'VpcEndpointId: vpce-0123') + host() + secondHost,
    ask: 'across',
    to: 'Other',
    expected: 'unknown',
  },
  {
    rule: 'a route table of the internet gateway leads what enters through an appliance',
    given: `${defaultRoute + publicHost}
  Edge: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  EdgeUse: { Type: AWS::EC2::GatewayRouteTableAssociation, Properties: { GatewayId: !Ref Gateway, RouteTableId: !Ref Edge } }
  EdgeRoute: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Edge, DestinationCidrBlock: 10.0.1.0/24, VpcEndpointId: vpce-0123 } }
`,
    ask: 'in',
    expected: 'unknown',
  },
  {
    rule: 'the longest prefix decides between the entries of a prefix list and a block',
    given: `
  List: { Type: AWS::EC2::PrefixList, Properties: { Entries: [{ Cidr: 203.0.0.0/16 }, { Cidr: 203.0.113.0/25 }] } }
${route('ByList', 'DestinationPrefixListId: !Ref List', 'GatewayId: !Ref Gateway')}${route('Aside', 'DestinationCidrBlock: 203.0.0.0/16', 'VpcPeeringConnectionId: pcx-1')}${publicHost}`,
    ask: 'in',
    expected: 'open',
  },
  {
    rule: 'a route to a block goes before a prefix list that holds the same block',
    given: `
  List: { Type: AWS::EC2::PrefixList, Properties: { Entries: [{ Cidr: 203.0.0.0/16 }] } }
${route('ByList', 'DestinationPrefixListId: !Ref List', 'GatewayId: !Ref Gateway')}${route('Aside', 'DestinationCidrBlock: 203.0.0.0/16', 'VpcPeeringConnectionId: pcx-1')}${publicHost}`,
    ask: 'in',
    expected: 'closed',
  },
  {
    rule: 'between two prefix lists that hold the same block AWS chooses at random',
    given: `
  List: { Type: AWS::EC2::PrefixList, Properties: { Entries: [{ Cidr: 203.0.0.0/16 }] } }
  Twin: { Type: AWS::EC2::PrefixList, Properties: { Entries: [{ Cidr: 203.0.0.0/16 }] } }
${route('ByList', 'DestinationPrefixListId: !Ref List', 'GatewayId: !Ref Gateway')}${route('Aside', 'DestinationPrefixListId: !Ref Twin', 'VpcPeeringConnectionId: pcx-1')}${publicHost}`,
    ask: 'in',
    expected: 'unknown',
  },
  {
    rule: 'an ACL that denies one ICMP type lets the others pass',
    given: `${defaultRoute}${publicHost}${acl('  Deny: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 50, Egress: false, RuleAction: deny, Protocol: 1, CidrBlock: 0.0.0.0/0, Icmp: { Type: 13, Code: -1 } } }')}`,
    ask: 'in',
    service: { protocol: 1 },
    expected: 'open',
  },
  {
    rule: 'an ACL that denies every ICMP type lets none pass',
    given: `${defaultRoute}${publicHost}${acl('  Deny: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Acl, RuleNumber: 50, Egress: false, RuleAction: deny, Protocol: 1, CidrBlock: 0.0.0.0/0, Icmp: { Type: -1, Code: -1 } } }')}`,
    ask: 'in',
    service: { protocol: 1 },
    expected: 'closed',
  },
  {
    rule: 'the default ACL takes entries that are resources of their own',
    given: `${defaultRoute}${publicHost}
  Deny: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !GetAtt Vpc.DefaultNetworkAcl, RuleNumber: 50, Egress: false, RuleAction: deny, Protocol: 6, CidrBlock: 0.0.0.0/0, PortRange: { From: 22, To: 22 } } }
`,
    ask: 'in',
    expected: 'closed',
  },
  {
    rule: 'a database in a VPC with a gateway is public unless it says otherwise',
    given: `${defaultRoute}
  Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref Subnet] } }
  Database: { Type: AWS::RDS::DBInstance, Properties: { DBSubnetGroupName: !Ref Group, VPCSecurityGroups: [!Ref Open] } }
`,
    ask: 'in',
    to: 'Database',
    expected: 'open',
  },
  {
    rule: 'a database that is not publicly accessible has no public address',
    given: `${defaultRoute}
  Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref Subnet] } }
  Database: { Type: AWS::RDS::DBInstance, Properties: { DBSubnetGroupName: !Ref Group, VPCSecurityGroups: [!Ref Open], PubliclyAccessible: false } }
`,
    ask: 'in',
    to: 'Database',
    expected: 'closed',
  },
  {
    rule: 'a cluster is public when one of its instances is',
    given: `${defaultRoute}
  Group: { Type: AWS::RDS::DBSubnetGroup, Properties: { SubnetIds: [!Ref Subnet] } }
  Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql, DBSubnetGroupName: !Ref Group, VpcSecurityGroupIds: [!Ref Open] } }
  Member: { Type: AWS::RDS::DBInstance, Properties: { DBClusterIdentifier: !Ref Cluster, PubliclyAccessible: true } }
`,
    ask: 'in',
    to: 'Cluster',
    expected: 'open',
  },
  {
    rule: 'whether an empty list of egress rules leaves the default rule is not documented',
    given: `${defaultRoute}${publicHost.replaceAll('Open', 'Mute')}
  Mute: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, SecurityGroupEgress: [] } }
`,
    ask: 'out',
    expected: 'unknown',
  },
  {
    rule: 'a rule may name its group by name in the default VPC',
    given: `${defaultRoute}${publicHost.replaceAll('Open', 'Named')}
  Named: { Type: AWS::EC2::SecurityGroup, Properties: { GroupName: web } }
  Rule: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupName: web, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 } }
`,
    ask: 'in',
    expected: 'open',
  },
  {
    rule: 'a rule may name its peers by name in the default VPC',
    given: `${host().replaceAll('Open', 'Named')}${secondHost}
  Named: { Type: AWS::EC2::SecurityGroup, Properties: { GroupName: web } }
  Closed: { Type: AWS::EC2::SecurityGroup, Properties: { GroupName: db, SecurityGroupIngress: [{ IpProtocol: -1, SourceSecurityGroupName: web }] } }
`.replace(
      'SubnetId: !Ref Second, SecurityGroupIds: [!Ref Open]',
      'SubnetId: !Ref Second, SecurityGroupIds: [!Ref Closed]',
    ),
    ask: 'across',
    to: 'Other',
    expected: 'open',
  },
  {
    rule: 'a NAT gateway translates IPv6 to IPv4 for the addresses of NAT64',
    given: `${route('Translate', 'DestinationIpv6CidrBlock: "64:ff9b::/96"', 'NatGatewayId: !Ref Nat')}${host(', Ipv6AddressCount: 1')}
  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Second, AllocationId: eipalloc-1 } }
  PublicTable: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  PublicUse: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Second, RouteTableId: !Ref PublicTable } }
  PublicRoute: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway } }
`,
    ask: 'out',
    expected: 'unknown',
  },
  {
    rule: 'an application load balancer listens on the ports of its listeners alone',
    given: `${defaultRoute}
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [!Ref Subnet], SecurityGroups: [!Ref Open] } }
  Listener: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { LoadBalancerArn: !Ref Balancer, Port: 443, Protocol: HTTPS } }
`,
    ask: 'in',
    to: 'Balancer',
    expected: 'closed',
  },
];

describe('AWS documents that', () => {
  it.each(documented)('$rule', (rule) => {
    const { strongest, told, problems } = answered(site, rule);
    expect(strongest, told).toBe(rule.expected);
    expect(problems.length === 0, problems[0]).toBe(rule.expected === 'closed');
  });
});
