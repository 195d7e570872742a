// What AWS documents about transit gateways, one sentence and one template each: see documented-rules.test.ts.
// https://docs.aws.amazon.com/vpc/latest/tgw/

import { describe, expect, it } from 'vitest';
import { answered, type Documented, openGroup } from './soak/documented.ts';

const vpc = (name: string, net: number) => `
  ${name}: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.${net}.0.0/16 } }
  ${name}Ipv6: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref ${name}, Ipv6CidrBlock: "2600:1f18:0:${net}00::/56" } }
${openGroup(`${name}Open`, name)}`;
const subnet = (name: string, of: string, net: string, zone: string | undefined) => `
  ${name}: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref ${of}, CidrBlock: 10.${net}.0/24, Ipv6CidrBlock: "2600:1f18:0:${net.replace('.', '0')}::/64"${zone ? `, AvailabilityZone: eu-west-1${zone}` : ''} } }
  ${name}Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref ${of} } }
  ${name}Use: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref ${name}, RouteTableId: !Ref ${name}Table } }
`;
let serial = 0;
const next = () => {
  serial += 1;
  return serial;
};
const route = (table: string, to: string, through: string) =>
  `  Route${next()}: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref ${table}Table, ${to.includes(':') ? `DestinationIpv6CidrBlock: "${to}"` : `DestinationCidrBlock: ${to}`}, ${through} } }\n`;
const byTransit = 'TransitGatewayId: !Ref Transit';
const host = (name: string, at: string, group: string, more = '') =>
  `  ${name}: { Type: AWS::EC2::Instance, Properties: { SubnetId: !Ref ${at}, SecurityGroupIds: [!Ref ${group}]${more} } }\n`;
const gateway = (options = '') =>
  `  Transit: { Type: AWS::EC2::TransitGateway, Properties: { Description: !Ref AWS::StackName${options} } }\n`;
const attachment = (of: string, subnets: string, options = '') =>
  `  To${of}: { Type: AWS::EC2::TransitGatewayAttachment, Properties: { TransitGatewayId: !Ref Transit, VpcId: !Ref ${of}, SubnetIds: [${subnets}]${options && `, Options: { ${options} }`} } }\n`;
const manual = ', DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable';
const table = (name: string) =>
  `  ${name}: { Type: AWS::EC2::TransitGatewayRouteTable, Properties: { TransitGatewayId: !Ref Transit } }\n`;
const use = (kind: 'Association' | 'Propagation', of: string, name: string) =>
  `  ${kind}${of}${name}: { Type: AWS::EC2::TransitGatewayRouteTable${kind}, Properties: { TransitGatewayAttachmentId: !Ref To${of}, TransitGatewayRouteTableId: !Ref ${name} } }\n`;
const chosen = (name: string, to: string, leads: string) =>
  `  Chosen${next()}: { Type: AWS::EC2::TransitGatewayRoute, Properties: { TransitGatewayRouteTableId: !Ref ${name}, DestinationCidrBlock: ${to}, ${leads} } }\n`;
const to = (of: string) => `TransitGatewayAttachmentId: !Ref To${of}`;
const dropped = 'Blackhole: true';

/** Two VPCs, a host in each, and subnets for the interfaces of a transit gateway. */
const site =
  vpc('A', 0) +
  vpc('B', 1) +
  subnet('Near', 'A', '0.1', 'a') +
  subnet('GateA', 'A', '0.2', 'a') +
  subnet('Far', 'B', '1.1', 'a') +
  subnet('GateB', 'B', '1.2', 'a') +
  host('Host', 'Near', 'AOpen', ', Ipv6AddressCount: 1');
const other = host('Other', 'Far', 'BOpen');
const there = route('Near', '10.1.0.0/16', byTransit);
const back = route('Far', '10.0.0.0/16', byTransit);
const bothAttached = attachment('A', '!Ref GateA') + attachment('B', '!Ref GateB');
const joined = other + there + back + bothAttached;
/** One table for both, with nothing in it yet. */
const oneTable =
  gateway(manual) + joined + table('One') + use('Association', 'A', 'One') + use('Association', 'B', 'One');
