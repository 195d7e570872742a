// A random network in the words of CloudFormation, with the freedoms that CloudFormation has: a rule may stand inside
// its group or be a resource of its own, an address may belong to the instance or to its network interface.

import {
  type NetworkCase,
  places,
  type Rule,
  type SubnetName,
  serverAddresses,
  type Transit,
  type VpcName,
  vpcBlocks,
  zoneOf,
} from './network-case.ts';

type Template = Record<string, { Type: string; Properties: Record<string, unknown> }>;
const ref = (id: string) => ({ Ref: id });
const isIpv6 = (block: string) => block.includes(':');

export function templateOf(given: NetworkCase): Template {
  const resources: Template = {};
  const add = (id: string, type: string, Properties: Record<string, unknown>) => {
    resources[id] = { Type: `AWS::EC2::${type}`, Properties };
  };
  for (const [name, [ipv4, ipv6]] of Object.entries(vpcBlocks)) {
    if (name === 'Hub' && !given.transit) continue;
    add(name, 'VPC', { CidrBlock: ipv4 });
    add(`${name}Ipv6`, 'VPCCidrBlock', { VpcId: ref(name), Ipv6CidrBlock: ipv6 });
  }
  add('Gateway', 'InternetGateway', {});
  if (given.attached)
    add('Attached', 'VPCGatewayAttachment', { VpcId: ref('A'), InternetGatewayId: ref('Gateway') });
  add('Outward', 'EgressOnlyInternetGateway', { VpcId: ref('A') });
  add('Nat', 'NatGateway', { SubnetId: ref(given.natSubnet), AllocationId: 'eipalloc-1' });
  if (given.peered) add('Peering', 'VPCPeeringConnection', { VpcId: ref('A'), PeerVpcId: ref('B') });
  add('List', 'PrefixList', { Entries: given.list.map((Cidr) => ({ Cidr })) });
  if (given.block !== 'off')
    add('Block', 'VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: given.block });
  if (given.exclusion !== 'none')
    add('Excluded', 'VPCBlockPublicAccessExclusion', {
      VpcId: ref('A'),
      InternetGatewayExclusionMode: given.exclusion,
    });
  for (const name of Object.keys(places) as SubnetName[])
    if (given.transit || ['Host', 'Other', 'Far'].includes(name)) addSubnet(given, name, add);
  if (given.transit) addTransit(given, given.transit, add);
  const nothing = [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }];
  add('HostGroup', 'SecurityGroup', {
    VpcId: ref('A'),
    SecurityGroupIngress: given.hostIngress.map((rule) => ruleProperties(rule, 'Source')),
    SecurityGroupEgress: nothing,
  });
  given.hostEgress.forEach((rule, index) => {
    const properties = { GroupId: ref('HostGroup'), ...ruleProperties(rule, 'Destination') };
    add(`HostEgress${index}`, 'SecurityGroupEgress', properties);
  });
  add('ServerGroup', 'SecurityGroup', { VpcId: ref(places[given.server].vpc), SecurityGroupEgress: nothing });
  given.serverIngress.forEach((rule, index) => {
    const properties = {
      GroupId: { 'Fn::GetAtt': ['ServerGroup', 'GroupId'] },
      ...ruleProperties(rule, 'Source'),
    };
    add(`ServerIngress${index}`, 'SecurityGroupIngress', properties);
  });
  add('HostInterface', 'NetworkInterface', {
    SubnetId: ref('Host'),
    PrivateIpAddress: '10.0.1.10',
    GroupSet: [ref('HostGroup')],
  });
  add('HostMachine', 'Instance', {
    NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: ref('HostInterface') }],
  });
  if (given.publicAddress) add('Address', 'EIPAssociation', { NetworkInterfaceId: ref('HostInterface') });
  add('ServerMachine', 'Instance', {
    SubnetId: ref(given.server),
    PrivateIpAddress: serverAddresses[given.server][4],
    SecurityGroupIds: [ref('ServerGroup')],
  });
  return resources;
}

type Add = (id: string, type: string, properties: Record<string, unknown>) => void;

