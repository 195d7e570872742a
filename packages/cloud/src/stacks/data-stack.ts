// The secured tier's data: the cluster, the key of everything stored, and the credentials the API signs in with.

import { personalDaysAfterEnd } from '@cool/contract/orders';
import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { ApiKeys } from '../constructs/api-keys.ts';
import { DatabaseAccess } from '../constructs/database-access.ts';
import { DatabaseBackup } from '../constructs/database-backup.ts';
import { DatabaseCluster } from '../constructs/database-cluster.ts';
import { PurposeKey } from '../constructs/purpose-key.ts';
import { ScannedBucket } from '../constructs/scanned-bucket.ts';
import type { Environment } from '../environments.ts';
import type { ArtefactsStack } from './artefacts-stack.ts';
import type { NetworkStack } from './network-stack.ts';

export interface DataStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly artefacts: ArtefactsStack;
  readonly logsKey: PurposeKey;
  readonly logBucketName: string;
}

/** Name of the API's database in the cluster. */
export const databaseName = 'cool_delivery';

export class DataStack extends Stack {
  readonly key: PurposeKey;
  readonly database: DatabaseCluster;
  /** The API's own database user; the owner's password is in a secret of its own that no host may read. */
  readonly databaseUser: secretsmanager.CfnSecret;

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
    this.databaseUser = new DatabaseAccess(this, 'Access', {
      environment,
      database: this.database,
      databaseName,
      vpc: network.vpc,
      subnets: network.subnets.tiers.secured.subnets,
      group: network.groups['database-access'],
      codeBucket: props.artefacts.bucket,
      dataKey: this.key,
      logsKey: props.logsKey,
    }).secrets.api;
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
          expiration: Duration.days(personalDaysAfterEnd),
          noncurrentVersionExpiration: Duration.days(30),
          transitions: [
            { storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) },
          ],
        },
      ],
    }).bucket;
  }
}
