// Where alarms speak: one topic that wakes somebody, one for working hours. Encrypted, TLS only, and nothing but this
// account's alarms may publish.

import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { PurposeKey } from '../constructs/purpose-key.ts';
import type { Environment } from '../environments.ts';

const severities = ['page', 'notice'] as const;

export class AlertTopics extends Construct {
  readonly arns: Readonly<Record<(typeof severities)[number], string>>;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const fromOurAlarms = {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${region}:${account}:alarm:*` },
    };
    const key = new PurposeKey(this, 'Key', {
      environmentName: environment.name,
      purpose: 'alerts',
      usedThrough: [],
    });
    // Without this an alarm on an encrypted topic changes its state and tells nobody.
    key.allowService(
      'AlarmsEncrypt',
      'cloudwatch.amazonaws.com',
      ['kms:GenerateDataKey*', 'kms:Decrypt'],
      fromOurAlarms,
    );
    const make = (severity: (typeof severities)[number]) => {
      const topic = new sns.Topic(this, severity, {
        topicName: `cool-delivery-${environment.name}-${severity}`,
        displayName: `Cool Delivery ${environment.name} ${severity}`,
        masterKey: key.handle,
        enforceSSL: true,
      });
      topic.addToResourcePolicy(
        new iam.PolicyStatement({
          sid: 'AlarmsPublish',
          principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions: fromOurAlarms,
        }),
      );
      for (const address of environment.alertAddresses) topic.addSubscription(new EmailSubscription(address));
      return topic.topicArn;
    };
    this.arns = { page: make('page'), notice: make('notice') };
  }
}
