// The secured tier's data: the cluster, the key of everything stored, and the credentials the API signs in with.

import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { DatabaseCluster } from '../constructs/database-cluster.ts';
import { PurposeKey } from '../constructs/purpose-key.ts';
import type { Environment } from '../environments.ts';
import type { NetworkStack } from './network-stack.ts';

export interface DataStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly logsKey: PurposeKey;
}

export class DataStack extends Stack {
  readonly key: PurposeKey;
  readonly database: DatabaseCluster;
  /** The API's own database user; the master user's password is in a secret of its own that no host may read. */
  readonly databaseUser: secretsmanager.Secret;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { environment, network } = props;
    this.key = new PurposeKey(this, 'Key', {
      environmentName: environment.name,
      purpose: 'data',
      usedThrough: ['rds', 'secretsmanager'], // DocumentDB speaks to KMS as rds
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
    acknowledge(this.databaseUser, {
      rule: 'AwsSolutions-SMG4',
      reason: 'Rotation needs the task that creates the database users, which comes with them',
      owner: 'platform-team',
      expires: '2027-05-31',
    });
  }
}
