// The second opinion inside a VPC: one host to another, through groups on both ends and the ACLs of both subnets,
// there and back. As in the walk from the internet, nothing is imported from reason/ for the expected answer.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { parse } from '../src/read/cloudformation/parse.ts';
import { between } from '../src/reason/between.ts';
import { groundOf } from '../src/reason/reachability.ts';

const seed = 20261122;
const client = '10.0.1.10';
const server = '10.0.2.10';
const ports = [22, 443, 27017];
const clientPorts = [0, 22, 443, 1024, 27017, 65535];

type Peer = { group: 'ClientGroup' | 'ServerGroup' | 'OtherGroup' } | { cidr: string };
interface Rule {
  protocol: string;
  from: number;
  to: number;
  peer: Peer;
}
interface Entry {
  number: number;
  egress: boolean;
  allow: boolean;
  from: number;
  to: number;
  cidr: string;
}
interface Case {
  egress: Rule[];
  ingress: Rule[];
  clientAcl: Entry[] | undefined;
  serverAcl: Entry[] | undefined;
  sameSubnet: boolean;
  separate: boolean;
}

const range = fc.constantFrom([22, 22], [443, 443], [0, 65535], [1024, 65535], [27017, 27017]);
const cidr = fc.constantFrom(
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.2.0/24',
  '10.0.1.10/32',
  '10.0.2.0/28',
  '0.0.0.0/0',
  '192.168.0.0/16',
);
const peer: fc.Arbitrary<Peer> = fc.oneof(
  fc
    .constantFrom('ClientGroup' as const, 'ServerGroup' as const, 'OtherGroup' as const)
    .map((group) => ({ group })),
  cidr.map((it) => ({ cidr: it })),
);
const rule = fc
  .record({ protocol: fc.constantFrom('tcp', 'tcp', 'udp', '-1'), range, peer })
  .map(({ protocol, range: [from = 0, to = 0], peer }) => ({ protocol, from, to, peer }));
const entry = fc
  .record({ number: fc.integer({ min: 1, max: 99 }), egress: fc.boolean(), allow: fc.boolean(), range, cidr })
  .map(({ range: [from = 0, to = 0], ...rest }) => ({ ...rest, from, to }));
const openEntries: Entry[] = [true, false].map((egress) => ({
  number: 100,
  egress,
  allow: true,
  from: 0,
  to: 65535,
  cidr: '0.0.0.0/0',
}));
const acl = fc.option(
  fc
    .uniqueArray(entry, { maxLength: 3, selector: ({ number, egress }) => `${number} ${egress}` })
    .map((some) => [...some, ...openEntries]),
  { nil: undefined },
);
const scenario: fc.Arbitrary<Case> = fc.record({
  egress: fc.array(rule, { minLength: 1, maxLength: 3 }),
  ingress: fc.array(rule, { minLength: 1, maxLength: 3 }),
  clientAcl: acl,
  serverAcl: acl,
  sameSubnet: fc.integer({ min: 0, max: 5 }).map((it) => it === 0),
  separate: fc.boolean(),
});

// --- the walk ---

const value = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
function inside(address: string, block: string): boolean {
  const [base = '', length = '32'] = block.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(value(address) / size) === Math.floor(value(base) / size);
}
function admits(rules: Rule[], port: number, remote: string, remoteGroup: string): boolean {
  return rules.some(({ protocol, from, to, peer }) => {
    const known = 'group' in peer ? peer.group === remoteGroup : inside(remote, peer.cidr);
    return known && (protocol === '-1' || (protocol === 'tcp' && port >= from && port <= to));
  });
}
function passes(entries: Entry[] | undefined, egress: boolean, remote: string, port: number): boolean {
  const found = entries
    ?.filter((it) => it.egress === egress)
    .sort((a, b) => a.number - b.number)
    .find((it) => inside(remote, it.cidr) && port >= it.from && port <= it.to);
  return entries === undefined || (found?.allow ?? false);
}
function walks(given: Case, port: number, clientPort: number): boolean {
  const serverAddress = given.sameSubnet ? '10.0.1.20' : server;
  if (
    !admits(given.egress, port, serverAddress, 'ServerGroup') ||
    !admits(given.ingress, port, client, 'ClientGroup')
  )
    return false;
  if (given.sameSubnet) return true;
  return (
    passes(given.clientAcl, true, server, port) &&
    passes(given.serverAcl, false, client, port) &&
    passes(given.serverAcl, true, client, clientPort) &&
    passes(given.clientAcl, false, server, clientPort)
  );
}

