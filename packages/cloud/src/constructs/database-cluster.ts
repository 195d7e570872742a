// DocumentDB 8.0: TLS demanded, encrypted with the environment's data key, audited, profiled, backed up, protected
// against deletion, its master password made and rotated by AWS and read by no host.

import { RemovalPolicy } from 'aws-cdk-lib';
import * as docdb from 'aws-cdk-lib/aws-docdb';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import { databasePort } from '../flows.ts';
import { region } from '../region.ts';
import { acknowledge } from './acknowledge.ts';
import { EncryptedLogGroup } from './encrypted-log-group.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface DatabaseClusterProps {
  readonly environment: Environment;
  readonly subnets: readonly ec2.ISubnet[];
  readonly group: ec2.ISecurityGroup;
  readonly key: PurposeKey;
  readonly logsKey: PurposeKey;
}

export class DatabaseCluster extends Construct {
  readonly identifier: string;
  readonly host: string;
  /** Every name the driver connects to: the cluster's, and those of its members. */
  readonly hosts: readonly string[];

  constructor(scope: Construct, id: string, props: DatabaseClusterProps) {
    super(scope, id);
    const { environment, key } = props;
    const { database } = environment;
    const name = `cool-delivery-${environment.name}`;
    const cluster = new docdb.CfnDBCluster(this, 'Cluster', {
      dbClusterIdentifier: name,
      engineVersion: '8.0.2', // earlier engines refuse retryable writes, which the driver uses
      ...(database.kind === 'serverless'
        ? {
            serverlessV2ScalingConfiguration: {
              minCapacity: database.minUnits,
              maxCapacity: database.maxUnits,
            },
          }
        : {}),
      dbSubnetGroupName: this.makeSubnetGroup(name, props.subnets),
      vpcSecurityGroupIds: [props.group.securityGroupId],
      port: databasePort,
      dbClusterParameterGroupName: this.makeParameters(name),
      masterUsername: 'clusterowner', // letters and digits are all it may hold
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: key.arn,
      storageEncrypted: true,
      kmsKeyId: key.arn,
      backupRetentionPeriod: environment.backupDays, // with it comes restore to any second of the period
      preferredBackupWindow: '01:00-02:00',
      preferredMaintenanceWindow: 'tue:03:00-tue:04:00',
      enableCloudwatchLogsExports: ['audit', 'profiler'],
      copyTagsToSnapshot: true,
      deletionProtection: true,
    });
    cluster.applyRemovalPolicy(RemovalPolicy.SNAPSHOT);
    this.identifier = name;
    this.host = cluster.attrEndpoint;
    const members = this.makeInstances(environment, cluster);
    this.hosts = [
      cluster.attrEndpoint,
      cluster.attrReadEndpoint,
      ...members.map(({ attrEndpoint }) => attrEndpoint),
    ];
    // Made before the cluster: DocumentDB would otherwise make them itself, unencrypted and kept for ever.
    for (const log of ['audit', 'profiler'])
      cluster.node.addDependency(
        new EncryptedLogGroup(this, log, {
          name: `/aws/docdb/${name}/${log}`,
          key: props.logsKey,
          days: environment.logDays,
        }),
      );
    acknowledgeFindings(cluster);
  }

  private makeSubnetGroup(name: string, subnets: readonly ec2.ISubnet[]): string {
    return new docdb.CfnDBSubnetGroup(this, 'Subnets', {
      dbSubnetGroupDescription: `Secured tier of ${name}`,
      subnetIds: subnets.map(({ subnetId }) => subnetId),
    }).ref;
  }

  private makeParameters(name: string): string {
    return new docdb.CfnDBClusterParameterGroup(this, 'Parameters', {
      family: 'docdb8.0',
      description: `TLS, audit and profiler of ${name}`,
      parameters: {
        tls: 'tls1.3+', // plain connections and older versions are refused, not discouraged
        audit_logs: 'all',
        profiler: 'enabled',
        profiler_threshold_ms: '100',
        profiler_sampling_rate: '1.0',
      },
    }).ref;
  }

  private makeInstances(
    { database }: Environment,
    cluster: docdb.CfnDBCluster,
  ): readonly docdb.CfnDBInstance[] {
    const size = database.kind === 'serverless' ? 'serverless' : database.instanceType;
    return Array.from({ length: database.instances }, (_, index) =>
      this.makeInstance(index, size, cluster.ref),
    );
  }

  private makeInstance(index: number, size: string, dbClusterIdentifier: string): docdb.CfnDBInstance {
    const instance = new docdb.CfnDBInstance(this, `Instance${index}`, {
      dbClusterIdentifier,
      dbInstanceClass: `db.${size}`,
      availabilityZone: region.zones[index % region.zones.length],
      autoMinorVersionUpgrade: true,
      caCertificateIdentifier: 'rds-ca-rsa4096-g1',
    });
    if (size === 'serverless')
      acknowledge(instance, {
        rule: 'CloudFormation-Validate::E3620',
        reason:
          'The class list bundled with CDK knows no serverless in eu-west-1; the first deployment to dev decides',
        owner: 'platform-team',
        expires: '2027-02-28',
      });
    return instance;
  }
}

function acknowledgeFindings(cluster: docdb.CfnDBCluster): void {
  const owner = 'platform-team';
  const expires = '2027-11-30';
  acknowledge(
    cluster,
    {
      rule: 'CloudFormation-Validate::W3030',
      reason: 'The version list bundled with CDK ends at 8.0.1; the first deployment to dev decides',
      owner,
      expires: '2027-02-28',
    },
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
    ...['authenticate', 'createIndex', 'dropCollection'].map((log) => ({
      rule: `AwsSolutions-DOC5[LogExport::${log}]`,
      reason: 'The rule knows log exports under older names; audit_logs is `all` and both logs are exported',
      owner,
      expires,
    })),
  );
}
