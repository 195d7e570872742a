// A canned ACL of a bucket, said as the policy that grants the same. Source: S3 User Guide, "Canned ACL", "Controlling
// ownership of objects and disabling ACLs for your bucket". Object ACLs are not declared anywhere and not read.

import { placeOf } from '../../model/place.ts';
import { property } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, flag, hasToken, items, text, unknownReason } from '../../read/cloudformation/value.ts';
import { readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import { hiddenPolicy } from './policy-values.ts';

const list = ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'];
const write = ['s3:PutObject', 's3:DeleteObject'];

export function aclPolicy(bucket: Resource, arn: string): readonly Policy[] {
  const written = property(bucket, 'AccessControl');
  const acl = text(written);
  const place = placeOf(bucket, 'AccessControl', written);
  const ignored = flag(property(bucket, 'PublicAccessBlockConfiguration.IgnorePublicAcls')) ?? false;
  if (ignored) return [];
  const hidden = unknownReason(written);
  if (hidden !== undefined) return [hiddenPolicy(`ACL of ${bucket.id}`, hidden, place)];
  const isUnseen = acl === undefined && !hasToken(bucket.key);
  const isOpen = acl === 'PublicRead' || acl === 'PublicReadWrite' || isUnseen;
  if (!isOpen && acl !== 'AuthenticatedRead') return [];
  const [rule] = items(property(bucket, 'OwnershipControls.Rules'));
  if (text(at(rule, 'ObjectOwnership')) === 'BucketOwnerEnforced') return [];
  const doubt = isUnseen
    ? `the ACL of ${bucket.id} is not among the recorded answers`
    : (unknownReason(property(bucket, 'OwnershipControls')) ??
      (rule === undefined
        ? `whether ACLs count at ${bucket.id}: it names no object ownership, and of a new bucket its owner alone owns all`
        : unknownReason(at(rule, 'ObjectOwnership'))));
  const statement = (Action: readonly string[], Resource: string) => ({
    Effect: 'Allow',
    Principal: '*',
    Action,
    Resource,
    Condition: {
      // "Authenticated" is any account of AWS: whoever signs carries an account.
      ...(!isOpen && { Null: { 'aws:PrincipalAccount': 'false' } }),
      ...(doubt !== undefined && { StringEquals: { 'aws:SecureTransport': { unresolved: doubt } } }),
    },
  });
  return [
    readPolicy({
      name: `ACL ${acl ?? 'that may be public'} of ${bucket.id}`,
      kind: 'resource',
      document: {
        Version: '2012-10-17',
        Statement: [
          statement(list, arn),
          ...(acl === 'PublicReadWrite' || isUnseen ? [statement(write, `${arn}/*`)] : []),
        ],
      },
      placeOf: () => place,
    }),
  ];
}
