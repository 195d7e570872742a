// NOT RECORDED: what only AWS writes, in the formats of its documentation (CloudWatch metrics lists of Elastic Load
// Balancing, AWS WAF, DocumentDB, Lambda and EC2 Auto Scaling; CloudTrail record contents). A name that AWS changes is not found here.

import { type DataPoint, dimensionKey, type LogLine } from './data-points.ts';
import { trailLogGroup } from './definitions.ts';

export type Sample = Omit<DataPoint, 'atMs'>;

/** The metrics of one ordinary minute. */
export function awsMetrics(environment: string): readonly Sample[] {
  const balancer = dimensionKey({ LoadBalancer: 'app/the-load-balancer' });
  const database = dimensionKey({ DBClusterIdentifier: `cool-delivery-${environment}` });
  const fleet = dimensionKey({ AutoScalingGroupName: `cool-delivery-${environment}-api` });
  const task = dimensionKey({ FunctionName: `cool-delivery-${environment}-database-access` });
  const of = (namespace: string, dimensions: string, values: Readonly<Record<string, number>>) =>
    Object.entries(values).map(([name, value]) => ({ namespace, name, dimensions, value }));
  return [
    ...of('AWS/ApplicationELB', balancer, {
      RequestCount: 300,
      TargetResponseTime: 0.02,
      HTTPCode_ELB_5XX_Count: 0,
      HTTPCode_Target_5XX_Count: 0,
    }),
    ...of('AWS/WAFV2', dimensionKey({ WebACL: 'web-acl', Rule: 'ALL' }), {
      AllowedRequests: 300,
      BlockedRequests: 2,
    }),
    ...of('AWS/DocDB', database, {
      CPUUtilization: 12,
      DatabaseConnections: 40,
      DBClusterReplicaLagMaximum: 18,
    }),
    ...of('AWS/AutoScaling', fleet, { GroupInServiceInstances: 3, GroupDesiredCapacity: 3 }),
    ...of('AWS/Lambda', task, { Errors: 0 }),
  ];
}

/** For each alarm over a metric of AWS alone: the one reading that it is for. */
export function awsFaults(environment: string): Readonly<Record<string, Sample>> {
  const ordinary = awsMetrics(environment);
  const reading = (name: string, value: number): Sample => {
    const found = ordinary.find((sample) => sample.name === name);
    if (found === undefined) throw new Error(`Samples: given ${name}, allowed is one of an ordinary minute.`);
    return { ...found, value };
  };
  return {
    'load-balancer-errors': reading('HTTPCode_ELB_5XX_Count', 5),
    'database-busy': reading('CPUUtilization', 81),
    'database-replica-lags': reading('DBClusterReplicaLagMaximum', 1_001),
    'fleet-at-maximum': reading('GroupInServiceInstances', 12),
    'database-access-fails': reading('Errors', 1),
  };
}

const person = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::333344445555:assumed-role/AWSReservedSSO_Engineer_0123456789abcdef/engineer',
  accountId: '333344445555',
};

/** One CloudTrail event for each thing that must not happen unasked, and two that may. */
export const trailEvents = {
  'security-group-change': {
    ...api('ec2.amazonaws.com', 'AuthorizeSecurityGroupIngress'),
    requestParameters: {
      groupId: 'sg-0123456789abcdef0',
      ipPermissions: {
        items: [
          { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
        ],
      },
    },
  },
  'network-change': api('ec2.amazonaws.com', 'CreateRoute'),
  'policy-change': api('iam.amazonaws.com', 'PutRolePolicy'),
  'bucket-access-change': api('s3.amazonaws.com', 'PutBucketPolicy'),
  'key-deletion': api('kms.amazonaws.com', 'ScheduleKeyDeletion'),
  'trail-change': api('cloudtrail.amazonaws.com', 'StopLogging'),
  'root-use': {
    ...api('signin.amazonaws.com', 'ConsoleLogin'),
    eventType: 'AwsConsoleSignIn',
    userIdentity: { type: 'Root', arn: 'arn:aws:iam::333344445555:root', accountId: '333344445555' },
  },
  'user-sign-in': {
    ...api('signin.amazonaws.com', 'ConsoleLogin'),
    eventType: 'AwsConsoleSignIn',
    userIdentity: { type: 'IAMUser', userName: 'left-over', accountId: '333344445555' },
    additionalEventData: { MFAUsed: 'No' },
  },
  'break-glass-use': {
    ...api('sts.amazonaws.com', 'AssumeRole'),
    requestParameters: { roleArn: 'arn:aws:iam::333344445555:role/cool-delivery-break-glass' },
  },
  'refused-calls': { ...api('ec2.amazonaws.com', 'RunInstances'), errorCode: 'Client.UnauthorizedOperation' },
} as const;

/** Other ways to the same alarm, each of which would be the one that an intruder takes. */
export const furtherTrailEvents = (
  [
    ['network-change', 'ec2', 'ModifyVpcEndpoint'],
    ['network-change', 'route53resolver', 'DeleteFirewallRule'],
    ['network-change', 'wafv2', 'UpdateWebACL'],
    ['policy-change', 'iam', 'SetDefaultPolicyVersion'],
    ['policy-change', 'kms', 'PutKeyPolicy'],
    ['bucket-access-change', 's3', 'PutBucketReplication'],
    ['trail-change', 'monitoring', 'DisableAlarmActions'],
    ['trail-change', 'logs', 'DeleteMetricFilter'],
  ] as const
).map(([alarm, service, name]) => [alarm, name, api(`${service}.amazonaws.com`, name)] as const);

/** Made by a deployment, by services of AWS, and in the course of work: nobody is to be woken. */
export const ordinaryTrailEvents = [
  {
    ...api('ec2.amazonaws.com', 'AuthorizeSecurityGroupIngress'),
    sourceIPAddress: 'cloudformation.amazonaws.com',
  },
  { ...api('kms.amazonaws.com', 'Decrypt'), sourceIPAddress: 'rds.amazonaws.com' },
  { ...api('monitoring.amazonaws.com', 'DeleteAlarms'), sourceIPAddress: 'autoscaling.amazonaws.com' },
  {
    ...api('kms.amazonaws.com', 'RetireGrant'),
    sourceIPAddress: 'backup.amazonaws.com',
    userIdentity: { type: 'Root', accountId: '333344445555', invokedBy: 'backup.amazonaws.com' },
  },
  {
    ...api('sts.amazonaws.com', 'AssumeRole'),
    requestParameters: { roleArn: 'arn:aws:iam::333344445555:role/deploy' },
  },
];

function api(eventSource: string, eventName: string) {
  return {
    eventVersion: '1.11',
    eventTime: '2026-11-22T12:00:00Z',
    eventSource,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.77',
    userIdentity: person as Readonly<Record<string, string>>,
    eventType: 'AwsApiCall',
    readOnly: false,
    managementEvent: true,
  };
}

export function trailLine(environment: string, line: LogLine['line'], atMs: number): LogLine {
  return { group: trailLogGroup(environment), atMs, line };
}
