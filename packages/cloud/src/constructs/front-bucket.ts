// The web application's files. Private, versioned, TLS only; the distribution is the one reader, by origin access
// control.
//
// Encrypted with S3's own key, not one of ours: the files are what every visitor downloads, and a customer key would
// need a policy statement for the distribution that is wider than the one it protects.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgeNoReplica, acknowledgeServiceKey, logAccess } from './private-bucket.ts';

export interface FrontBucketProps {
  readonly logBucketName: string;
}

export class FrontBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: FrontBucketProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C], // nobody writes under a key that we do not have
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true, // a release is rolled back by version
      lifecycleRules: [
        {
          id: 'old-releases',
          noncurrentVersionExpiration: Duration.days(90),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    logAccess(this.bucket, props.logBucketName, 'front');
    acknowledgeNoReplica(this.bucket);
    acknowledgeServiceKey(this.bucket);
  }
}