const propagating = use('Propagation', 'A', 'One') + use('Propagation', 'B', 'One');
const across = (rule: string, given: string, expected: Documented['expected']): Documented => ({
  rule,
  given,
  ask: 'across',
  to: 'Other',
  expected,
});

const acl = (of: string, name: string, ...entries: readonly string[]) => `
  ${name}Acl: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref ${of} } }
  ${name}AclUse: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref ${name}, NetworkAclId: !Ref ${name}Acl } }
${entries.map((entry, index) => `  ${name}Entry${index}: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref ${name}Acl, RuleNumber: ${100 + index}, RuleAction: allow, Protocol: -1, ${entry} } }`).join('\n')}
`;
const [inbound, outbound] = [
  (block: string) => `Egress: false, CidrBlock: ${block}`,
  (block: string) => `Egress: true, CidrBlock: ${block}`,
];

const routing: readonly Documented[] = [
  across(
    'two VPCs attached to one gateway reach each other by its default table',
    gateway() + joined,
    'open',
  ),
  across(
    'an attachment is made in either of two types',
    (gateway() + joined).replace('TransitGatewayAttachment,', 'TransitGatewayVpcAttachment,'),
    'open',
  ),
  across('the VPC needs a route to the gateway', gateway() + other + back + bothAttached, 'closed'),
  across('the reply needs a route to the gateway', gateway() + other + there + bothAttached, 'closed'),
  across(
    'a VPC that is not attached is not reached',
    gateway() + other + there + back + attachment('A', '!Ref GateA'),
    'closed',
  ),
  across('an attachment that is associated with no table sends nothing', gateway(manual) + joined, 'closed'),
  across('a table that nobody propagates to leads nowhere', oneTable, 'closed'),
  across('VPCs propagate their blocks', oneTable + propagating, 'open'),
  across('a table needs the way back as well', oneTable + use('Propagation', 'B', 'One'), 'closed'),
  across(
    'static routes lead as propagated ones do',
    oneTable + chosen('One', '10.1.0.0/16', to('B')) + chosen('One', '10.0.0.0/16', to('A')),
    'open',
  ),
  across(
    'of two routes to one block the static one goes first',
    oneTable + propagating + chosen('One', '10.1.0.0/16', dropped),
    'closed',
  ),
  across(
    'the longest prefix goes first, a blackhole as well',
    oneTable + propagating + chosen('One', '10.1.1.0/24', dropped),
    'closed',
  ),
  across(
    'a blackhole of a larger block drops nothing that is propagated',
    oneTable + propagating + chosen('One', '10.0.0.0/8', dropped),
    'open',
  ),
  across(
    'the association decides which table is asked',
    `${gateway(manual) + joined + table('One') + table('Two')}${use('Association', 'A', 'One')}${use('Association', 'B', 'Two')}${use('Propagation', 'B', 'Two')}${use('Propagation', 'A', 'One')}`,
    'closed',
  ),
  across(
    'each attachment may have a table of its own',
    `${gateway(manual) + joined + table('One') + table('Two')}${use('Association', 'A', 'One')}${use('Association', 'B', 'Two')}${use('Propagation', 'B', 'One')}${use('Propagation', 'A', 'Two')}`,
    'open',
  ),
  across(
    'of two VPCs with overlapping blocks only the first that is attached propagates',
    `${gateway() + joined + vpc('C', 1)}${subnet('GateC', 'C', '1.9', 'a')}${attachment('C', '!Ref GateC')}`,
    'unknown',
  ),
  across(
    'a block that is not known may go before any',
    `${oneTable + propagating}  Hidden: { Type: AWS::EC2::TransitGatewayRoute, Properties: { TransitGatewayRouteTableId: !Ref One, DestinationCidrBlock: !ImportValue somewhere, Blackhole: true } }\n`,
    'unknown',
  ),
  across(
    'there by a transit gateway and back by a peering connection is a way',
    `${gateway() + other + there + bothAttached}  Peering: { Type: AWS::EC2::VPCPeeringConnection, Properties: { VpcId: !Ref A, PeerVpcId: !Ref B } }\n${route('Far', '10.0.0.0/16', 'VpcPeeringConnectionId: !Ref Peering')}`,
    'open',
  ),
];

