// A log group with a name, a period and a key. Nothing is left to a service to create, because what a service
// creates is kept for ever and encrypted with nobody's key.

import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { PurposeKey } from './purpose-key.ts';

export interface EncryptedLogGroupProps {
  readonly name: string;
  readonly key: PurposeKey;
  readonly days: number;
  /** Shown as stars to whoever reads the group, as they arrive. */
  readonly masked?: readonly logs.DataIdentifier[];
}

/** The secret of a tracking link is in no path we ask for; where a # was lost on its way, it would be in every log that holds paths. */
export const maskedSecrets: readonly logs.DataIdentifier[] = [
  new logs.CustomDataIdentifier('TrackingLink', '/t/[A-Za-z0-9_-]{16,}'),
];

export class EncryptedLogGroup extends Construct {
  readonly group: logs.LogGroup;
  /** For policies that write: the streams of the group. */
  readonly streamsArn: string;

  constructor(scope: Construct, id: string, props: EncryptedLogGroupProps) {
    super(scope, id);
    this.group = new logs.LogGroup(this, 'Group', {
      logGroupName: props.name,
      encryptionKey: props.key.handle,
      retention: props.days,
      ...(props.masked === undefined
        ? {}
        : {
            dataProtectionPolicy: new logs.DataProtectionPolicy({
              name: 'secrets',
              description: 'Masks secrets as they arrive',
              identifiers: [...props.masked],
            }),
          }),
      removalPolicy: RemovalPolicy.RETAIN, // deleting a stack must not delete what it did
    });
    this.streamsArn = this.group.logGroupArn; // ends in `:*`
  }
}
