import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Judgement,
  judgement,
  reach,
  readAccount as readRecorded,
  UnreadableInput,
} from '../../index.ts';
import { modelOf } from '../../model/model.ts';
import { operations } from './operations.ts';
import { readAccount } from './read-account.ts';

const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));
const fixture = join(packageRoot, 'fixtures/as-built-account');
const region = '111122223333/eu-west-1';
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The as-built account with one change to its files. */
function changed(change: (folder: string) => void): string {
  const copy = mkdtempSync(join(tmpdir(), 'guard-account-'));
  folders.push(copy);
  cpSync(fixture, copy, { recursive: true });
  change(join(copy, region));
  return copy;
}

const judged = (account: string): Judgement => judgement({ paths: [], accounts: [account] });
const verdictOf = ({ report }: Judgement, id: string) =>
  report.verdicts.find(({ control }) => control === id)?.verdict;

function edit(file: string, change: (output: Record<string, unknown>) => unknown): void {
  writeFileSync(
    file,
    JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)),
  );
}

describe('the as-built account', () => {
  const asBuilt = judged(fixture);

  it.each([
    ['AB-01', 'no-public-ssh'],
    ['AB-02', 'no-public-http-to-host'],
    ['AB-03', 'no-public-https-past-load-balancer'],
    ['AB-04', 'subnets-are-tiered'],
    ['AB-05', 'vpc-block-public-access-on'],
    ['AB-06', 'dns-firewall-on'],
    ['AB-07', 'flow-logs-on'],
    ['AB-08', 'hosts-behind-load-balancer'],
    ['AB-09', 'hosts-scale-across-zones'],
    ['AB-10', 'no-key-pair'],
    ['AB-11', 'front-bucket-private'],
    ['AB-12', 'distribution-reaches-api'],
    ['AB-13', 'no-password-alone'],
    ['AB-19', 'environments-in-own-accounts'],
    ['AB-20', 'environment-tag-present'],
    ['AB-21', 'imds-v2-required'],
  ])('%s is found by %s', (_fact, id) => {
    expect(verdictOf(asBuilt, id)).toBe('refuted');
  });

  it('finds each open port in its own file, on the line of its range', () => {
    const ssh = asBuilt.report.verdicts.find(({ control }) => control === 'no-public-ssh');
    expect(ssh?.resources[0]?.file).toMatch(/ec2\.describe-security-groups\.json$/);
  });

  it('records every operation of the table but those about things that it does not have', () => {
    const { sources } = readAccount(fixture, packageRoot);
    const recorded = new Set(sources.map(({ stackName }) => stackName.split('@')[0]));
    const absent = Object.keys(operations).filter((name) => !recorded.has(name));
    expect(absent).toEqual([
      'ec2.describe-prefix-lists',
      'ec2.get-managed-prefix-list-entries',
      'ec2.describe-transit-gateways',
      'ec2.describe-transit-gateway-attachments',
      'ec2.describe-transit-gateway-peering-attachments',
      'ec2.describe-transit-gateway-route-tables',
      'ec2.get-transit-gateway-route-table-associations',
      'ec2.get-transit-gateway-route-table-propagations',
      'ec2.search-transit-gateway-routes',
      'ec2.describe-launch-template-versions',
      'elbv2.describe-listeners',
      'elbv2.describe-rules',
      'elbv2.describe-target-health',
      'elbv2.describe-tags',
      'autoscaling.describe-launch-configurations',
      'rds.describe-db-clusters',
      'cloudfront.list-vpc-origins',
      'cloudfront.list-tags-for-resource',
    ]);
    expect(Object.keys(operations).length).toBeGreaterThanOrEqual(40);
  });
});

