// What an environment costs by being used. Each line is charged once when the environment declares the type, however
// many of it there are: the use is assumed for the environment as a whole.

import type { Charge } from './charge.ts';
import { hoursPerMonth, type Usage } from './usage.ts';

type UsageMeter = (usage: Usage) => readonly Charge[];

const one = (price: string, quantity: (usage: Usage) => number): UsageMeter => {
  return (usage) => [{ price, quantity: quantity(usage) }];
};

export const usageMeters: Readonly<Record<string, UsageMeter>> = {
  'AWS::AutoScaling::AutoScalingGroup': one('transfer.zone', ({ zoneTrafficGb }) => 2 * zoneTrafficGb),
  'AWS::CloudFront::Distribution': (usage) => [
    { price: 'cloudfront.requests', quantity: usage.requestsMillions * 100 },
    { price: 'cloudfront.data', quantity: usage.viewerTrafficGb },
  ],
  'AWS::CloudFront::Function': one('cloudfront.functions', ({ requestsMillions }) => requestsMillions / 10),
  'AWS::DocDB::DBCluster': (usage) => [
    { price: 'docdb.storage', quantity: usage.databaseGb },
    { price: 'docdb.io', quantity: usage.databaseIoMillions },
    { price: 'docdb.backup', quantity: usage.backupGb },
  ],
  'AWS::EC2::VPCEndpoint': one('endpoint.data', ({ endpointTrafficGb }) => endpointTrafficGb),
  'AWS::ECS::TaskDefinition': one('fargate.task-hour', () => 1), // one-shot tasks, minutes each
  'AWS::ElasticLoadBalancingV2::LoadBalancer': one(
    'alb.lcu',
    ({ loadBalancerUnits }) => loadBalancerUnits * hoursPerMonth,
  ),
  'AWS::GuardDuty::MalwareProtectionPlan': one('guardduty.malware-scan', ({ bucketsGb }) => bucketsGb / 10),
  'AWS::KMS::Key': one('kms.requests', ({ kmsTenThousands }) => kmsTenThousands),
  'AWS::Lambda::Function': (usage) => [
    { price: 'lambda.requests', quantity: usage.canaryRuns },
    { price: 'lambda.gb-second', quantity: usage.canaryRuns * 0.25 }, // 256 MB for a second
  ],
  'AWS::Logs::LogGroup': (usage) => [
    { price: 'logs.ingest', quantity: usage.logsGb },
    { price: 'logs.storage', quantity: usage.logsKeptGb },
    { price: 'cloudwatch.metric', quantity: usage.customMetrics },
  ],
  'AWS::Route53::HostedZone': one('route53.queries', ({ requestsMillions }) => requestsMillions / 10),
  'AWS::Route53Resolver::FirewallRuleGroup': one(
    'dns-firewall.queries',
    ({ dnsQueriesMillions }) => dnsQueriesMillions,
  ),
  'AWS::S3::Bucket': (usage) => [
    { price: 's3.storage', quantity: usage.bucketsGb },
    { price: 's3.put', quantity: usage.bucketWritesThousands },
  ],
  'AWS::SecretsManager::Secret': one('secret.requests', () => 1), // hosts read at their start
  'AWS::SES::EmailIdentity': one('ses.messages', ({ mailsThousands }) => mailsThousands),
  'AWS::SNS::Topic': one('sns.requests', () => 0.01),
  'AWS::SQS::Queue': one('sqs.requests', () => 0.01),
  'AWS::Synthetics::Canary': one('canary.run', ({ canaryRuns }) => canaryRuns),
  'AWS::Backup::BackupVault': one('backup.storage', ({ backupGb }) => backupGb),
  'AWS::WAFv2::WebACL': one('waf.requests', ({ requestsMillions }) => requestsMillions),
};
