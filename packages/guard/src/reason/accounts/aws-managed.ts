// The few policies of AWS's own whose text is short, public and has stood still for years. Every other one is known by
// its name alone, which makes an answer unknown: AWS changes them without asking.
// Source: AWS Managed Policy Reference Guide; the version read stands in the name that a report shows.

import type { Place } from '../../model/place.ts';
import { readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';

interface KnownPolicy {
  readonly version: string;
  readonly effect?: 'Deny';
  /** Actions and the resource they are allowed on. */
  readonly statements: readonly (readonly [actions: readonly string[], resource: string])[];
}

const writeLogs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

const known: Readonly<Record<string, KnownPolicy>> = {
  AdministratorAccess: { version: 'v1', statements: [[['*'], '*']] },
  AWSDenyAll: { version: 'v2', effect: 'Deny', statements: [[['*'], '*']] },
  AmazonS3FullAccess: { version: 'v2', statements: [[['s3:*', 's3-object-lambda:*'], '*']] },
  AmazonS3ReadOnlyAccess: {
    version: 'v3',
    statements: [
      [['s3:Get*', 's3:List*', 's3:Describe*', 's3-object-lambda:Get*', 's3-object-lambda:List*'], '*'],
    ],
  },
  'service-role/AWSLambdaBasicExecutionRole': { version: 'v1', statements: [[writeLogs, '*']] },
  'service-role/AWSLambdaVPCAccessExecutionRole': {
    version: 'v3',
    statements: [
      [
        [
          ...writeLogs,
          'ec2:CreateNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        '*',
      ],
    ],
  },
  AmazonSSMManagedInstanceCore: {
    version: 'v2',
    statements: [
      [
        [
          'ssm:DescribeAssociation',
          'ssm:GetDeployablePatchSnapshotForInstance',
          'ssm:GetDocument',
          'ssm:DescribeDocument',
          'ssm:GetManifest',
          'ssm:GetParameter',
          'ssm:GetParameters',
          'ssm:ListAssociations',
          'ssm:ListInstanceAssociations',
          'ssm:PutInventory',
          'ssm:PutComplianceItems',
          'ssm:PutConfigurePackageResult',
          'ssm:UpdateAssociationStatus',
          'ssm:UpdateInstanceAssociationStatus',
          'ssm:UpdateInstanceInformation',
        ],
        '*',
      ],
      [
        ['Create', 'Open'].flatMap((verb) =>
          ['Control', 'Data'].map((kind) => `ssmmessages:${verb}${kind}Channel`),
        ),
        '*',
      ],
      [
        ['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply'].map(
          (name) => `ec2messages:${name}`,
        ),
        '*',
      ],
    ],
  },
  CloudWatchAgentServerPolicy: {
    version: 'v3',
    statements: [
      [
        [
          ...writeLogs,
          'cloudwatch:PutMetricData',
          'ec2:DescribeVolumes',
          'ec2:DescribeTags',
          'logs:PutRetentionPolicy',
          'logs:DescribeLogStreams',
          'logs:DescribeLogGroups',
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
          'xray:GetSamplingStatisticSummaries',
        ],
        '*',
      ],
      [['ssm:GetParameter'], 'arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*'],
    ],
  },
};

/** The policy of AWS with this ARN, where its text is known; its statements stand where it is attached. */
export function awsManagedPolicy(arn: string, place: Place): Policy | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const policy = name !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
  if (name === undefined || !policy) return undefined;
  return readPolicy({
    name: `${name} (AWS, ${policy.version})`,
    kind: 'identity',
    document: {
      Version: '2012-10-17',
      Statement: policy.statements.map(([Action, Resource]) => ({
        Effect: policy.effect ?? 'Allow',
        Action,
        Resource,
      })),
    },
    placeOf: () => place,
  });
}