describe('a recorded account', () => {
  it('reads pages as one output', () => {
    const paged = changed((folder) =>
      edit(join(folder, 'ec2.describe-security-groups.json'), ({ SecurityGroups }) =>
        (SecurityGroups as unknown[]).map((group, index, all) => ({
          SecurityGroups: [group],
          ...(index < all.length - 1 && { NextToken: 'more' }),
        })),
      ),
    );
    expect(verdictOf(judged(paged), 'no-public-ssh')).toBe('refuted');
    expect(readAccount(paged, '/').unread).toEqual([]);
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['a token', 'ec2.describe-instances', { Reservations: [], NextToken: 'more' }],
    ['a marker', 'cloudfront.list-distributions', { DistributionList: { Items: [], IsTruncated: true } }],
  ])('calls nothing safe after output that ends with %s of another page', (_name, operation, output) => {
    const cut = changed((folder) => edit(join(folder, `${operation}.json`), () => output));
    expect(readAccount(cut, '/').unread).toEqual([
      expect.stringMatching(new RegExp(`${operation}\\.json ends before the last page$`)),
    ]);
  });

  const withInterface = (more: object) => (folder: string) =>
    edit(join(folder, 'ec2.describe-instances.json'), (output) => {
      const text = JSON.stringify(output, (key, value: unknown) =>
        key === 'Association' ? undefined : value,
      );
      const closed = JSON.parse(text) as { Reservations: { Instances: { NetworkInterfaces: object[] }[] }[] };
      for (const { Instances } of closed.Reservations)
        for (const one of Instances)
          one.NetworkInterfaces = one.NetworkInterfaces.map((it) => ({ ...it, ...more }));
      return closed;
    });

  it('finds a public address on a further private address of an interface', () => {
    const further = {
      PrivateIpAddresses: [
        { Primary: true, PrivateIpAddress: '172.31.44.223' },
        { Primary: false, PrivateIpAddress: '172.31.44.224', Association: { PublicIp: '203.0.113.5' } },
      ],
    };
    expect(verdictOf(judged(changed(withInterface(further))), 'no-public-ssh')).toBe('refuted');
    const none = { PrivateIpAddresses: further.PrivateIpAddresses.slice(0, 1) };
    expect(verdictOf(judged(changed(withInterface(none))), 'no-public-ssh')).toBe('proved');
  });

  it('drops what a route to a gateway that is gone is chosen for', () => {
    const gone = changed((folder) =>
      edit(join(folder, 'ec2.describe-route-tables.json'), (output) => {
        const dead = ['0.0.0.0/1', '128.0.0.0/1'].map((block) => ({
          ...{ DestinationCidrBlock: block, VpcPeeringConnectionId: 'pcx-0a1b2c3d' },
          ...{ Origin: 'CreateRoute', State: 'blackhole' },
        }));
        const { RouteTables } = output as { RouteTables: { Routes: object[] }[] };
        return { RouteTables: RouteTables.map((it) => ({ ...it, Routes: [...it.Routes, ...dead] })) };
      }),
    );
    expect(verdictOf(judged(gone), 'no-public-ssh')).toBe('proved');
  });

  it.each<[string, string | undefined, string]>([
    ['counts as local', 'associated', 'closed'],
    ['counts as local, as far as older output tells,', undefined, 'closed'],
    ['is no longer there', 'disassociated', 'open'],
    ['never came', 'failed', 'open'],
  ])('a block of a VPC %s in the state %s', (_name, state, answer) => {
    const more = { CidrBlock: '203.0.113.0/24', ...(state && { CidrBlockState: { State: state } }) };
    const account = changed((folder) =>
      edit(join(folder, 'ec2.describe-vpcs.json'), (output) => {
        const { Vpcs } = output as { Vpcs: { CidrBlockAssociationSet: object[] }[] };
        return {
          Vpcs: Vpcs.map((it) => ({ ...it, CidrBlockAssociationSet: [...it.CidrBlockAssociationSet, more] })),
        };
      }),
    );
    expect(readAccount(account, '/').unread).toEqual([]);
    const [world] = readRecorded(account).worlds;
    if (!world) throw new Error('broken invariant: a recording is a world');
    const ssh = { protocol: 6, ports: { from: 22, to: 22 } };
    const asked = { from: 'cidr:203.0.113.0/24', to: 'i-0a1b2c3d4e5f60007', service: ssh };
    expect(reach(asked, world).map((it) => it.reach.answer.kind)).toEqual([answer]);
  });

  it.each(['associating', 'disassociating', 'failing'])(
    'a block in the state %s hides what is there',
    (state) => {
      const block = { CidrBlock: '203.0.113.0/24', CidrBlockState: { State: state } };
      const account = changed((folder) =>
        edit(join(folder, 'ec2.describe-vpcs.json'), (output) => {
          const { Vpcs } = output as { Vpcs: object[] };
          return { Vpcs: Vpcs.map((it) => ({ ...it, CidrBlockAssociationSet: [block] })) };
        }),
      );
      expect(readAccount(account, '/').unread).toEqual([
        expect.stringMatching(
          new RegExp(`records vpc-\\w+ while 203\\.0\\.113\\.0/24 was ${state}; record it again$`),
        ),
      ]);
    },
  );

  it.each([
    ['one more', 'associated', 2],
    ['none', 'disassociated', 1],
    ['none', 'failed', 1],
  ])('a subnet has %s with an IPv6 block in the state %s', (_name, state, count) => {
    const association = { Ipv6CidrBlock: '2001:db8:1::/64', Ipv6CidrBlockState: { State: state } };
    const account = changed((folder) =>
      edit(join(folder, 'ec2.describe-subnets.json'), (output) => {
        const { Subnets } = output as { Subnets: object[] };
        return { Subnets: Subnets.map((it) => ({ ...it, Ipv6CidrBlockAssociationSet: [association] })) };
      }),
    );
    const { network } = modelOf({ name: '', resources: readAccount(account, '/').resources });
    const counts = [...network.subnets.values()].map(({ blocks }) => blocks.length);
    expect(new Set(counts)).toEqual(new Set([count]));
  });

  it('reads a cluster of Aurora with its members', () => {
    const place = { VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0a1b2c3d4e5f60005' }] };
    const clustered = changed((folder) => {
      const write = (name: string, output: unknown) =>
        writeFileSync(join(folder, `${name}.json`), JSON.stringify(output));
      write('rds.describe-db-subnet-groups', {
        DBSubnetGroups: [
          { DBSubnetGroupName: 'data', Subnets: [{ SubnetIdentifier: 'subnet-0a1b2c3d4e5f6001a' }] },
        ],
      });
      write('rds.describe-db-clusters', {
        DBClusters: [
          {
            DBClusterIdentifier: 'orders',
            Engine: 'aurora-mysql',
            DBSubnetGroup: 'data',
            Port: 3306,
            ...place,
          },
        ],
      });
      write('rds.describe-db-instances', {
        DBInstances: [
          {
            DBInstanceIdentifier: 'orders-1',
            DBClusterIdentifier: 'orders',
            DBSubnetGroup: { DBSubnetGroupName: 'data' },
            PubliclyAccessible: true,
            ...place,
          },
        ],
      });
    });
    const [database] = modelOf({
      name: '',
      resources: readAccount(clustered, '/').resources,
    }).network.interfaces.filter(({ kind }) => kind === 'database');
    expect(database).toMatchObject({
      key: 'orders',
      hasPublicAddress: true,
      port: 3306,
      uncertain: undefined,
    });
  });

  it('calls nothing safe while a needed operation is not recorded', () => {
    const closed = (folder: string) =>
      edit(join(folder, 'ec2.describe-security-groups.json'), ({ SecurityGroups }) => ({
        SecurityGroups: (SecurityGroups as object[]).map((group) => ({ ...group, IpPermissions: [] })),
      }));
    expect(verdictOf(judged(changed(closed)), 'no-public-ssh')).toBe('proved');
    const unseen = changed((folder) => {
      closed(folder);
      rmSync(join(folder, 'ec2.describe-network-acls.json'));
    });
    expect(verdictOf(judged(unseen), 'no-public-ssh')).toBe('unknown');
  });

  it('knows an emptied default group from an open one', () => {
    const emptied = changed((folder) =>
      edit(join(folder, 'ec2.describe-security-groups.json'), ({ SecurityGroups }) => ({
        SecurityGroups: (SecurityGroups as object[]).map((group) => ({
          ...group,
          IpPermissions: [],
          IpPermissionsEgress: [],
        })),
      })),
    );
    expect(verdictOf(judged(fixture), 'default-group-closed')).not.toBe('proved');
    expect(verdictOf(judged(emptied), 'no-public-ssh')).toBe('proved');
  });

  it('takes a policy that was not recorded for unknown, and {} for none', () => {
    const file = 's3api.get-bucket-policy@cool-delivery-frontend.json';
    const { resources } = readAccount(
      changed((folder) => rmSync(join(folder, file))),
      '/',
    );
    const policies = resources.filter(({ type }) => type === 'AWS::S3::BucketPolicy');
    expect(policies.map((it) => it.properties.entries.get('PolicyDocument')?.kind)).toEqual(['unknown']);
    const none = readAccount(
      changed((folder) => writeFileSync(join(folder, file), '{}')),
      '/',
    );
    expect(none.resources.filter(({ type }) => type === 'AWS::S3::BucketPolicy')).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      'iam.list-mfa-devices@delivery-admin',
      { MFADevices: [{ SerialNumber: 'arn:aws:iam::111122223333:mfa/phone' }] },
      'proved',
    ],
    ['iam.get-login-profile@delivery-admin', {}, 'proved'],
    ['iam.list-mfa-devices@delivery-admin', undefined, 'unknown'],
    ['iam.get-login-profile@delivery-admin', undefined, 'unknown'],
  ])('judges sign-in by %s = %j: %s', (name, output, verdict) => {
    const account = changed((folder) => {
      if (output === undefined) rmSync(join(folder, `${name}.json`));
      else writeFileSync(join(folder, `${name}.json`), JSON.stringify(output));
    });
    expect(verdictOf(judged(account), 'no-password-alone')).toBe(verdict);
  });

  it('counts what it does not understand', () => {
    const more = changed((folder) => writeFileSync(join(folder, 'sqs.list-queues.json'), '{}'));
    expect(judged(more).report.unmodelled).toContainEqual({ type: 'recorded sqs.list-queues', count: 1 });
  });

  it('names line and column of a broken file, and what an empty folder should hold', () => {
    const broken = changed((folder) =>
      writeFileSync(join(folder, 'ec2.describe-vpcs.json'), '{\n "Vpcs": [}'),
    );
    expect(() => judged(broken)).toThrow(/describe-vpcs\.json:2:\d+/);
    expect(() => judged(join(packageRoot, 'schema'))).toThrow(UnreadableInput);
  });

  it('is documented operation by operation', () => {
    const documented = readFileSync(join(packageRoot, 'docs/recorded-account.md'), 'utf8');
    const rows = [...documented.matchAll(/^\| `([^`@]+)(?:@…)?` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(operations));
  });
});