const [inB, inUnnamed] = ['b', undefined].map((zone) => subnet('Apart', 'A', '0.3', zone));
const zones: readonly Documented[] = [
  across(
    'without an interface in its zone a host does not get to the gateway',
    gateway() + other + there + back + inB + attachment('A', '!Ref Apart') + attachment('B', '!Ref GateB'),
    'closed',
  ),
  across(
    'nor does the reply',
    gateway() +
      other +
      there +
      back +
      attachment('A', '!Ref GateA') +
      subnet('Apart', 'B', '1.3', 'b') +
      attachment('B', '!Ref Apart'),
    'closed',
  ),
  across(
    'a zone that AWS chooses is not known',
    gateway() +
      other +
      there +
      back +
      inUnnamed +
      attachment('A', '!Ref Apart') +
      attachment('B', '!Ref GateB'),
    'unknown',
  ),
  across(
    'the subnet of the interface is in its own zone',
    (
      gateway() +
      other +
      there +
      back +
      attachment('A', '!Ref Near') +
      attachment('B', '!Ref Far')
    ).replaceAll(', AvailabilityZone: eu-west-1a', ''),
    'open',
  ),
  across(
    'packets stay in their zone: only the interface there has to let them pass',
    gateway() + joined.replace('[!Ref GateB]', '[!Ref GateB, !Ref Apart]') + subnet('Apart', 'B', '1.3', 'b'),
    'open',
  ),
  across(
    'when its zone fails, packets come out of the interface in another one',
    gateway() +
      joined.replace('[!Ref GateB]', '[!Ref GateB, !Ref Apart]') +
      subnet('Apart', 'B', '1.3', 'b') +
      acl('B', 'GateB'),
    'closed',
  ),
  across(
    'in appliance mode the zone does not decide where packets come out',
    gateway() +
      joined.replace('[!Ref GateB]', '[!Ref GateB, !Ref Apart], Options: { ApplianceModeSupport: enable }') +
      subnet('Apart', 'B', '1.3', 'b') +
      acl('B', 'Apart'),
    'unknown',
  ),
];

const allIn = [inbound('0.0.0.0/0'), outbound('0.0.0.0/0')];
const acls: readonly Documented[] = [
  across(
    'outbound rules of the host judge what it sends',
    gateway() + joined + acl('A', 'Near', inbound('0.0.0.0/0'), outbound('10.9.0.0/16')),
    'closed',
  ),
  across(
    'inbound rules of the interface judge the source of what hosts send',
    gateway() + joined + acl('A', 'GateA', inbound('10.9.0.0/16'), outbound('0.0.0.0/0')),
    'closed',
  ),
  across(
    'outbound rules of the interface do not judge what hosts send',
    gateway() + joined + acl('A', 'GateA', inbound('0.0.0.0/0'), outbound('10.0.0.0/16')),
    'open',
  ),
  across(
    'outbound rules of the interface judge what it hands to hosts',
    gateway() + joined + acl('B', 'GateB', inbound('0.0.0.0/0'), outbound('10.9.0.0/16')),
    'closed',
  ),
  across(
    'inbound rules of the interface do not judge what it hands to hosts',
    gateway() + joined + acl('B', 'GateB', inbound('10.1.0.0/16'), outbound('0.0.0.0/0')),
    'open',
  ),
  across(
    'inbound rules of the host judge what it is handed',
    gateway() + joined + acl('B', 'Far', inbound('10.9.0.0/16'), outbound('0.0.0.0/0')),
    'closed',
  ),
  across(
    'beside the interface neither rule judges what a host is handed',
    (gateway() + joined).replace('[!Ref GateB]', '[!Ref Far]') +
      acl('B', 'Far', inbound('10.1.0.0/16'), outbound('10.0.0.0/16')),
    'open',
  ),
  across(
    'beside the interface inbound rules judge the source of what a host sends',
    (gateway() + joined).replace('[!Ref GateA]', '[!Ref Near]') +
      acl('A', 'Near', inbound('10.1.0.0/16'), outbound('0.0.0.0/0')),
    'closed',
  ),
  across(
    'rules that let all pass change nothing',
    gateway() + joined + acl('A', 'GateA', ...allIn) + acl('B', 'GateB', ...allIn),
    'open',
  ),
];