// --- the same case as a template ---

const ref = (id: string) => ({ Ref: id });
const ruleProperties = ({ protocol, from, to, peer }: Rule, side: 'Source' | 'Destination') => ({
  IpProtocol: protocol,
  FromPort: from,
  ToPort: to,
  ...('group' in peer
    ? { [`${side}SecurityGroupId`]: { 'Fn::GetAtt': [peer.group, 'GroupId'] } }
    : { CidrIp: peer.cidr }),
});

function templateOf(given: Case): string {
  const group = (properties: object) => ({
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { VpcId: ref('Vpc'), ...properties },
  });
  const nothing = [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }];
  const host = (name: string, subnet: string, address: string) => ({
    Type: 'AWS::EC2::Instance',
    Properties: { SubnetId: ref(subnet), PrivateIpAddress: address, SecurityGroupIds: [ref(`${name}Group`)] },
  });
  const resources: Record<string, unknown> = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    ClientSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.1.0/24' } },
    ServerSubnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.2.0/24' } },
    OtherGroup: group({ SecurityGroupEgress: nothing }),
    // A rule inside its group and the same rule as a resource of its own mean the same.
    ClientGroup: group({
      SecurityGroupEgress: given.separate
        ? nothing
        : given.egress.map((it) => ruleProperties(it, 'Destination')),
    }),
    ServerGroup: group({
      SecurityGroupEgress: nothing,
      SecurityGroupIngress: given.separate ? [] : given.ingress.map((it) => ruleProperties(it, 'Source')),
    }),
    Client: host('Client', 'ClientSubnet', client),
    Server: given.sameSubnet
      ? host('Server', 'ClientSubnet', '10.0.1.20')
      : host('Server', 'ServerSubnet', server),
  };
  if (given.separate) {
    given.egress.forEach((it, index) => {
      resources[`Out${index}`] = {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: { GroupId: ref('ClientGroup'), ...ruleProperties(it, 'Destination') },
      };
    });
    given.ingress.forEach((it, index) => {
      resources[`In${index}`] = {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { GroupId: ref('ServerGroup'), ...ruleProperties(it, 'Source') },
      };
    });
  }
  for (const [name, entries] of [
    ['Client', given.clientAcl],
    ['Server', given.serverAcl],
  ] as const) {
    if (!entries) continue;
    resources[`${name}Acl`] = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } };
    resources[`${name}AclUse`] = {
      Type: 'AWS::EC2::SubnetNetworkAclAssociation',
      Properties: { SubnetId: ref(`${name}Subnet`), NetworkAclId: ref(`${name}Acl`) },
    };
    entries.forEach(({ number, egress, allow, from, to, cidr }, index) => {
      resources[`${name}Entry${index}`] = {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: {
          NetworkAclId: ref(`${name}Acl`),
          RuleNumber: number,
          Egress: egress,
          RuleAction: allow ? 'allow' : 'deny',
          Protocol: 6,
          CidrBlock: cidr,
          PortRange: { From: from, To: to },
        },
      };
    });
  }
  return JSON.stringify({ Resources: resources });
}

function engineAnswer(given: Case, port: number): string {
  const text = templateOf(given);
  const source = {
    file: 'case.json',
    text,
    root: parse('case.json', text),
    stackName: 'case',
    environment: undefined,
  };
  const [world] = readWorlds([source], {}).worlds;
  if (!world) throw new Error('no world');
  const { network } = modelOf(world);
  const [from, to] = ['Client', 'Server'].map((id) => network.interfaces.find(({ name }) => name === id));
  if (!from || !to) throw new Error('no host');
  const service = { protocol: 6, ports: { from: port, to: port } };
  return between(groundOf(network, [service]), from, to, service)[0]?.answer.kind ?? 'none';
}

describe(`reachability inside a VPC beside a brute-force walk (seed ${seed})`, () => {
  it('agrees on every random pair of hosts, and never has to say unknown', () => {
    let open = 0;
    let asked = 0;
    fc.assert(
      fc.property(scenario, fc.constantFrom(...ports), (given, port) => {
        const expected = clientPorts.some((clientPort) => walks(given, port, clientPort));
        asked += 1;
        open += expected ? 1 : 0;
        expect(engineAnswer(given, port)).toBe(expected ? 'open' : 'closed');
      }),
      { seed, numRuns: 1500 },
    );
    expect(open / asked).toBeGreaterThan(0.05);
    expect(open / asked).toBeLessThan(0.7);
  });
});
