// A line for every request of the distribution, as a log delivery (standard logging v2). Source, destination and
// delivery live in us-east-1: CloudFront's sources exist nowhere else.

import { Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EncryptedLogGroup, maskedSecrets } from './encrypted-log-group.ts';
import { LogDeliveryPolicy } from './log-delivery-policy.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface CdnLogProps {
  readonly environmentName: string;
  readonly distributionId: string;
  readonly key: PurposeKey;
  readonly days: number;
}

// No cookies, no query strings and no referrer: they can hold secrets, and nothing here needs them.
const fields = [
  'timestamp(ms)',
  'x-edge-request-id',
  'c-ip',
  'c-country',
  'asn',
  'cs-method',
  'cs-protocol',
  'cs-protocol-version',
  'ssl-protocol',
  'ssl-cipher',
  'x-host-header',
  'cs-uri-stem',
  'cache-behavior-path-pattern',
  'sc-status',
  'sc-content-type',
  'cs-bytes',
  'sc-bytes',
  'time-taken',
  'time-to-first-byte',
  'origin-fbl',
  'x-edge-location',
  'x-edge-result-type',
  'x-edge-response-result-type',
  'x-edge-detailed-result-type',
  'cs(User-Agent)',
];

export class CdnLog extends Construct {
  constructor(scope: Construct, id: string, props: CdnLogProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const name = `cool-delivery-${props.environmentName}-cdn`;
    const log = new EncryptedLogGroup(this, 'Log', {
      name: `/cool-delivery/${props.environmentName}/edge/cdn`,
      key: props.key,
      days: props.days,
      masked: maskedSecrets,
    });
    const admission = new LogDeliveryPolicy(this, 'Admission', { name, logs: [log] });
    const source = new logs.CfnDeliverySource(this, 'Source', {
      name,
      logType: 'ACCESS_LOGS',
      resourceArn: `arn:aws:cloudfront::${account}:distribution/${props.distributionId}`,
    });
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', {
      name,
      deliveryDestinationType: 'CWL',
      destinationResourceArn: log.group.logGroupArn,
      outputFormat: 'json',
    });
    const delivery = new logs.CfnDelivery(this, 'Delivery', {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      recordFields: fields,
    });
    delivery.addResourceDependency(source);
    delivery.node.addDependency(admission);
  }
}
