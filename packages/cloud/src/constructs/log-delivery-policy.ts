// Lets AWS's log delivery write to our log groups, for this account only. Without it the service that sends the logs
// writes a policy of its own, for every group there is.

import { Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EncryptedLogGroup } from './encrypted-log-group.ts';

export interface LogDeliveryPolicyProps {
  readonly name: string;
  readonly logs: readonly EncryptedLogGroup[];
}

export class LogDeliveryPolicy extends Construct {
  constructor(scope: Construct, id: string, props: LogDeliveryPolicyProps) {
    super(scope, id);
    const stack = Stack.of(this);
    new logs.CfnResourcePolicy(this, 'Policy', {
      policyName: props.name,
      policyDocument: stack.toJsonString({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'LogDelivery',
            Effect: 'Allow',
            Principal: { Service: 'delivery.logs.amazonaws.com' },
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: props.logs.map(({ streamsArn }) => streamsArn),
            Condition: {
              StringEquals: { 'aws:SourceAccount': stack.account },
              ArnLike: { 'aws:SourceArn': `arn:aws:logs:${stack.region}:${stack.account}:*` },
            },
          },
        ],
      }),
    });
  }
}
