// Every packet's verdict, accepted and rejected, into a log group with a key and a period. The role may write to
// that group and nowhere else.

import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from './encrypted-log-group.ts';
import type { PurposeKey } from './purpose-key.ts';
import { afterRights, serviceRole } from './service-role.ts';

export interface FlowLogProps {
  readonly vpc: ec2.Vpc;
  readonly environmentName: string;
  readonly logsKey: PurposeKey;
  readonly logDays: number;
}

// Beyond the default fields: the packet's own addresses, its flags, its direction and the way it took, so that an
// answer can be told from a request and an endpoint from a gateway.
const fields = [
  'version',
  'account-id',
  'vpc-id',
  'subnet-id',
  'instance-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'tcp-flags',
  'packets',
  'bytes',
  'start',
  'end',
  'flow-direction',
  'traffic-path',
  'action',
  'reject-reason',
  'log-status',
];

export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const log = new EncryptedLogGroup(this, 'Log', {
      name: `/cool-delivery/${props.environmentName}/network/flow`,
      key: props.logsKey,
      days: props.logDays,
    });
    const role = serviceRole(this, 'Role', {
      service: 'vpc-flow-logs.amazonaws.com',
      description: 'Lets VPC flow logs write to their log group',
      // Without these, any account's flow log could be pointed at this role (confused deputy).
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
      },
      statements: [
        {
          sid: 'WriteFlowLog',
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [log.streamsArn],
        },
      ],
    });
    const flowLog = new ec2.CfnFlowLog(this, 'FlowLog', {
      resourceType: 'VPC',
      resourceId: props.vpc.vpcId,
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: log.group.logGroupArn,
      deliverLogsPermissionArn: role.roleArn,
      maxAggregationInterval: 60,
      logFormat: fields.map((field) => `\${${field}}`).join(' '),
    });
    afterRights(flowLog, role); // a log that may not write yet is shown as failed
  }
}
