// What each declared resource costs by being there: one line for each type. Types without a price of their own stand
// in free-types.ts; a type in neither stops the estimate.

import { type Charge, listAt, type Meter, numberAt, siblingAt, textAt, valueAt } from './charge.ts';
import { hoursPerMonth } from './usage.ts';

const month = (price: string): Meter => always({ price, quantity: 1 });

function always(...charges: readonly Charge[]): Meter {
  return () => charges;
}

/** Metrics of detailed monitoring: seven for each instance. */
const detailedMetrics = 7;

const hosts: Meter = (group, usage) => {
  const template = siblingAt(group, 'LaunchTemplate', 'LaunchTemplateId');
  const running = numberAt(group, 'MinSize') + usage.extraHosts;
  const disks = listAt(template, 'LaunchTemplateData', 'BlockDeviceMappings').map((_, index) => ({
    price: `ebs.${textAt(template, 'LaunchTemplateData', 'BlockDeviceMappings', index, 'Ebs', 'VolumeType')}`,
    quantity:
      running * numberAt(template, 'LaunchTemplateData', 'BlockDeviceMappings', index, 'Ebs', 'VolumeSize'),
  }));
  const watched = valueAt(template.properties, 'LaunchTemplateData', 'Monitoring', 'Enabled') === true;
  return [
    {
      price: `ec2.${textAt(template, 'LaunchTemplateData', 'InstanceType')}`,
      quantity: running * hoursPerMonth,
    },
    ...disks,
    ...(watched ? [{ price: 'cloudwatch.metric', quantity: running * detailedMetrics }] : []),
  ];
};

const databaseInstance: Meter = (instance, usage) => {
  const size = textAt(instance, 'DBInstanceClass');
  if (size !== 'db.serverless') return [{ price: `docdb.${size}`, quantity: hoursPerMonth }];
  const cluster = siblingAt(instance, 'DBClusterIdentifier');
  const units =
    numberAt(cluster, 'ServerlessV2ScalingConfiguration', 'MinCapacity') + usage.extraDatabaseUnits;
  return [{ price: 'docdb.unit', quantity: units * hoursPerMonth }];
};

const endpoint: Meter = (declared) =>
  textAt(declared, 'VpcEndpointType') === 'Gateway'
    ? []
    : [{ price: 'endpoint.hour', quantity: listAt(declared, 'SubnetIds').length * hoursPerMonth }];

const webAcl: Meter = (declared) => {
  const rules = listAt(declared, 'Rules');
  const antiDdos = JSON.stringify(rules).includes('AWSManagedRulesAntiDDoSRuleSet');
  return [
    { price: 'waf.acl', quantity: 1 },
    { price: 'waf.rule', quantity: rules.length },
    ...(antiDdos ? [{ price: 'waf.anti-ddos', quantity: 1 }] : []),
  ];
};

// A metric alarm costs by the metrics it reads; one with a math expression reads several.
const alarm: Meter = ({ properties }) => {
  const metrics = properties['Metrics'];
  const read = Array.isArray(metrics)
    ? metrics.filter((metric) => valueAt(metric, 'MetricStat') !== undefined).length
    : 1;
  return [{ price: 'cloudwatch.alarm', quantity: Math.max(1, read) }];
};

const domainList: Meter = (declared) => [
  { price: 'dns-firewall.domain', quantity: listAt(declared, 'Domains').length },
];

export const meters: Readonly<Record<string, Meter>> = {
  'AWS::AutoScaling::AutoScalingGroup': hosts,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': month('cloudwatch.composite-alarm'),
  'AWS::CloudWatch::Dashboard': month('cloudwatch.dashboard'),
  'AWS::DocDB::DBInstance': databaseInstance,
  'AWS::EC2::VPCEndpoint': endpoint,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': always({ price: 'alb.hour', quantity: hoursPerMonth }),
  'AWS::KMS::Key': month('kms.key'),
  'AWS::Route53::HealthCheck': month('route53.health-check'),
  'AWS::Route53::HostedZone': month('route53.zone'),
  'AWS::Route53Resolver::FirewallDomainList': domainList,
  'AWS::SecretsManager::Secret': month('secret.month'),
  'AWS::WAFv2::WebACL': webAcl,
};
