// Distributions, load balancers and Auto Scaling groups of a recorded account: followed where they were asked about,
// out of sight where they were not.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Judgement, judgement } from '../../index.ts';
import { designedAccount } from './designed-account.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The designed account with some answers replaced, or not recorded when undefined. */
function judged(changes: Readonly<Record<string, object | undefined>> = {}): Judgement {
  const root = mkdtempSync(join(tmpdir(), 'guard-traffic-'));
  folders.push(root);
  const folder = join(root, '111122223333/eu-west-1');
  mkdirSync(folder, { recursive: true });
  for (const [name, answer] of Object.entries({ ...designedAccount, ...changes }))
    if (answer !== undefined) writeFileSync(join(folder, `${name}.json`), JSON.stringify(answer, null, 2));
  return judgement({ paths: [], accounts: [root] });
}

const verdictsOf = ({ report }: Judgement, ...ids: readonly string[]) =>
  ids.map((id) => report.verdicts.find(({ control }) => control === id)?.verdict);

const way = ['distribution-reaches-api', 'hosts-behind-load-balancer'] as const;

describe('a recorded account as it should be', () => {
  const designed = judged();

  it.each([
    'distribution-reaches-api',
    'hosts-behind-load-balancer',
    'imds-v2-required',
    'no-public-ssh',
    'no-key-pair',
    'environment-tag-present',
    'hosts-scale-across-zones',
  ])('keeps %s', (id) => {
    const verdict = designed.report.verdicts.find(({ control }) => control === id);
    expect([verdict?.verdict, verdict?.reason, verdict?.witness]).toEqual([
      'proved',
      verdict?.reason,
      verdict?.witness,
    ]);
  });
});

describe('a change of one answer is found', () => {
  const answer = <T>(name: string) => structuredClone(designedAccount[name]) as T;

  it('a target that is registered with no group stands behind no load balancer', () => {
    const alone = judged({
      'elbv2.describe-target-health@api': { TargetHealthDescriptions: [] },
      'autoscaling.describe-auto-scaling-groups': { AutoScalingGroups: [] },
    });
    expect(verdictsOf(alone, 'hosts-behind-load-balancer')).toEqual(['refuted']);
  });

  it('a target is found by its address as well', () => {
    const byAddress = judged({
      'elbv2.describe-target-health@api': {
        TargetHealthDescriptions: [{ Target: { Id: '10.0.1.10', Port: 8443 } }],
      },
    });
    expect(verdictsOf(byAddress, ...way)).toEqual(['proved', 'proved']);
    const stranger = judged({
      'elbv2.describe-target-health@api': {
        TargetHealthDescriptions: [{ Target: { Id: '10.0.1.99', Port: 8443 } }],
      },
    });
    expect(verdictsOf(stranger, 'hosts-behind-load-balancer')).not.toEqual(['proved']);
  });

  it('targets on a port that their group does not admit are not reached', () => {
    const wrong = judged({
      'elbv2.describe-target-health@api': {
        TargetHealthDescriptions: [{ Target: { Id: 'i-0a00000000000a001', Port: 9000 } }],
      },
    });
    expect(verdictsOf(wrong, 'hosts-behind-load-balancer')).toEqual(['refuted']);
  });

  it('the version of the launch template that the group takes is the one that counts', () => {
    const groups = answer<{ AutoScalingGroups: { LaunchTemplate: { Version: string } }[] }>(
      'autoscaling.describe-auto-scaling-groups',
    );
    const verdictAt = (version: string) => {
      for (const group of groups.AutoScalingGroups) group.LaunchTemplate.Version = version;
      return verdictsOf(
        judged({ 'autoscaling.describe-auto-scaling-groups': groups }),
        'imds-v2-required',
      )[0];
    };
    expect(['$Latest', '2', '$Default', '1', '3'].map(verdictAt)).toEqual([
      'proved',
      'proved',
      'refuted',
      'refuted',
      'unknown',
    ]);
  });

  it('a distribution without the VPC origin reaches nothing', () => {
    const elsewhere = judged({ 'cloudfront.list-vpc-origins': { VpcOriginList: { Quantity: 0 } } });
    expect(verdictsOf(elsewhere, 'distribution-reaches-api')).toEqual(['refuted']);
  });

  it('an Auto Scaling group counts as a host, also before it launches one', () => {
    const none = judged({
      'ec2.describe-instances': { Reservations: [] },
      'elbv2.describe-target-health@api': { TargetHealthDescriptions: [] },
      'ec2.describe-launch-template-versions': undefined,
    });
    expect(verdictsOf(none, 'imds-v2-required')).toEqual(['unknown']);
  });
});

describe('what was not asked is out of sight', () => {
  it.each([
    ['elbv2.describe-listeners', /without elbv2\.describe-listeners/],
    ['elbv2.describe-rules@f2f7dc8efc522ab2', /without elbv2\.describe-rules/],
    ['elbv2.describe-target-health@api', /without elbv2\.describe-target-health@api/],
    ['elbv2.describe-target-groups', /records no elbv2\.describe-target-groups/],
    ['autoscaling.describe-auto-scaling-groups', /records no autoscaling\.describe-auto-scaling-groups/],
    ['cloudfront.list-distributions', /111122223333 records no cloudfront\.list-distributions/],
  ])('%s', (name, says) => {
    const verdict = judged({ [name]: undefined }).report.verdicts.find(
      ({ control }) => control === 'no-public-ssh',
    );
    expect(verdict?.verdict).toBe('unknown');
    expect(verdict?.reason).toMatch(says);
  });

  it('tags that nobody asked for are not known', () => {
    expect(verdictsOf(judged({ 'elbv2.describe-tags': undefined }), 'environment-tag-present')).toEqual([
      'unknown',
    ]);
  });
});
