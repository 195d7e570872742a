// Transit gateways of a recorded account: followed where all of their parts were asked about, unknown where not.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkNoPath } from '../../checker/network-checker.ts';
import { modelOf } from '../../model/model.ts';
import { between } from '../../reason/between.ts';
import { groundOf } from '../../reason/reachability.ts';
import { readAccount } from './read-account.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

type Answers = Readonly<Record<string, object | undefined>>;

const [gateway, second] = ['tgw-0a', 'tgw-0b'];
const vpc = (name: string, net: number) => ({
  VpcId: `vpc-${name}`,
  CidrBlock: `10.${net}.0.0/16`,
  CidrBlockAssociationSet: [],
});
const subnet = (name: string, net: number) => ({
  SubnetId: `subnet-${name}`,
  VpcId: `vpc-${name}`,
  CidrBlock: `10.${net}.1.0/24`,
  AvailabilityZone: 'eu-west-1a',
  MapPublicIpOnLaunch: false,
});
const table = (name: string, to: string, by = gateway) => ({
  RouteTableId: `rtb-${name}`,
  VpcId: `vpc-${name}`,
  Routes: [{ DestinationCidrBlock: to, TransitGatewayId: by, State: 'active' }],
  Associations: [{ Main: true }],
});
const rule = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const group = (name: string) => ({
  GroupId: `sg-${name}`,
  GroupName: 'open',
  VpcId: `vpc-${name}`,
  IpPermissions: [rule],
  IpPermissionsEgress: [rule],
});
const instance = (name: string) => ({
  InstanceId: `i-${name}`,
  State: { Name: 'running' },
  NetworkInterfaces: [
    {
      Attachment: { DeviceIndex: 0 },
      SubnetId: `subnet-${name}`,
      Groups: [{ GroupId: `sg-${name}` }],
      Ipv6Addresses: [],
    },
  ],
});
const attachment = (name: string, more: object = {}) => ({
  TransitGatewayAttachmentId: `tgw-attach-${name}`,
  TransitGatewayId: gateway,
  VpcId: `vpc-${name}`,
  SubnetIds: [`subnet-${name}`],
  State: 'available',
  Options: { Ipv6Support: 'disable', ApplianceModeSupport: 'disable' },
  ...more,
});
const leading = (to: string, name: string, more: object = {}) => ({
  DestinationCidrBlock: to,
  TransitGatewayAttachments: [{ TransitGatewayAttachmentId: `tgw-attach-${name}`, ResourceType: 'vpc' }],
  Type: 'propagated',
  State: 'active',
  ...more,
});
const associated = (...names: readonly string[]) => ({
  Associations: names.map((name) => ({
    TransitGatewayAttachmentId: `tgw-attach-${name}`,
    State: 'associated',
  })),
});
const routes = (...list: readonly object[]) => ({ Routes: list, AdditionalRoutesAvailable: false });
const both = [leading('10.0.0.0/16', 'a'), leading('10.1.0.0/16', 'b')];

const recorded: Answers = {
  'ec2.describe-vpcs': { Vpcs: [vpc('a', 0), vpc('b', 1)] },
  'ec2.describe-subnets': { Subnets: [subnet('a', 0), subnet('b', 1)] },
  'ec2.describe-route-tables': { RouteTables: [table('a', '10.1.0.0/16'), table('b', '10.0.0.0/16')] },
  'ec2.describe-security-groups': { SecurityGroups: [group('a'), group('b')] },
  'ec2.describe-instances': {
    Reservations: [{ Instances: [instance('a'), instance('b')] }],
  },
  'ec2.describe-transit-gateways': {
    TransitGateways: [
      { TransitGatewayId: gateway, State: 'available', Options: { DefaultRouteTableAssociation: 'enable' } },
    ],
  },
  'ec2.describe-transit-gateway-vpc-attachments': {
    TransitGatewayVpcAttachments: [attachment('a'), attachment('b')],
  },
  'ec2.describe-transit-gateway-attachments': {
    TransitGatewayAttachments: [{ ...attachment('a'), ResourceType: 'vpc' }],
  },
  'ec2.describe-transit-gateway-route-tables': {
    TransitGatewayRouteTables: [
      { TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayId: gateway, State: 'available' },
    ],
  },
  'ec2.get-transit-gateway-route-table-associations@tgw-rtb-1': associated('a', 'b'),
  'ec2.get-transit-gateway-route-table-propagations@tgw-rtb-1': {
    TransitGatewayRouteTablePropagations: [{ TransitGatewayAttachmentId: 'tgw-attach-a', State: 'enabled' }],
  },
  'ec2.search-transit-gateway-routes@tgw-rtb-1': routes(...both),
};

/** Whether the one host gets to the other, by the strongest of all ways; a "no" is checked. */
function answerTo(changes: Answers = {}): string | undefined {
  const root = mkdtempSync(join(tmpdir(), 'guard-transit-'));
  folders.push(root);
  const folder = join(root, '111122223333/eu-west-1');
  mkdirSync(folder, { recursive: true });
  for (const [name, answer] of Object.entries({ ...recorded, ...changes }))
    if (answer !== undefined) writeFileSync(join(folder, `${name}.json`), JSON.stringify(answer));
  const { resources } = readAccount(root, '/');
  const { network } = modelOf({ name: '', resources });
  const [from, to] = ['i-a', 'i-b'].map((key) => network.interfaces.find((it) => it.key.startsWith(key)));
  if (!from || !to) throw new Error('both hosts are recorded');
  const reaches = between(groundOf(network), from, to, {});
  const kinds = reaches.map(({ answer }) => answer.kind);
  const strongest = ['open', 'unknown', 'closed'].find((kind) => kinds.some((it) => it === kind));
  if (strongest !== 'closed') return strongest;
  const certificates = reaches.flatMap(({ answer }) => (answer.kind === 'closed' ? answer.certificate : []));
  const asked = { from: from.key, to: to.key, protocol: undefined, ports: undefined, remote: undefined };
  expect(checkNoPath(asked, certificates, resources)).toEqual([]);
  return strongest;
}

