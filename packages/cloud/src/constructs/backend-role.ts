// What a host may do in AWS: be administered through Session Manager, write its own logs and metrics, read its own
// secret. It may not read another environment's anything, nor the database's master password.

import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { interfaceEndpoints } from '../endpoint-policies.ts';
import { acknowledge } from './acknowledge.ts';
import type { EncryptedLogGroup } from './encrypted-log-group.ts';
import type { PurposeKey } from './purpose-key.ts';
import { acknowledgeOwnPolicy } from './service-role.ts';

export interface BackendRoleProps {
  readonly environmentName: string;
  readonly logs: readonly EncryptedLogGroup[];
  readonly databaseUser: secretsmanager.ISecret;
  readonly dataKey: PurposeKey;
}

/** Metrics are separated by namespace: the only key PutMetricData can be narrowed by. */
export const metricNamespace = (environmentName: string) => `CoolDelivery/${environmentName}`;

export class BackendRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: BackendRoleProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      description: `API hosts of ${props.environmentName}`,
    });
    const statements: iam.PolicyStatementProps[] = [
      // The managed policy for the agent also reads every parameter of the account; this is the rest of it.
      { sid: 'BeAdministered', actions: agentActions(), resources: ['*'] },
      {
        sid: 'WriteOwnLogs',
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: props.logs.map((log) => log.streamsArn),
      },
      {
        sid: 'WriteOwnMetrics',
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': metricNamespace(props.environmentName) } },
      },
      {
        sid: 'ReadOwnSecret',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [props.databaseUser.secretArn],
      },
      {
        sid: 'DecryptOwnSecret',
        actions: ['kms:Decrypt'],
        resources: [props.dataKey.arn],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
      },
    ];
    for (const statement of statements) this.role.addToPolicy(new iam.PolicyStatement(statement));
    acknowledgeOwnPolicy(this.role);
    acknowledge(this.role, {
      rule: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'The actions of the SSM agent and PutMetricData know no resource; metrics are bound to a namespace',
      owner: 'platform-team',
      expires: '2027-11-30',
    });
  }
}

function agentActions(): string[] {
  const parameters = ['ssm:GetParameter', 'ssm:GetParameters'];
  return interfaceEndpoints
    .filter(({ service }) => service === 'ssm' || service === 'ssmmessages')
    .flatMap(({ actions }) => actions)
    .filter((action) => !parameters.includes(action));
}
