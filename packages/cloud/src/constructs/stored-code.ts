// Code of a function that lies in the artefact bucket under the digest of its bytes. Other bytes have another key, so
// CloudFormation sees each change without the object's version.

import { Fn } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';

export class StoredCode extends lambda.Code {
  readonly isInline = false;
  private readonly location: s3.Location;

  /** `digest` is `sha256:…`, as a release names it; the key is that of `artefactKeys`. */
  constructor(bucket: s3.IBucket, digest: string) {
    super();
    const hex = Fn.select(1, Fn.split(':', digest));
    this.location = { bucketName: bucket.bucketName, objectKey: `functions/${hex}` };
  }

  bind(): lambda.CodeConfig {
    return { s3Location: this.location };
  }
}