const [on, off] = ['SecurityGroupReferencingSupport: enable', 'SecurityGroupReferencingSupport: disable'];
const guarded = (rule: string, more = '') =>
  host('Other', 'Far', 'Guarded') +
  there +
  back +
  `  Guarded: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref B, SecurityGroupIngress: [{ IpProtocol: -1, ${rule} }] } }\n${more}`;
const byGroup = guarded('SourceSecurityGroupId: !Ref AOpen');
const ipv6 = (options: string) =>
  host('Other', 'Far', 'Guarded', ', Ipv6AddressCount: 1') +
  route('Near', '2600:1f18:0:100::/56', byTransit) +
  route('Far', '2600:1f18:0:000::/56', byTransit) +
  '  Guarded: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref B, SecurityGroupIngress: [{ IpProtocol: -1, CidrIpv6: "::/0" }] } }\n' +
  attachment('A', '!Ref GateA', options) +
  attachment('B', '!Ref GateB', options);
const ends: readonly Documented[] = [
  across(
    'groups of another VPC are not known where that is not switched on',
    gateway() + byGroup + bothAttached,
    'closed',
  ),
  across('groups of another VPC are known where it is', gateway(`, ${on}`) + byGroup + bothAttached, 'open'),
  across(
    'an attachment may switch it off',
    gateway(`, ${on}`) + byGroup + attachment('A', '!Ref GateA', off) + attachment('B', '!Ref GateB'),
    'closed',
  ),
  {
    ...across(
      'rules for what leaves name no group of another VPC',
      `${gateway(`, ${on}`) + guarded('CidrIp: 0.0.0.0/0') + bothAttached}  Wary: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref A, SecurityGroupEgress: [{ IpProtocol: -1, DestinationSecurityGroupId: !Ref Guarded }] } }\n${host('Spare', 'Near', 'Wary')}`,
      'closed',
    ),
    from: 'Spare',
  },
  across('an attachment carries no IPv6 unless it is told to', gateway() + ipv6(''), 'closed'),
  across('an attachment carries IPv6 where it is told to', gateway() + ipv6('Ipv6Support: enable'), 'open'),
];

const hub =
  vpc('Hub', 2) +
  subnet('GateHub', 'Hub', '2.1', 'a') +
  subnet('Exit', 'Hub', '2.2', 'a') +
  attachment('Hub', '!Ref GateHub') +
  '  Gateway: { Type: AWS::EC2::InternetGateway }\n' +
  '  Attached: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Hub, InternetGatewayId: !Ref Gateway } }\n' +
  '  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Exit, AllocationId: eipalloc-1 } }\n';
