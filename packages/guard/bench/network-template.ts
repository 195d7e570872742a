// A template of a large organisation: VPCs of ten subnets and fifty groups for every five hundred interfaces, with
// public, NAT and isolated subnets, network ACLs, IPv6 in every third VPC, groups that name blocks, groups and lists.

import type { Random } from '../src/reason/access/soak/random.ts';

type Properties = Readonly<Record<string, unknown>>;
export type Template = Record<string, { readonly Type: string; readonly Properties: Properties }>;

export interface LargeNetwork {
  readonly template: Template;
  readonly subnets: number;
  readonly groups: number;
}

const interfacesPerVpc = 500;
const subnetsPerVpc = 10;
const groupsPerVpc = 50;

const ref = (id: string) => ({ Ref: id });

export function largeNetwork(interfaces: number, random: Random): LargeNetwork {
  const template: Template = {};
  const vpcs = Math.ceil(interfaces / interfacesPerVpc);
  for (let vpc = 0; vpc < vpcs; vpc += 1) addVpc(template, vpc, random);
  for (let index = 0; index < interfaces; index += 1) addInterface(template, index, index % vpcs, random);
  return { template, subnets: vpcs * subnetsPerVpc, groups: vpcs * groupsPerVpc };
}

function addVpc(template: Template, vpc: number, random: Random): void {
  const name = `Vpc${vpc}`;
  const ipv6 = vpc % 3 === 0;
  const add = (id: string, type: string, properties: Properties) => {
    template[`${name}${id}`] = { Type: `AWS::EC2::${type}`, Properties: properties };
  };
  const own = { VpcId: ref(name) };
  add('', 'VPC', { CidrBlock: `10.${vpc}.0.0/16` });
  if (ipv6) add('Ipv6', 'VPCCidrBlock', { ...own, Ipv6CidrBlock: `2600:1f18:0:${hex(vpc)}00::/56` });
  add('Gateway', 'InternetGateway', {});
  // Some VPCs were never given a gateway: nothing in them is reached.
  if (vpc % 7 !== 6)
    add('Attached', 'VPCGatewayAttachment', { ...own, InternetGatewayId: ref(`${name}Gateway`) });
  add('Nat', 'NatGateway', { SubnetId: ref(`${name}Subnet0`), AllocationId: 'eipalloc-1' });
  add('List', 'PrefixList', {
    Entries: random.some(['198.51.100.0/24', '203.0.113.0/25', '192.0.2.0/24'], 3).map((Cidr) => ({ Cidr })),
  });
  for (const [table, target] of [
    ['Public', { GatewayId: ref(`${name}Gateway`) }],
    ['Private', { NatGatewayId: ref(`${name}Nat`) }],
    ['Isolated', undefined],
  ] as const) {
    add(`${table}Table`, 'RouteTable', own);
    if (!target) continue;
    const routes = ipv6 && table === 'Public' ? ['0.0.0.0/0', '::/0'] : ['0.0.0.0/0'];
    routes.forEach((to, index) => {
      const destination = { [to === '::/0' ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: to };
      add(`${table}Route${index}`, 'Route', {
        RouteTableId: ref(`${name}${table}Table`),
        ...destination,
        ...target,
      });
    });
  }
  for (const acl of [0, 1, 2]) {
    add(`Acl${acl}`, 'NetworkAcl', own);
    aclEntries(random).forEach((entry, index) => {
      add(`Acl${acl}Entry${index}`, 'NetworkAclEntry', { NetworkAclId: ref(`${name}Acl${acl}`), ...entry });
    });
  }
  for (let subnet = 0; subnet < subnetsPerVpc; subnet += 1) {
    const id = `Subnet${subnet}`;
    const kind = subnet < 4 ? 'Public' : subnet < 8 ? 'Private' : 'Isolated';
    add(id, 'Subnet', {
      ...own,
      CidrBlock: `10.${vpc}.${subnet * 16}.0/20`,
      MapPublicIpOnLaunch: kind === 'Public' && subnet !== 3,
      ...(ipv6 && {
        Ipv6CidrBlock: `2600:1f18:0:${hex(vpc)}${hex(subnet)}::/64`,
        AssignIpv6AddressOnCreation: kind === 'Public',
      }),
    });
    add(`${id}Routes`, 'SubnetRouteTableAssociation', {
      SubnetId: ref(`${name}${id}`),
      RouteTableId: ref(`${name}${kind}Table`),
    });
    // The others keep the default ACL.
    if (subnet % 3 === 0)
      add(`${id}Acl`, 'SubnetNetworkAclAssociation', {
        SubnetId: ref(`${name}${id}`),
        NetworkAclId: ref(`${name}Acl${(subnet / 3) % 3}`),
      });
  }
  for (let group = 0; group < groupsPerVpc; group += 1)
    add(`Group${group}`, 'SecurityGroup', {
      ...own,
      GroupDescription: 'generated',
      SecurityGroupIngress: Array.from({ length: 2 + random.below(7) }, () =>
        ingressRule(name, group, random),
      ),
    });
}

const hex = (value: number) => value.toString(16).padStart(2, '0');

function aclEntries(random: Random): readonly Properties[] {
  const blocks = ['0.0.0.0/0', '10.0.0.0/8', '203.0.113.0/24', '198.51.100.0/24', '128.0.0.0/1'];
  const random20 = Array.from({ length: 8 + random.below(12) }, (_, index) => ({
    RuleNumber: 100 + index,
    Egress: random.chance(0.3),
    RuleAction: random.chance(0.5) ? 'allow' : 'deny',
    Protocol: 6,
    PortRange: { From: random.pick([22, 80, 443, 1024]), To: random.pick([1024, 8080, 65535]) },
    CidrBlock: random.pick(blocks),
  }));
  const open = [true, false].map((Egress) => ({
    RuleNumber: 30000,
    Egress,
    RuleAction: 'allow',
    Protocol: -1,
    CidrBlock: '0.0.0.0/0',
  }));
  return [...random20, ...open];
}

function ingressRule(vpc: string, group: number, random: Random): Properties {
  const port = 1000 + random.below(4000);
  const [FromPort, ToPort] = random.pick([
    [22, 22],
    [443, 443],
    [port, port],
    [port, port + random.below(500)],
  ] as const);
  const peer = random.chance(0.5)
    ? {
        SourceSecurityGroupId: ref(
          `${vpc}Group${(group + 1 + random.below(groupsPerVpc - 1)) % groupsPerVpc}`,
        ),
      }
    : random.chance(0.1)
      ? { SourcePrefixListId: ref(`${vpc}List`) }
      : random.chance(0.3)
        ? { CidrIp: random.pick(['0.0.0.0/0', '203.0.113.0/24']) }
        : random.chance(0.1)
          ? { CidrIpv6: '::/0' }
          : { CidrIp: `10.${random.below(200)}.${random.below(16) * 16}.0/20` };
  return { IpProtocol: random.pick(['tcp', 'tcp', 'udp']), FromPort, ToPort, ...peer };
}

function addInterface(template: Template, index: number, vpc: number, random: Random): void {
  const name = `Vpc${vpc}`;
  const subnet = () => ref(`${name}Subnet${random.below(subnetsPerVpc)}`);
  const groups = [
    ...new Set(
      random.some(
        Array.from({ length: groupsPerVpc }, (_, group) => group),
        3,
      ),
    ),
  ].map((group) => ref(`${name}Group${group}`));
  if (random.chance(0.08)) {
    const id = `Balancer${index}`;
    template[id] = {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: {
        Scheme: random.chance(0.4) ? 'internet-facing' : 'internal',
        Subnets: [subnet(), subnet()],
        SecurityGroups: groups,
      },
    };
    return;
  }
  template[`Host${index}`] = {
    Type: 'AWS::EC2::Instance',
    Properties: { SubnetId: subnet(), SecurityGroupIds: groups },
  };
}
