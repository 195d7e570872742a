// A bucket for one purpose: no public access, TLS only, encrypted with the key of its purpose, versioned, its reads and
// writes logged, kept when its stack goes.

import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface PrivateBucketProps {
  readonly purpose: string;
  readonly key: PurposeKey;
  readonly logBucketName: string;
  readonly lifecycleRules: readonly s3.LifecycleRule[];
}

const kindHeader = 's3:x-amz-server-side-encryption';
const keyHeader = 's3:x-amz-server-side-encryption-aws-kms-key-id';

export class PrivateBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: props.key.handle,
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C],
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [
        ...props.lifecycleRules,
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.refuseOtherKeys(props.key.arn);
    logAccess(this.bucket, props.logBucketName, props.purpose);
    acknowledgeNoReplica(this.bucket);
  }

  // Who names no key gets the bucket's own; who names another would write what we can neither read nor withdraw.
  private refuseOtherKeys(keyArn: string): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'OnlyTheKeyOfThisPurpose',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects('*')],
        // A negated condition also holds for a header that is not there, hence both.
        conditions: { StringNotEquals: { [keyHeader]: keyArn }, Null: { [keyHeader]: 'false' } },
      }),
    );
    // S3's own key has no policy of ours, so whoever may read the bucket could read what is under it.
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'NoOtherKindOfEncryption',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { StringNotEquals: { [kindHeader]: 'aws:kms' }, Null: { [kindHeader]: 'false' } },
      }),
    );
  }
}

/** How cdk-nag names a wildcard over objects of a bucket in a policy. */
export function objectsFinding(bucket: s3.IBucket, path: string): string {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof s3.CfnBucket))
    throw new Error(`${bucket.node.path}: given an imported bucket, allowed is one of this app.`);
  return `AwsSolutions-IAM5[Resource::<${Stack.of(bucket).getLogicalId(resource)}.Arn>/${path}]`;
}

/** By hand: CDK would write the bucket's ARN into the log bucket's policy, a cycle between two stacks. */
export function logAccess(bucket: s3.Bucket, destinationBucketName: string, purpose: string): void {
  const resource = bucket.node.defaultChild;
  if (resource instanceof s3.CfnBucket)
    resource.loggingConfiguration = { destinationBucketName, logFilePrefix: `access/${purpose}/` };
}

export function acknowledgeNoReplica(bucket: s3.Bucket): void {
  acknowledge(bucket, {
    rule: 'NIST.800.53.R5-S3BucketReplicationEnabled',
    reason:
      'Versions undo mistakes here; the copy out of reach of the environment is made with the log archive',
    owner: 'platform-team',
    expires: '2027-11-30',
  });
}

export function acknowledgeServiceKey(bucket: s3.Bucket): void {
  acknowledge(bucket, {
    rule: 'NIST.800.53.R5-S3DefaultEncryptionKMS',
    reason:
      "Services that write or read here (S3 and load balancer logs, every visitor's files) work with S3's key",
    owner: 'platform-team',
    expires: '2027-11-30',
  });
}