const byNat = route('GateHub', '0.0.0.0/0', 'NatGatewayId: !Ref Nat');
const byGateway = route('Exit', '0.0.0.0/0', 'GatewayId: !Ref Gateway');
const homeward = route('Exit', '10.0.0.0/8', byTransit);
const spokesTo = (block: string) =>
  gateway(manual) +
  other +
  route('Near', block, byTransit) +
  route('Far', '0.0.0.0/0', byTransit) +
  bothAttached +
  table('Spokes') +
  table('Core') +
  use('Association', 'A', 'Spokes') +
  use('Association', 'B', 'Spokes') +
  use('Association', 'Hub', 'Core') +
  use('Propagation', 'A', 'Core') +
  use('Propagation', 'B', 'Core');
const spokes = spokesTo('0.0.0.0/0');
const toHub = chosen('Spokes', '0.0.0.0/0', to('Hub'));
const out = (rule: string, given: string, expected: Documented['expected']): Documented => ({
  rule,
  given,
  ask: 'out',
  expected,
});
const firewall = route('GateHub', '0.0.0.0/0', 'VpcEndpointId: vpce-0123');
const hubs: readonly Documented[] = [
  out(
    'VPCs share the NAT gateway of another one',
    spokes + hub + toHub + byNat + byGateway + homeward,
    'open',
  ),
  out('the NAT gateway needs a route back', spokes + hub + toHub + byNat + byGateway, 'closed'),
  out(
    'replies may go home through a firewall beside the NAT gateway',
    spokes + hub + toHub + byNat + byGateway + route('Exit', '10.0.0.0/8', 'VpcEndpointId: vpce-0123'),
    'unknown',
  ),
  out(
    'the interface of the gateway needs a route to the NAT gateway',
    spokes + hub + toHub + byGateway + homeward,
    'closed',
  ),
  out(
    'the NAT gateway needs a route to the internet gateway',
    spokes + hub + toHub + byNat + homeward,
    'closed',
  ),
  out(
    'the table of the spokes needs a route to the hub',
    spokes + hub + byNat + byGateway + homeward,
    'closed',
  ),
  out(
    'a blackhole shuts the hub as well',
    spokes + hub + chosen('Spokes', '0.0.0.0/0', dropped) + byNat + byGateway + homeward,
    'closed',
  ),
  out(
    'an internet gateway serves no other VPC',
    spokes + hub + toHub + route('GateHub', '0.0.0.0/0', 'GatewayId: !Ref Gateway') + homeward,
    'closed',
  ),
  out(
    'what a firewall in the hub passes on is not told by a template',
    spokes + hub + toHub + firewall + byGateway + homeward,
    'unknown',
  ),
  out(
    'what the gateway drops comes to no firewall in the hub, though all else would',
    spokesTo('203.0.113.0/24') + hub + toHub + chosen('Spokes', '203.0.113.0/24', dropped) + firewall,
    'closed',
  ),
  across(
    'isolated spokes may still meet behind the NAT gateway',
    spokes + hub + toHub + byNat + byGateway + homeward,
    'unknown',
  ),
  across(
    'a blackhole for private blocks keeps spokes apart',
    spokes + hub + toHub + chosen('Spokes', '10.0.0.0/8', dropped) + byNat + byGateway + homeward,
    'closed',
  ),
  across('spokes may meet behind a firewall', spokes + hub + toHub + firewall + homeward, 'unknown'),
  across('a hub without a way on keeps spokes apart', spokes + hub + toHub + byGateway, 'closed'),
  {
    ...across(
      'a load balancer in a public VPC reaches the hosts of others',
      spokes +
        hub +
        chosen('Spokes', '10.2.0.0/16', to('Hub')) +
        homeward +
        '  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [!Ref Exit], SecurityGroups: [!Ref HubOpen] } }\n',
      'open',
    ),
    from: 'Balancer',
  },
];

const vpn =
  '  Vpn: { Type: AWS::EC2::VPNConnection, Properties: { Type: ipsec.1, CustomerGatewayId: cgw-1, TransitGatewayId: !Ref Transit } }\n';
