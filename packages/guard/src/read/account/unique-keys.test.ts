// Source: Amazon RDS user guide, "Working with DB subnet groups" (each region has a group called default of its own).

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { judgement, reach, readAccount, together } from '../../index.ts';
import { withUniqueKeys } from './unique-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'guard-names-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const anyone = [{ CidrIp: '0.0.0.0/0' }];

/** A VPC with one open database, in a subnet that a route leads out of, or not. */
function record(account: string, region: string, mark: string, isPublic: boolean): string {
  const path = join(folder, account);
  const here = join(path, account, region);
  mkdirSync(here, { recursive: true });
  const write = (name: string, output: object) =>
    writeFileSync(join(here, `${name}.json`), JSON.stringify(output));
  const [vpc, subnet, gateway, group] = ['vpc', 'subnet', 'igw', 'sg'].map((kind) => `${kind}-0${mark}`);
  const permission = { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, IpRanges: anyone };
  write('ec2.describe-vpcs', { Vpcs: [{ VpcId: vpc, CidrBlock: '10.0.0.0/16' }] });
  write('ec2.describe-subnets', {
    Subnets: [{ SubnetId: subnet, VpcId: vpc, CidrBlock: '10.0.0.0/24', AvailabilityZone: `${region}a` }],
  });
  write('ec2.describe-internet-gateways', {
    InternetGateways: [{ InternetGatewayId: gateway, Attachments: [{ VpcId: vpc }] }],
  });
  write('ec2.describe-route-tables', {
    RouteTables: [
      {
        RouteTableId: `rtb-0${mark}`,
        VpcId: vpc,
        Associations: [{ Main: true }],
        Routes: isPublic ? [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway }] : [],
      },
    ],
  });
  write('ec2.describe-security-groups', {
    SecurityGroups: [{ GroupId: group, GroupName: 'data', VpcId: vpc, IpPermissions: [permission] }],
  });
  write('rds.describe-db-subnet-groups', {
    DBSubnetGroups: [{ DBSubnetGroupName: 'default', Subnets: [{ SubnetIdentifier: subnet }] }],
  });
  write('rds.describe-db-instances', {
    DBInstances: [
      {
        DBInstanceIdentifier: 'orders',
        DBSubnetGroup: { DBSubnetGroupName: 'default' },
        PubliclyAccessible: true,
        Endpoint: { Port: 5432 },
        VpcSecurityGroups: [{ VpcSecurityGroupId: group }],
      },
    ],
  });
  write('lambda.list-functions', { Functions: [{ FunctionName: 'default' }, { FunctionName: 'orders' }] });
  return path;
}

const first = record('111122223333', 'eu-west-1', 'a', true);
record('111122223333', 'us-east-1', 'b', false);
const other = record('444455556666', 'eu-west-1', 'c', false);

const opens = (...accounts: readonly string[]) => {
  const [world] = together(accounts.map((path) => readAccount(path))).worlds;
  if (world === undefined) throw new Error('A recording has a world.');
  return reach({ from: 'internet', to: 'orders' }, world).filter(
    ({ reach: { answer } }) => answer.kind === 'open',
  );
};

it('a database stands in the subnet group of its own region and account, whoever else has one of that name', () => {
  expect(opens(first)).toHaveLength(1);
  expect(opens(other)).toHaveLength(0);
  for (const accounts of [
    [first, other],
    [other, first],
  ])
    expect(opens(...accounts)).toHaveLength(1);
});

it('an open database is found in whichever order the accounts are given', () => {
  const verdictOf = (...accounts: readonly string[]) =>
    judgement({ paths: [], accounts, only: ['database-not-reachable-from-internet'] }).report.verdicts[0]
      ?.verdict;
  expect([verdictOf(first, other), verdictOf(other, first)]).toEqual(['refuted', 'refuted']);
});

it('a name that nobody shares stays the key', () => {
  const [world] = readAccount(other).worlds;
  const resources = world?.resources ?? [];
  expect(withUniqueKeys(resources)).toEqual(resources);
  expect(resources.filter(({ id }) => id === 'subnet-0c').map(({ key }) => key)).toEqual(['subnet-0c']);
  const keys = resources.map(({ type, key }) => `${type} ${key}`);
  expect(new Set(keys.filter((key) => key.includes('DB'))).size).toBe(2);
});
