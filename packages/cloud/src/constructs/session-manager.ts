// How people reach a host: Session Manager, encrypted end to end, every keystroke's answer logged, short. The document
// carries the name Session Manager uses by default, so a session cannot be started around it.

import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { EncryptedLogGroup } from './encrypted-log-group.ts';
import { PurposeKey } from './purpose-key.ts';

export interface SessionManagerProps {
  readonly environmentName: string;
  readonly log: EncryptedLogGroup;
}

export class SessionManager extends Construct {
  readonly key: PurposeKey;

  constructor(scope: Construct, id: string, props: SessionManagerProps) {
    super(scope, id);
    this.key = new PurposeKey(this, 'Key', {
      environmentName: props.environmentName,
      purpose: 'sessions',
      usedThrough: ['ssm'], // the person's side; the host's side is allowed by name below
    });
    new ssm.CfnDocument(this, 'Preferences', {
      name: 'SSM-SessionManagerRunShell',
      documentType: 'Session',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion', // a fixed name cannot be replaced
      content: {
        schemaVersion: '1.0',
        description: `Sessions on hosts of ${props.environmentName}`,
        sessionType: 'Standard_Stream',
        inputs: {
          cloudWatchLogGroupName: props.log.group.logGroupName,
          cloudWatchEncryptionEnabled: true,
          cloudWatchStreamingEnabled: true, // as it happens: a session that is cut off still left its lines
          kmsKeyId: this.key.arn,
          idleSessionTimeout: '15',
          maxSessionDuration: '60',
          runAsEnabled: false,
          s3BucketName: '',
          s3KeyPrefix: '',
          s3EncryptionEnabled: true,
          shellProfile: { linux: 'cd / && exec bash -l' },
        },
      },
    });
  }
}
