import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Judgement, judgement, UnreadableInput } from '../../index.ts';
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
      'ec2.get-managed-prefix-list-entries',
      'ec2.describe-launch-template-versions',
      'elbv2.describe-listeners',
      'elbv2.describe-rules',
      'elbv2.describe-target-health',
      'elbv2.describe-tags',
      'autoscaling.describe-launch-configurations',
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
        (SecurityGroups as unknown[]).map((group) => ({ SecurityGroups: [group], NextToken: 'more' })),
      ),
    );
    expect(verdictOf(judged(paged), 'no-public-ssh')).toBe('refuted');
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
