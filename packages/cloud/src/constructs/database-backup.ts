// Daily copies of the database that nobody in the account can delete before their time. Restore to a point in time goes
// with its cluster; these outlive the cluster, a stolen administrator and a mistaken one.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { Construct } from 'constructs';
import { acknowledge, reasons } from './acknowledge.ts';
import type { PurposeKey } from './purpose-key.ts';
import { afterRights, serviceRole } from './service-role.ts';

export interface DatabaseBackupProps {
  readonly environmentName: string;
  readonly clusterIdentifier: string;
  readonly key: PurposeKey;
  readonly days: number;
}

export class DatabaseBackup extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseBackupProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const name = `cool-delivery-${props.environmentName}`;
    const vault = new backup.CfnBackupVault(this, 'Vault', {
      backupVaultName: name,
      encryptionKeyArn: props.key.arn,
      // Without changeableForDays the lock is in governance mode: lifted by an administrator with a right of its own,
      // which the organisation withholds. Compliance mode cannot be undone by anybody, AWS included.
      lockConfiguration: { minRetentionDays: 7, maxRetentionDays: 400 },
      accessPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'NobodyDeletesCopies',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
            Resource: '*',
          },
        ],
      },
    });
    vault.applyRemovalPolicy(RemovalPolicy.RETAIN);
    const plan = new backup.CfnBackupPlan(this, 'Plan', {
      backupPlan: {
        backupPlanName: name,
        backupPlanRule: [
          {
            ruleName: 'daily',
            targetBackupVault: vault.ref,
            scheduleExpression: 'cron(30 2 * * ? *)', // after the cluster's own window
            startWindowMinutes: Duration.hours(1).toMinutes(),
            completionWindowMinutes: Duration.hours(6).toMinutes(),
            lifecycle: { deleteAfterDays: props.days },
          },
        ],
      },
    });
    const cluster = `arn:aws:rds:${region}:${account}:cluster:${props.clusterIdentifier}`; // DocumentDB's ARNs are rds
    const copies = `arn:aws:rds:${region}:${account}:cluster-snapshot:awsbackup:*`;
    const role = serviceRole(this, 'Role', {
      service: 'backup.amazonaws.com',
      description: `Copies the database of ${props.environmentName} into its vault`,
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
      statements: [
        {
          sid: 'CopyTheCluster',
          actions: [
            'rds:AddTagsToResource',
            'rds:CreateDBClusterSnapshot',
            'rds:DeleteDBClusterSnapshot',
            'rds:DescribeDBClusters',
            'rds:DescribeDBClusterSnapshots',
            'rds:ListTagsForResource',
          ],
          resources: [cluster, copies],
        },
        { sid: 'SeeVault', actions: ['backup:DescribeBackupVault'], resources: [vault.attrBackupVaultArn] },
      ],
    });
    this.acknowledgeCopies(role, copies);
    const selection = new backup.CfnBackupSelection(this, 'Selection', {
      backupPlanId: plan.attrBackupPlanId,
      backupSelection: { selectionName: 'database', iamRoleArn: role.roleArn, resources: [cluster] },
    });
    afterRights(selection, role);
  }

  private acknowledgeCopies(role: Construct, copies: string): void {
    acknowledge(role, {
      rule: `AwsSolutions-IAM5[Resource::${copies}]`,
      reason: reasons.namesMadeLater,
      owner: 'platform-team',
      expires: '2027-11-30',
    });
  }
}
