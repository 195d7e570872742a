import { beforeAll, describe, expect, it } from 'vitest';
import { everyEnvironment, stackNames, template } from '../../test/support/golden.ts';
import type { Resource, SynthesisedStack } from '../golden-assembly.ts';
import { estimate } from './estimate.ts';
import { freeTypes } from './free-types.ts';
import { meters } from './meters.ts';
import { type PriceTable, readPrices } from './prices.ts';
import { usage } from './usage.ts';
import { usageMeters } from './usage-meters.ts';

const prices = readPrices();

function stackOf(resources: Readonly<Record<string, Resource>>): SynthesisedStack {
  return {
    environment: 'dev',
    name: 'one',
    stackName: 'dev-one',
    account: '111122223333',
    region: 'eu-west-1',
    template: { Resources: resources },
  };
}

function costOf(resources: Readonly<Record<string, Resource>>, table: PriceTable = prices) {
  return estimate({
    environment: 'dev',
    stacks: [stackOf(resources)],
    prices: table,
    usage: usage.dev,
    budgetUsd: 1000,
  });
}

const quantity = (resources: Readonly<Record<string, Resource>>, price: string) =>
  costOf(resources).lines.find((line) => line.price === price)?.quantity;

const hosts = {
  Group: {
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    Properties: { MinSize: '3', LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' } } },
  },
  Template: {
    Type: 'AWS::EC2::LaunchTemplate',
    Properties: {
      LaunchTemplateData: {
        InstanceType: 't3.small',
        Monitoring: { Enabled: true },
        BlockDeviceMappings: [{ Ebs: { VolumeType: 'gp3', VolumeSize: 16 } }],
      },
    },
  },
} as const;

describe('what is declared is counted', () => {
  it.each<[string, Readonly<Record<string, Resource>>, string, number]>([
    ['a group runs its minimum all month', hosts, 'ec2.t3.small', 3 * 730],
    ['each host has its disk', hosts, 'ebs.gp3', 3 * 16],
    ['each host is watched in detail', hosts, 'cloudwatch.metric', 3 * 7],
    [
      'an endpoint costs by the zone',
      {
        E: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] },
        },
      },
      'endpoint.hour',
      2 * 730,
    ],
    [
      'a serverless instance costs its minimum and what is used above it',
      {
        C: {
          Type: 'AWS::DocDB::DBCluster',
          Properties: { ServerlessV2ScalingConfiguration: { MinCapacity: 0.5 } },
        },
        I: {
          Type: 'AWS::DocDB::DBInstance',
          Properties: { DBInstanceClass: 'db.serverless', DBClusterIdentifier: { Ref: 'C' } },
        },
      },
      'docdb.unit',
      (0.5 + usage.dev.extraDatabaseUnits) * 730,
    ],
    [
      'a web ACL costs by the rule',
      { W: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}, {}] } } },
      'waf.rule',
      3,
    ],
    [
      'the anti-DDoS group has a fee of its own',
      {
        W: {
          Type: 'AWS::WAFv2::WebACL',
          Properties: { Rules: [{ Statement: { Name: 'AWSManagedRulesAntiDDoSRuleSet' } }] },
        },
      },
      'waf.anti-ddos',
      1,
    ],
    [
      'an alarm over an expression costs the metrics it reads',
      {
        A: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: { Metrics: [{ Expression: 'a/b' }, { MetricStat: {} }, { MetricStat: {} }] },
        },
      },
      'cloudwatch.alarm',
      2,
    ],
    ['keys are counted', { A: { Type: 'AWS::KMS::Key' }, B: { Type: 'AWS::KMS::Key' } }, 'kms.key', 2],
    [
      'use is charged once for the environment, however many buckets there are',
      { A: { Type: 'AWS::S3::Bucket' }, B: { Type: 'AWS::S3::Bucket' } },
      's3.storage',
      usage.dev.bucketsGb,
    ],
  ])('%s', (_promise, resources, price, expected) => {
    expect(quantity(resources, price)).toBeCloseTo(expected);
  });

  it('a gateway endpoint is free', () => {
    const gateway = { E: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Gateway' } } };
    expect(quantity(gateway, 'endpoint.hour')).toBeUndefined();
  });
});

describe('an estimate never leaves something out in silence', () => {
  it('stops at a type nobody priced', () => {
    expect(() => costOf({ N: { Type: 'AWS::EC2::NatGateway' } })).toThrow(
      'Nothing says what AWS::EC2::NatGateway costs: given a template that declares it, allowed are the types of',
    );
  });

  it('stops at a size without a price', () => {
    const big = { I: { Type: 'AWS::DocDB::DBInstance', Properties: { DBInstanceClass: 'db.r6g.16xlarge' } } };
    expect(() => costOf(big)).toThrow('No price for docdb.db.r6g.16xlarge');
  });

  it('stops at a quantity it cannot read', () => {
    const hidden = {
      ...hosts,
      Group: {
        ...hosts.Group,
        Properties: { ...hosts.Group.Properties, MinSize: { Ref: 'HowMany' } },
      },
    };
    expect(() => costOf(hidden)).toThrow('given {"Ref":"HowMany"} at MinSize, allowed is a number');
  });

  it('has no type that is both free and metered by being there', () => {
    expect(Object.keys(meters).filter((type) => freeTypes.has(type))).toEqual([]);
  });

  it('has a price for every meter of use', () => {
    const named = Object.values(usageMeters).flatMap((meter) => meter(usage.prod).map(({ price }) => price));
    expect(named.filter((price) => prices.prices[price] === undefined)).toEqual([]);
  });
});

describe('the range', () => {
  it('is as wide as what was estimated', () => {
    const key = costOf({ K: { Type: 'AWS::Route53::HostedZone' } });
    expect(key.lowestUsd).toBeLessThan(key.monthlyUsd);
    expect(key.highestUsd).toBeCloseTo(key.monthlyUsd * 1.3, 1);
  });

  it('is a point when everything was looked up', () => {
    const { lowestUsd, monthlyUsd, highestUsd } = costOf({ K: { Type: 'AWS::KMS::Key' } });
    expect([lowestUsd, highestUsd]).toEqual([monthlyUsd, monthlyUsd]);
  });
});

describe('the environments', () => {
  let stacks: readonly SynthesisedStack[] = [];
  beforeAll(() => {
    stacks = everyEnvironment.flatMap(({ name }) =>
      stackNames.map((stack) => ({ ...stackOf({}), environment: name, template: template(name, stack) })),
    );
  });

  it.each(everyEnvironment)('$name stays within its budget', ({ name, monthlyBudgetUsd }) => {
    const found = estimate({
      environment: name,
      stacks,
      prices,
      usage: usage[name],
      budgetUsd: monthlyBudgetUsd,
    });
    expect(found.highestUsd).toBeLessThanOrEqual(found.budgetUsd);
    expect(found.withinBudget).toBe(true);
    expect(found.lines.length).toBeGreaterThan(15);
  });
});
