// The secret keys of the API, made once inside the account by a function that tells nobody: no person, template or
// pipeline ever holds them. A second deployment finds them and leaves them alone.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge, reasons } from './acknowledge.ts';
import { InlineCustomResource } from './inline-custom-resource.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface ApiKeysProps {
  readonly environmentName: string;
  readonly dataKey: PurposeKey;
  readonly logsKey: PurposeKey;
  readonly logDays: number;
}

/** The members the API demands of its key file. */
export const apiKeyNames = ['totpSeedKey', 'pinKey', 'viewLinkKey', 'bodyDigestKey'] as const;

export class ApiKeys extends Construct {
  readonly secret: secretsmanager.CfnSecret;

  constructor(scope: Construct, id: string, props: ApiKeysProps) {
    super(scope, id);
    // Without a value: CDK's own construct would generate one, which is none of ours.
    this.secret = new secretsmanager.CfnSecret(this, 'Secret', {
      name: `cool-delivery/${props.environmentName}/api-keys`,
      description: 'Secret keys of the API, made in the account',
      kmsKeyId: props.dataKey.arn,
    });
    this.secret.applyRemovalPolicy(RemovalPolicy.RETAIN); // seeds of second factors cannot be read without them
    new InlineCustomResource(this, 'Making', {
      type: 'Custom::ApiKeys',
      handler: 'make-api-keys',
      environmentName: props.environmentName,
      properties: { SecretId: this.secret.ref, Names: apiKeyNames.join(',') },
      timeout: Duration.minutes(1),
      logsKey: props.logsKey,
      logDays: props.logDays,
      statements: [
        {
          sid: 'FillOnce',
          // Not GetSecretValue: it need not read what it made.
          actions: ['secretsmanager:DescribeSecret', 'secretsmanager:PutSecretValue'],
          resources: [this.secret.ref],
        },
        {
          sid: 'EncryptSecret',
          actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
          resources: [props.dataKey.arn],
          conditions: {
            StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(this).region}.amazonaws.com` },
          },
        },
      ],
    });
    acknowledge(
      this.secret,
      ...['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'].map((rule) => ({
        rule,
        reason: reasons.changedByTask,
        owner: 'platform-team',
        expires: '2027-11-30',
      })),
    );
  }
}
