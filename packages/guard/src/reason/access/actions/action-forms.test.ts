// Sources: Service Authorization Reference, the pages of Amazon S3, Amazon EC2, AWS KMS, AWS STS and IAM.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileForms } from '../../../../scripts/compile-forms.ts';
import { publishedForms } from './action-forms.ts';

const file = new URL('../../../../data/iam-forms.json', import.meta.url);

describe('the snapshot of the forms of requests', () => {
  it('is what the published package compiles to', () => {
    expect(compileForms() === readFileSync(file, 'utf8')).toBe(true);
  });

  it.each([
    ['ec2:DescribeInstances', true],
    ['EC2:describeinstances', true],
    ['s3:ListAllMyBuckets', true],
    ['kms:ListKeys', true],
    ['iam:ListRoles', true],
    ['sts:GetCallerIdentity', true],
    ['ec2:StartInstances', false],
    ['s3:GetObject', false],
    ['s3:ListBucket', false],
    ['iam:PassRole', false],
    ['nosuchservice:Do', false],
  ])('%s is checked against * alone: %s', (action, alone) => {
    expect(publishedForms().takesNoResource(action)).toBe(alone);
  });

  it.each([
    ['s3:GetObject', 's3:prefix', true],
    ['s3:ListBucket', 's3:prefix', false],
    ['s3:ListBucketVersions', 'S3:Prefix', false],
    ['s3:PutObject', 's3:x-amz-acl', false],
    ['s3:GetObject', 's3:x-amz-acl', true],
    ['s3:GetObject', 's3:ExistingObjectTag/team', false],
    ['kms:Decrypt', 'kms:EncryptionContext:app', false],
    ['kms:Decrypt', 'kms:ViaService', false],
    ['kms:ListKeys', 'kms:ViaService', true],
    ['iam:PassRole', 'iam:PassedToService', false],
    ['sts:AssumeRole', 'sts:ExternalId', false],
    ['secretsmanager:GetSecretValue', 'secretsmanager:ResourceTag/team', false],
    // Nothing is said of global keys, of other services' keys, and of keys that AWS publishes for no action.
    ['s3:GetObject', 'aws:SourceIp', false],
    ['s3:GetObject', 'kms:ViaService', false],
    ['s3:GetObject', 's3:NoSuchKey', false],
    ['nosuchservice:Do', 'nosuchservice:key', false],
  ])('of %s the key %s is foreign: %s', (action, key, foreign) => {
    expect(publishedForms().isForeignKey(action, key)).toBe(foreign);
  });
});