const remote = `
  Second: { Type: AWS::EC2::TransitGateway }
  ToB: { Type: AWS::EC2::TransitGatewayAttachment, Properties: { TransitGatewayId: !Ref Second, VpcId: !Ref B, SubnetIds: [!Ref GateB] } }
  Peered: { Type: AWS::EC2::TransitGatewayPeeringAttachment, Properties: { TransitGatewayId: !Ref Transit, PeerTransitGatewayId: !Ref Second, PeerRegion: us-east-1, PeerAccountId: "1" } }
  Theirs: { Type: AWS::EC2::TransitGatewayRouteTable, Properties: { TransitGatewayId: !Ref Second } }
  AssociationPeeredTheirs: { Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: { TransitGatewayAttachmentId: !Ref Peered, TransitGatewayRouteTableId: !Ref Theirs } }
  AssociationBTheirs: { Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: { TransitGatewayAttachmentId: !Ref ToB, TransitGatewayRouteTableId: !Ref Theirs } }
  PropagationBTheirs: { Type: AWS::EC2::TransitGatewayRouteTablePropagation, Properties: { TransitGatewayAttachmentId: !Ref ToB, TransitGatewayRouteTableId: !Ref Theirs } }
  PropagationPeeredTheirs: { Type: AWS::EC2::TransitGatewayRouteTablePropagation, Properties: { TransitGatewayAttachmentId: !Ref Peered, TransitGatewayRouteTableId: !Ref Theirs } }
`;
const twoGateways =
  gateway(manual) +
  other +
  there +
  route('Far', '10.0.0.0/16', 'TransitGatewayId: !Ref Second') +
  attachment('A', '!Ref GateA') +
  remote +
  table('One') +
  use('Association', 'A', 'One') +
  use('Propagation', 'A', 'One') +
  '  AssociationPeeredOne: { Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: { TransitGatewayAttachmentId: !Ref Peered, TransitGatewayRouteTableId: !Ref One } }\n';
const peeredRoutes =
  chosen('One', '10.1.0.0/16', 'TransitGatewayAttachmentId: !Ref Peered') +
  chosen('Theirs', '10.0.0.0/16', 'TransitGatewayAttachmentId: !Ref Peered');
const outside: readonly Documented[] = [
  across('a VPN propagates what its other side tells', gateway() + joined + vpn, 'unknown'),
  across('a VPN that propagates to no table of theirs changes nothing', oneTable + propagating + vpn, 'open'),
  across(
    'a static route to what is not declared leads out of sight',
    oneTable + propagating + chosen('One', '10.1.1.0/24', 'TransitGatewayAttachmentId: tgw-attach-0123'),
    'unknown',
  ),
  out(
    'a VPN may lead to the internet',
    gateway() + route('Near', '0.0.0.0/0', byTransit) + attachment('A', '!Ref GateA') + vpn,
    'unknown',
  ),
  out(
    'a gateway to which nothing else is attached leads nowhere',
    gateway() + route('Near', '0.0.0.0/0', byTransit) + attachment('A', '!Ref GateA'),
    'closed',
  ),
  across(
    'whether a peering of two gateways is accepted no template tells',
    twoGateways + peeredRoutes,
    'unknown',
  ),
  across('over a peering nothing is propagated', twoGateways, 'closed'),
  across(
    'what Cloud WAN adds to a gateway is not known',
    `${gateway() + joined}  Mesh: { Type: AWS::NetworkManager::TransitGatewayPeering, Properties: { CoreNetworkId: c-1, TransitGatewayArn: arn } }\n`,
    'unknown',
  ),
];

describe.each([
  ['routing', routing],
  ['zones', zones],
  ['network ACLs', acls],
  ['groups and IPv6', ends],
  ['a hub', hubs],
  ['what is outside', outside],
])('AWS documents of transit gateways, %s:', (_name, documented) => {
  it.each(documented)('$rule', (rule) => {
    const { strongest, told, problems } = answered(site, rule);
    expect(strongest, told).toBe(rule.expected);
    expect(problems.length === 0, problems[0]).toBe(rule.expected === 'closed');
  });
});
