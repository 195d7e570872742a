// What is released: files named by their SHA-256, written by the pipeline, read by hosts. It stands before everything
// that runs a release, so that a first deployment has somewhere to put one.

import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { PurposeKey } from '../constructs/purpose-key.ts';
import type { Environment } from '../environments.ts';

export interface ArtefactsStackProps extends StackProps {
  readonly environment: Environment;
  readonly logBucketName: string;
}

export class ArtefactsStack extends Stack {
  readonly key: PurposeKey;
  readonly bucket: s3.Bucket;
  /** By a name of ours: a policy with a wildcard is acknowledged by the text it ends up with. */
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: ArtefactsStackProps) {
    super(scope, id, props);
    const { environment, logBucketName } = props;
    this.key = new PurposeKey(this, 'Key', {
      environmentName: environment.name,
      purpose: 'artefacts',
      usedThrough: ['s3'],
    });
    this.bucket = new PrivateBucket(this, 'Artefacts', {
      purpose: 'artefacts',
      key: this.key,
      logBucketName,
      // A file named by its digest is never overwritten on purpose: an older version is a mistake being undone.
      lifecycleRules: [{ id: 'overwritten', noncurrentVersionExpiration: Duration.days(90) }],
    }).bucket;
    this.bucketArn = this.exportValue(this.bucket.bucketArn, { name: `${this.stackName}:BucketArn` });
  }
}
