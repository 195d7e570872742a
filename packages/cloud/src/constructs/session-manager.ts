// How people reach a host: Session Manager, encrypted end to end, every keystroke's answer logged, short. The document
// carries the name Session Manager uses where a session names none; that nobody names another is for the permission
// sets of people (`ssm:SessionDocumentAccessCheck`), which come with the organisation.

import type * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { EncryptedLogGroup } from './encrypted-log-group.ts';
import { PurposeKey } from './purpose-key.ts';

export interface SessionManagerProps {
  readonly environmentName: string;
  readonly log: EncryptedLogGroup;
}

// Both say which session and which host: with the key of one session no other is opened, and nothing else is encrypted.
const ofASession = {
  Null: {
    'kms:EncryptionContext:aws:ssm:SessionId': 'false',
    'kms:EncryptionContext:aws:ssm:TargetId': 'false',
  },
} as const;

export class SessionManager extends Construct {
  readonly key: PurposeKey;

  constructor(scope: Construct, id: string, props: SessionManagerProps) {
    super(scope, id);
    this.key = new PurposeKey(this, 'Key', {
      environmentName: props.environmentName,
      purpose: 'sessions',
      usedThrough: [],
    });
    // Neither end goes through a service: the plugin on the person's side asks KMS for the key of a session, the agent
    // on the host has it decrypted (Systems Manager user guide, "Turn on KMS key encryption of session data").
    this.key.allowDataKeys('PeopleStartSessions', ofASession);
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

  /** Lets the agent on hosts of this role open the sessions it is sent. */
  openOn(role: iam.IRole): void {
    this.key.allowDecryption('HostsOpenSessions', role.roleArn, ofASession);
  }
}