const search = 'ec2.search-transit-gateway-routes@tgw-rtb-1';
const attachments = 'ec2.describe-transit-gateway-vpc-attachments';
const dropping = { DestinationCidrBlock: '10.1.0.0/16', Type: 'static', State: 'blackhole' };
const vpn = {
  TransitGatewayAttachmentId: 'tgw-attach-v',
  TransitGatewayId: gateway,
  ResourceType: 'vpn',
  State: 'available',
};

/** The second VPC behind a gateway of its own, which is peered with the first. */
const peered: Answers = {
  'ec2.describe-route-tables': {
    RouteTables: [table('a', '10.1.0.0/16'), table('b', '10.0.0.0/16', second)],
  },
  'ec2.describe-transit-gateways': {
    TransitGateways: [gateway, second].map((id) => ({ TransitGatewayId: id, State: 'available' })),
  },
  [attachments]: {
    TransitGatewayVpcAttachments: [attachment('a'), attachment('b', { TransitGatewayId: second })],
  },
  'ec2.describe-transit-gateway-peering-attachments': {
    TransitGatewayPeeringAttachments: [
      {
        TransitGatewayAttachmentId: 'tgw-attach-p',
        RequesterTgwInfo: { TransitGatewayId: gateway },
        AccepterTgwInfo: { TransitGatewayId: second },
        State: 'available',
      },
    ],
  },
  'ec2.describe-transit-gateway-route-tables': {
    TransitGatewayRouteTables: [gateway, second].map((id, index) => ({
      TransitGatewayRouteTableId: `tgw-rtb-${index + 1}`,
      TransitGatewayId: id,
    })),
  },
  'ec2.get-transit-gateway-route-table-associations@tgw-rtb-1': associated('a', 'p'),
  'ec2.get-transit-gateway-route-table-associations@tgw-rtb-2': associated('b', 'p'),
  [search]: routes(leading('10.0.0.0/16', 'a'), leading('10.1.0.0/16', 'p', { Type: 'static' })),
  'ec2.search-transit-gateway-routes@tgw-rtb-2': routes(
    leading('10.1.0.0/16', 'b'),
    leading('10.0.0.0/16', 'p', { Type: 'static' }),
  ),
};

describe('a recorded transit gateway', () => {
  it.each<[string, Answers, string]>([
    ['joins the VPCs that its table leads to', {}, 'open'],
    ['drops what a blackhole is chosen for', { [search]: routes(...both, dropping) }, 'closed'],
    ['leads nowhere without a route back', { [search]: routes(leading('10.1.0.0/16', 'b')) }, 'closed'],
    [
      'sends nothing from an attachment that is associated with no table',
      { 'ec2.get-transit-gateway-route-table-associations@tgw-rtb-1': associated('b') },
      'closed',
    ],
    [
      'knows no attachment that waits to be accepted',
      {
        [attachments]: {
          TransitGatewayVpcAttachments: [attachment('a'), attachment('b', { State: 'pendingAcceptance' })],
        },
      },
      'closed',
    ],
    [
      'leads out of sight where a VPN told a longer prefix',
      {
        'ec2.describe-transit-gateway-attachments': { TransitGatewayAttachments: [vpn] },
        [search]: routes(...both, leading('10.1.1.0/24', 'v')),
      },
      'unknown',
    ],
    [
      'is not led astray by a VPN that told a shorter one',
      {
        'ec2.describe-transit-gateway-attachments': { TransitGatewayAttachments: [vpn] },
        [search]: routes(...both, leading('10.0.0.0/8', 'v')),
      },
      'open',
    ],
    ['is followed to the gateway it is peered with', peered, 'open'],
    [
      'needs static routes on both sides of a peering',
      { ...peered, [search]: routes(both[0] ?? {}) },
      'closed',
    ],
    ['is unknown without its routes', { [search]: undefined }, 'unknown'],
    [
      'is unknown without its associations',
      { 'ec2.get-transit-gateway-route-table-associations@tgw-rtb-1': undefined },
      'unknown',
    ],
    ['is unknown without its tables', { 'ec2.describe-transit-gateway-route-tables': undefined }, 'unknown'],
    ['is unknown when it is not described', { 'ec2.describe-transit-gateways': undefined }, 'unknown'],
  ])('%s', (_rule, changes, expected) => {
    expect(answerTo(changes)).toBe(expected);
  });

  it('is cut off where AWS had more routes than it told', () => {
    const root = mkdtempSync(join(tmpdir(), 'guard-transit-'));
    folders.push(root);
    const folder = join(root, '111122223333/eu-west-1');
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${search}.json`),
      JSON.stringify({ Routes: [], AdditionalRoutesAvailable: true }),
    );
    expect(readAccount(root, '/').unread.join()).toContain('ends before the last page');
  });
});
