// DocumentDB 8.0: TLS demanded, encrypted with the environment's data key, audited, profiled, backed up, protected
// against deletion, its master password made and rotated by AWS and read by no host.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import { databasePort } from '../flows.ts';
import { acknowledge } from './acknowledge.ts';
import { EncryptedLogGroup } from './encrypted-log-group.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface DatabaseClusterProps {
  readonly environment: Environment;
  readonly vpc: ec2.Vpc;
  readonly subnets: readonly ec2.ISubnet[];
  readonly group: ec2.ISecurityGroup;
  readonly key: PurposeKey;
  readonly logsKey: PurposeKey;
}

export class DatabaseCluster extends Construct {
  readonly cluster: docdb.DatabaseCluster;

  constructor(scope: Construct, id: string, props: DatabaseClusterProps) {
    super(scope, id);
    const { environment } = props;
    const name = `cool-delivery-${environment.name}`;
    const parameterGroup = new docdb.ClusterParameterGroup(this, 'Parameters', {
      family: 'docdb8.0',
      description: `TLS, audit and profiler of ${name}`,
      parameters: {
        tls: 'tls1.3+', // plain connections and older versions are refused, not discouraged
        audit_logs: 'all',
        profiler: 'enabled',
        profiler_threshold_ms: '100',
        profiler_sampling_rate: '1.0',
      },
    });
    this.cluster = new docdb.DatabaseCluster(this, 'Cluster', {
      dbClusterName: name,
      engineVersion: '8.0.2', // earlier engines refuse retryable writes, which the driver uses
      masterUser: { username: 'cluster_owner' },
      manageMasterUserPassword: true,
      masterUserSecretKmsKey: props.key.key,
      ...size(environment),
      vpc: props.vpc,
      vpcSubnets: { subnets: [...props.subnets] },
      securityGroup: props.group,
      port: databasePort,
      parameterGroup,
      storageEncrypted: true,
      kmsKey: props.key.key,
      backup: { retention: Duration.days(environment.backupDays), preferredWindow: '01:00-02:00' },
      preferredMaintenanceWindow: 'tue:03:00-tue:04:00',
      exportAuditLogsToCloudWatch: true,
      exportProfilerLogsToCloudWatch: true,
      copyTagsToSnapshot: true,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
      instanceRemovalPolicy: RemovalPolicy.DESTROY,
      caCertificate: docdb.CaCertificate.RDS_CA_RSA4096_G1,
    });
    // Made before the cluster: DocumentDB would otherwise make them itself, unencrypted and kept for ever.
    for (const log of ['audit', 'profiler'])
      this.cluster.node.addDependency(
        new EncryptedLogGroup(this, log, {
          name: `/aws/docdb/${name}/${log}`,
          key: props.logsKey,
          days: environment.logDays,
        }),
      );
    const owner = 'platform-team';
    const expires = '2027-11-30';
    acknowledge(
      this.cluster,
      {
        rule: 'AwsSolutions-DOC2',
        reason: 'Another port hides nothing; the groups decide who reaches it',
        owner,
        expires,
      },
      {
        rule: 'AwsSolutions-DOC3',
        reason:
          'The rule looks for a password in the template; AWS makes and keeps ours (manageMasterUserPassword)',
        owner,
        expires,
      },
      ...['authenticate', 'createIndex', 'dropCollection'].map((parameter) => ({
        rule: `AwsSolutions-DOC5[LogExport::${parameter}]`,
        reason:
          'The rule knows log exports under older names; audit_logs is `all` and both logs are exported',
        owner,
        expires,
      })),
    );
  }
}

function size({ database }: Environment): Partial<docdb.DatabaseClusterProps> {
  if (database.kind === 'provisioned')
    return { instances: database.instances, instanceType: new ec2.InstanceType(database.instanceType) };
  return {
    instances: database.instances,
    serverlessV2ScalingConfiguration: { minCapacity: database.minUnits, maxCapacity: database.maxUnits },
  };
}
