// The secured tier's data: the cluster, the key of everything stored, and the credentials the API signs in with.

import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge, reasons } from '../constructs/acknowledge.ts';
import { ApiKeys } from '../constructs/api-keys.ts';
import { DatabaseBackup } from '../constructs/database-backup.ts';
import { DatabaseCluster } from '../constructs/database-cluster.ts';
import { PurposeKey } from '../constructs/purpose-key.ts';
import { ScannedBucket } from '../constructs/scanned-bucket.ts';
import type { Environment } from '../environments.ts';
import type { NetworkStack } from './network-stack.ts';

export interface DataStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly logsKey: PurposeKey;
  readonly logBucketName: string;
}

// A claim about a parcel can be made for a year (Convention on carriage by road, article 32); then a month to answer it.
const evidenceDays = 396;

export class DataStack extends Stack {
  readonly key: PurposeKey;
  readonly database: DatabaseCluster;
  /** The API's own database user; the master user's password is in a secret of its own that no host may read. */
  readonly databaseUser: secretsmanager.Secret;

  /** The secret keys of the API. */
  readonly apiKeys: secretsmanager.CfnSecret;
  readonly evidence: s3.Bucket;
  /** By a name of ours: a policy with a wildcard is acknowledged by the text it ends up with. */
  readonly evidenceArn: string;
  readonly evidenceKey: PurposeKey;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { environment, network } = props;
    this.key = new PurposeKey(this, 'Key', {
      environmentName: environment.name,
      purpose: 'data',
      usedThrough: ['backup', 'rds', 'secretsmanager'], // DocumentDB speaks to KMS as rds
    });
    this.database = new DatabaseCluster(this, 'Database', {
      environment,
      subnets: network.subnets.tiers.secured.subnets,
      group: network.groups.database,
      key: this.key,
      logsKey: props.logsKey,
    });
    this.databaseUser = new secretsmanager.Secret(this, 'DatabaseUser', {
      secretName: `cool-delivery/${environment.name}/database-user`,
      description: 'User name and password the API signs in to the database with',
      encryptionKey: this.key.handle,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: 'api' }),
        generateStringKey: 'password',
        passwordLength: 40,
        excludePunctuation: true, // it travels in a connection string
      },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(
      this.databaseUser,
      ...['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'].map((rule) => ({
        rule,
        reason: reasons.changedByTask,
        owner: 'platform-team',
        expires: '2027-05-31',
      })),
    );
    new DatabaseBackup(this, 'Backup', {
      environmentName: environment.name,
      clusterIdentifier: this.database.identifier,
      key: this.key,
      days: environment.backupDays,
    });
    this.apiKeys = new ApiKeys(this, 'ApiKeys', {
      environmentName: environment.name,
      dataKey: this.key,
      logsKey: props.logsKey,
      logDays: environment.logDays,
    }).secret;
    this.evidenceKey = new PurposeKey(this, 'EvidenceKey', {
      environmentName: environment.name,
      purpose: 'evidence',
      usedThrough: ['s3'],
    });
    this.evidence = this.makeEvidence(props.logBucketName);
    this.evidenceArn = this.exportValue(this.evidence.bucketArn, { name: `${this.stackName}:EvidenceArn` });
  }

  // Photos and signatures of deliveries: personal data, made by strangers, shown to our staff.
  private makeEvidence(logBucketName: string): s3.Bucket {
    return new ScannedBucket(this, 'Evidence', {
      purpose: 'evidence',
      key: this.evidenceKey,
      logBucketName,
      lifecycleRules: [
        {
          id: 'retention',
          expiration: Duration.days(evidenceDays),
          noncurrentVersionExpiration: Duration.days(30),
          transitions: [
            { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) },
          ],
        },
      ],
    }).bucket;
  }
}
