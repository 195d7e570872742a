// A second opinion on reachability: a packet walk that knows nothing of boxes, cells or compression. It takes one
// packet at a time through the rules as AWS documents them, over address and port universes small enough to try all
// of them. It imports nothing from reason/; the network is generated as plain data and handed to both sides.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { parse } from '../src/read/cloudformation/parse.ts';
import { fromInternet, groundOf } from '../src/reason/reachability.ts';

const seed = 20261122;

/** Addresses that stand for all others: the generated blocks below tell no two of a class apart. */
const sources = ['1.0.0.9', '128.0.0.9', '198.51.100.9', '203.0.113.9', '203.0.113.200'];
const blocks = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '203.0.113.0/24',
  '203.0.113.128/25',
  '198.51.100.0/24',
  '10.0.0.0/8',
];
const serverPorts = [22, 80, 443];
// One of each class that the generated ranges tell apart. A stranger may send from any port, also from 22.
const clientPorts = [0, 20, 22, 50, 80, 101, 443, 1023, 1024, 32768];

interface Rule {
  protocol: string;
  from: number;
  to: number;
  cidr: string;
}
interface Entry {
  number: number;
  egress: boolean;
  allow: boolean;
  protocol: number;
  from: number;
  to: number;
  cidr: string;
}
interface Route {
  cidr: string;
  target: 'gateway' | 'nat';
}
interface Case {
  rules: Rule[];
  entries: Entry[] | undefined;
  routes: Route[];
  attached: boolean;
  publicAddress: boolean;
  block: 'off' | 'block-ingress' | 'block-bidirectional';
  exclusion: 'none' | 'allow-bidirectional' | 'allow-egress';
}

const portRange = fc.constantFrom(
  [22, 22],
  [80, 80],
  [443, 443],
  [0, 65535],
  [20, 100],
  [1024, 65535],
  [32768, 65535],
);
const cidr = fc.constantFrom(...blocks);
const rule = fc
  .record({ protocol: fc.constantFrom('tcp', 'udp', '-1'), ports: portRange, cidr })
  .map(({ protocol, ports, cidr }) => ({ protocol, from: ports[0] ?? 0, to: ports[1] ?? 0, cidr }));
const entry = fc
  .record({
    number: fc.integer({ min: 1, max: 200 }),
    egress: fc.boolean(),
    allow: fc.boolean(),
    protocol: fc.constantFrom(6, 17, -1),
    ports: portRange,
    cidr,
  })
  .map(({ ports, ...rest }) => ({ ...rest, from: ports[0] ?? 0, to: ports[1] ?? 0 }));
const openAcl: Entry[] = [false, true].map((egress) => ({
  number: 32000,
  egress,
  allow: true,
  protocol: -1,
  from: 0,
  to: 65535,
  cidr: '0.0.0.0/0',
}));
const entries = fc
  .uniqueArray(entry, { maxLength: 6, selector: ({ number, egress }) => `${number} ${egress}` })
  .chain((some) => fc.boolean().map((open) => (open ? [...some, ...openAcl] : some)));
const scenario: fc.Arbitrary<Case> = fc.record({
  rules: fc.array(rule, { minLength: 1, maxLength: 4 }),
  entries: fc.option(entries, { nil: undefined, freq: 3 }),
  routes: fc.uniqueArray(
    fc.record({
      cidr: fc.constantFrom('0.0.0.0/0', '0.0.0.0/1', '203.0.113.0/24', '128.0.0.0/1'),
      target: fc.constantFrom('gateway' as const, 'gateway' as const, 'nat' as const),
    }),
    {
      minLength: 1,
      maxLength: 3,
      selector: ({ cidr }) => cidr,
    },
  ),
  attached: fc.integer({ min: 0, max: 9 }).map((it) => it > 0),
  publicAddress: fc.integer({ min: 0, max: 9 }).map((it) => it > 0),
  block: fc.constantFrom(
    'off' as const,
    'off' as const,
    'block-ingress' as const,
    'block-bidirectional' as const,
  ),
  exclusion: fc.constantFrom('none' as const, 'allow-bidirectional' as const, 'allow-egress' as const),
});

// --- the walk: strings and numbers only ---

const toNumber = (address: string) =>
  address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
function inside(address: string, block: string): boolean {
  const [base = '', length = '32'] = block.split('/');
  const size = 2 ** (32 - Number(length));
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(base) / size);
}

function aclAllows(
  entries: Entry[] | undefined,
  egress: boolean,
  protocol: number,
  remote: string,
  port: number,
): boolean {
  if (!entries) return true;
  const ordered = entries.filter((it) => it.egress === egress).sort((a, b) => a.number - b.number);
  for (const it of ordered) {
    const sameProtocol = it.protocol === -1 || it.protocol === protocol;
    const samePort = it.protocol === -1 || (port >= it.from && port <= it.to);
    if (sameProtocol && samePort && inside(remote, it.cidr)) return it.allow;
  }
  return false;
}