function addSubnet(given: NetworkCase, name: SubnetName, add: Add): void {
  const { vpc, ipv4, ipv6 } = places[name];
  add(name, 'Subnet', {
    VpcId: ref(vpc),
    CidrBlock: ipv4,
    Ipv6CidrBlock: ipv6,
    AvailabilityZone: `eu-west-1${zoneOf(given, name)}`,
    AssignIpv6AddressOnCreation: given.ipv6,
  });
  add(`${name}Routes`, 'RouteTable', { VpcId: ref(vpc) });
  add(`${name}RoutesUse`, 'SubnetRouteTableAssociation', {
    SubnetId: ref(name),
    RouteTableId: ref(`${name}Routes`),
  });
  const isHub = vpc === 'Hub';
  given.routes[name]?.forEach(({ to, target }, index) => {
    const destination =
      typeof to !== 'string'
        ? { DestinationPrefixListId: ref('List') }
        : { [isIpv6(to) ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: to };
    const through = {
      gateway: { GatewayId: ref(isHub ? 'HubGateway' : 'Gateway') },
      nat: { NatGatewayId: ref(isHub ? 'HubNat' : 'Nat') },
      transit: { TransitGatewayId: ref('Transit') },
      'egress-only': { EgressOnlyInternetGatewayId: ref('Outward') },
      // A connection to a VPC of somebody else leads to nothing that is asked about.
      peering: { VpcPeeringConnectionId: given.peered ? ref('Peering') : 'pcx-1' },
    }[target];
    add(`${name}Route${index}`, 'Route', { RouteTableId: ref(`${name}Routes`), ...destination, ...through });
  });
  const entries = given.acls[name];
  if (!entries) return;
  add(`${name}Acl`, 'NetworkAcl', { VpcId: ref(vpc) });
  add(`${name}AclUse`, 'SubnetNetworkAclAssociation', {
    SubnetId: ref(name),
    NetworkAclId: ref(`${name}Acl`),
  });
  entries.forEach(({ number, egress, allow, protocol, from, to, cidr }, index) => {
    add(`${name}Entry${index}`, 'NetworkAclEntry', {
      NetworkAclId: ref(`${name}Acl`),
      RuleNumber: number,
      Egress: egress,
      RuleAction: allow ? 'allow' : 'deny',
      Protocol: protocol,
      [isIpv6(cidr) ? 'Ipv6CidrBlock' : 'CidrBlock']: cidr,
      ...(protocol === -1 ? {} : { PortRange: { From: from, To: to } }),
    });
  });
}

const onOff = (on: boolean) => (on ? 'enable' : 'disable');

function addTransit(given: NetworkCase, transit: Transit, add: Add): void {
  add('HubGateway', 'InternetGateway', {});
  add('HubAttached', 'VPCGatewayAttachment', { VpcId: ref('Hub'), InternetGatewayId: ref('HubGateway') });
  add('HubNat', 'NatGateway', { SubnetId: ref('Exit'), AllocationId: 'eipalloc-2' });
  if (given.exclusion !== 'none')
    add('HubExcluded', 'VPCBlockPublicAccessExclusion', {
      VpcId: ref('Hub'),
      InternetGatewayExclusionMode: given.exclusion,
    });
  add('Transit', 'TransitGateway', {
    SecurityGroupReferencingSupport: onOff(transit.references.includes('gateway')),
    ...(!transit.defaults && {
      DefaultRouteTableAssociation: 'disable',
      DefaultRouteTablePropagation: 'disable',
    }),
  });
  const isAttached = (vpc: VpcName | 'nowhere') => vpc !== 'nowhere' && transit.attached[vpc].length > 0;
  // The two types of an attachment say the same.
  for (const vpc of (['A', 'B', 'Hub'] as const).filter(isAttached))
    add(`To${vpc}`, vpc === 'B' ? 'TransitGatewayVpcAttachment' : 'TransitGatewayAttachment', {
      TransitGatewayId: ref('Transit'),
      VpcId: ref(vpc),
      SubnetIds: transit.attached[vpc].map(ref),
      Options: {
        Ipv6Support: onOff(transit.ipv6.includes(vpc)),
        SecurityGroupReferencingSupport: onOff(transit.references.includes(vpc)),
        ...(vpc === 'B' && { ApplianceModeSupport: onOff(transit.appliance) }),
      },
    });
  if (transit.defaults) return;
  for (const [name, routes] of Object.entries(transit.routes)) {
    const table = { TransitGatewayRouteTableId: ref(`Table${name}`) };
    add(`Table${name}`, 'TransitGatewayRouteTable', { TransitGatewayId: ref('Transit') });
    routes.forEach(({ to, target }, index) => {
      if (target !== 'nowhere' && !isAttached(target)) return;
      const leads =
        target === 'nowhere' ? { Blackhole: true } : { TransitGatewayAttachmentId: ref(`To${target}`) };
      add(`Table${name}Route${index}`, 'TransitGatewayRoute', {
        ...table,
        DestinationCidrBlock: to,
        ...leads,
      });
    });
  }
  const uses = [
    ...Object.entries(transit.associations).map((it) => ['Association', ...it] as const),
    ...transit.propagations.map((it) => ['Propagation', ...it] as const),
  ];
  uses.forEach(([use, vpc, table], index) => {
    if (!isAttached(vpc as VpcName)) return;
    add(`${use}${index}`, `TransitGatewayRouteTable${use}`, {
      TransitGatewayAttachmentId: ref(`To${vpc}`),
      TransitGatewayRouteTableId: ref(`Table${table}`),
    });
  });
}

function ruleProperties({ protocol, from, to, peer }: Rule, side: 'Source' | 'Destination') {
  const far =
    'list' in peer
      ? { [`${side}PrefixListId`]: ref('List') }
      : 'group' in peer
        ? { [`${side}SecurityGroupId`]: ref(`${peer.group}Group`) }
        : { [isIpv6(peer.cidr) ? 'CidrIpv6' : 'CidrIp']: peer.cidr };
  return { IpProtocol: protocol, FromPort: from, ToPort: to, ...far };
}
