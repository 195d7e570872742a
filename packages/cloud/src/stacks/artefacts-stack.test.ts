import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only } from '../../test/support/golden.ts';

describe.each(everyEnvironment)('the artefacts of $name', ({ name }) => {
  const bucket = only(name, 'artefacts', 'AWS::S3::Bucket').properties;

  it('lie in a private, versioned bucket under a key of their own', () => {
    expect(bucket).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    const encryption = at(bucket, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
    expect(at(encryption, 'ServerSideEncryptionByDefault')).toEqual({
      SSEAlgorithm: 'aws:kms',
      KMSMasterKeyID: { 'Fn::GetAtt': [only(name, 'artefacts', 'AWS::KMS::Key').id, 'Arn'] },
    });
  });

  it('are written under no other key, and under this one when none is named', () => {
    const statements = [
      at(only(name, 'artefacts', 'AWS::S3::BucketPolicy').properties, 'PolicyDocument', 'Statement'),
    ].flat();
    const header = 's3:x-amz-server-side-encryption-aws-kms-key-id';
    expect(statements.find((statement) => at(statement, 'Sid') === 'OnlyTheKeyOfThisPurpose')).toMatchObject({
      Effect: 'Deny',
      Action: 's3:PutObject',
      Condition: {
        StringNotEquals: {
          [header]: { 'Fn::GetAtt': [only(name, 'artefacts', 'AWS::KMS::Key').id, 'Arn'] },
        },
        Null: { [header]: 'false' },
      },
    });
    const kind = 's3:x-amz-server-side-encryption';
    expect(statements.find((statement) => at(statement, 'Sid') === 'NoOtherKindOfEncryption')).toMatchObject({
      Effect: 'Deny',
      Action: 's3:PutObject',
      Condition: { StringNotEquals: { [kind]: 'aws:kms' }, Null: { [kind]: 'false' } },
    });
  });

  it('are read and written through TLS only, and every access is logged', () => {
    const policy = JSON.stringify(only(name, 'artefacts', 'AWS::S3::BucketPolicy').properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
    expect(policy).not.toContain('"Effect":"Allow"');
    expect(bucket['LoggingConfiguration']).toMatchObject({ LogFilePrefix: 'access/artefacts/' });
  });
});