function walks(given: Case, source: string, sourcePort: number, protocol: number, port: number): boolean {
  if (!given.attached || !given.publicAddress) return false;
  if (given.block !== 'off' && given.exclusion !== 'allow-bidirectional') return false;
  if (!aclAllows(given.entries, false, protocol, source, port)) return false;
  const admitted = given.rules.some((it) => {
    if (!inside(source, it.cidr)) return false;
    if (it.protocol === '-1') return true;
    return { tcp: 6, udp: 17 }[it.protocol] === protocol && port >= it.from && port <= it.to;
  });
  if (!admitted || !aclAllows(given.entries, true, protocol, source, sourcePort)) return false;
  const fitting = given.routes.filter((it) => inside(source, it.cidr));
  const best = fitting.sort((a, b) => Number(b.cidr.split('/')[1]) - Number(a.cidr.split('/')[1]))[0];
  return best?.target === 'gateway';
}

// --- the same case as a template ---

function templateOf(given: Case): string {
  const ref = (id: string) => ({ Ref: id });
  const resources: Record<string, unknown> = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Gateway: { Type: 'AWS::EC2::InternetGateway' },
    Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref('Subnet') } },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: ref('Vpc'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: given.publicAddress },
    },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    TableUse: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: ref('Subnet'), RouteTableId: ref('Table') },
    },
    Options: {
      Type: 'AWS::EC2::VPCBlockPublicAccessOptions',
      Properties: { InternetGatewayBlockMode: given.block },
    },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        VpcId: ref('Vpc'),
        SecurityGroupIngress: given.rules.map(({ protocol, from, to, cidr }) => ({
          IpProtocol: protocol,
          FromPort: from,
          ToPort: to,
          CidrIp: cidr,
        })),
      },
    },
    Host: {
      Type: 'AWS::EC2::Instance',
      Properties: { SubnetId: ref('Subnet'), SecurityGroupIds: [ref('Group')] },
    },
  };
  if (given.attached)
    resources['Use'] = {
      Type: 'AWS::EC2::VPCGatewayAttachment',
      Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Gateway') },
    };
  if (given.exclusion !== 'none') {
    resources['Exclusion'] = {
      Type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
      Properties: { SubnetId: ref('Subnet'), InternetGatewayExclusionMode: given.exclusion },
    };
  }
  given.routes.forEach(({ cidr, target }, index) => {
    resources[`Route${index}`] = {
      Type: 'AWS::EC2::Route',
      Properties: {
        RouteTableId: ref('Table'),
        DestinationCidrBlock: cidr,
        ...(target === 'gateway' ? { GatewayId: ref('Gateway') } : { NatGatewayId: ref('Nat') }),
      },
    };
  });
  if (given.entries) {
    resources['Acl'] = { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref('Vpc') } };
    resources['AclUse'] = {
      Type: 'AWS::EC2::SubnetNetworkAclAssociation',
      Properties: { SubnetId: ref('Subnet'), NetworkAclId: ref('Acl') },
    };
    given.entries.forEach(({ number, egress, allow, protocol, from, to, cidr }, index) => {
      resources[`Entry${index}`] = {
        Type: 'AWS::EC2::NetworkAclEntry',
        Properties: {
          NetworkAclId: ref('Acl'),
          RuleNumber: number,
          Egress: egress,
          RuleAction: allow ? 'allow' : 'deny',
          Protocol: protocol,
          CidrBlock: cidr,
          PortRange: { From: from, To: to },
        },
      };
    });
  }
  return JSON.stringify({ Resources: resources });
}

function engineAnswer(given: Case, protocol: number, port: number): string {
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
  const [host] = network.interfaces;
  if (!host) throw new Error('no host');
  const service = { protocol, ports: { from: port, to: port } };
  return fromInternet(groundOf(network, [service]), host, service)[0]?.answer.kind ?? 'none';
}

const walksAtAll = (given: Case, protocol: number, port: number) =>
  sources.some((source) =>
    clientPorts.some((sourcePort) => walks(given, source, sourcePort, protocol, port)),
  );

describe(`reachability beside a brute-force packet walk (seed ${seed})`, () => {
  it('agrees on every random network, and never has to say unknown', () => {
    let open = 0;
    let asked = 0;
    fc.assert(
      fc.property(
        scenario,
        fc.constantFrom(6, 17),
        fc.constantFrom(...serverPorts),
        (given, protocol, port) => {
          const expected = walksAtAll(given, protocol, port);
          asked += 1;
          open += expected ? 1 : 0;
          expect(engineAnswer(given, protocol, port)).toBe(expected ? 'open' : 'closed');
        },
      ),
      { seed, numRuns: 1500 },
    );
    // A sample that always says no would agree with an engine that always says no.
    expect(open / asked).toBeGreaterThan(0.1);
    expect(open / asked).toBeLessThan(0.7);
  });
});
