// What a host may do in AWS: be administered through Session Manager, write its own logs and metrics, read its own
// secret. It may not read another environment's anything, nor the database's master password.

import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { interfaceEndpoints } from '../endpoint-policies.ts';
import { acknowledge, reasons } from './acknowledge.ts';
import type { EncryptedLogGroup } from './encrypted-log-group.ts';
import type { PurposeKey } from './purpose-key.ts';
import { acknowledgeOwnPolicy } from './service-role.ts';
import type { SessionManager } from './session-manager.ts';

export interface BackendRoleProps {
  readonly environmentName: string;
  readonly logs: readonly EncryptedLogGroup[];
  /** Secrets the API starts with: its database user and its keys. */
  readonly secretArns: readonly string[];
  readonly dataKey: PurposeKey;
  readonly artefacts: { readonly bucketArn: string; readonly key: PurposeKey };
  readonly evidence: { readonly bucketArn: string; readonly key: PurposeKey };
  readonly mail: { readonly sender: string; readonly arns: readonly string[] };
  readonly sessions: SessionManager;
}

/** Metrics are separated by namespace: the only key PutMetricData can be narrowed by. */
export const metricNamespace = (environmentName: string) => `CoolDelivery/${environmentName}`;

export class BackendRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: BackendRoleProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    const { environmentName } = props;
    const throughS3 = { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } };
    const release = `${props.artefacts.bucketArn}/api/*`;
    const evidence = `${props.evidence.bucketArn}/deliveries/*`;
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      description: `API hosts of ${props.environmentName}`,
    });
    const statements: iam.PolicyStatementProps[] = [
      // The managed policy for the agent also reads every parameter of the account; this is the rest of it, and the
      // look at the groups' encryption without which a session that must be logged does not start.
      { sid: 'BeAdministered', actions: [...agentActions(), 'logs:DescribeLogGroups'], resources: ['*'] },
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
        sid: 'ReadOwnSecrets',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [...props.secretArns],
      },
      {
        sid: 'DecryptOwnSecrets',
        actions: ['kms:Decrypt'],
        resources: [props.dataKey.arn],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
      },
      { sid: 'FetchRelease', actions: ['s3:GetObject'], resources: [release] },
      {
        sid: 'DecryptRelease',
        actions: ['kms:Decrypt'],
        resources: [props.artefacts.key.arn],
        conditions: throughS3,
      },
      { sid: 'KeepEvidence', actions: ['s3:GetObject', 's3:PutObject'], resources: [evidence] },
      {
        sid: 'EncryptEvidence',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [props.evidence.key.arn],
        conditions: throughS3,
      },
      {
        sid: 'SendMail',
        actions: ['ses:SendEmail'],
        resources: [...props.mail.arns],
        conditions: { StringEquals: { 'ses:FromAddress': props.mail.sender } },
      },
      { sid: 'OpenSessions', actions: ['kms:Decrypt'], resources: [props.sessions.key.arn] },
    ];
    for (const statement of statements) this.role.addToPolicy(new iam.PolicyStatement(statement));
    props.sessions.openOn(this.role);
    acknowledgeOwnPolicy(this.role);
    acknowledge(
      this.role,
      ...[
        `${environmentName}-artefacts:BucketArn/api/*`,
        `${environmentName}-data:EvidenceArn/deliveries/*`,
      ].map((resource) => ({
        rule: `AwsSolutions-IAM5[Resource::${resource}]`,
        reason: reasons.namesMadeLater,
        owner: 'platform-team',
        expires: '2027-11-30',
      })),
    );
    acknowledge(this.role, {
      rule: 'AwsSolutions-IAM5[Resource::*]',
      reason: reasons.noResource,
      owner: 'platform-team',
      expires: '2027-11-30',
    });
  }
}

function agentActions(): string[] {
  return interfaceEndpoints
    .filter(({ service }) => service === 'ssm' || service === 'ssmmessages')
    .flatMap(({ actions }) => actions);
}
