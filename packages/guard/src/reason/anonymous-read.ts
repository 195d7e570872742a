// Whether a bucket answers a request without credentials: bucket policy, ACL and Block Public Access together.
// Three-valued like everything here: a condition that is not understood makes the answer unknown, not safe.
// Source: S3 User Guide, "Blocking public access to your Amazon S3 storage", "Default settings for new S3 buckets".

import type { Place } from '../model/place.ts';
import type { Bucket, Condition, PolicyStatement } from '../model/storage.ts';

export type AnonymousRead =
  | { readonly kind: 'open'; readonly by: Place; readonly text: string }
  | { readonly kind: 'closed'; readonly text: string }
  | { readonly kind: 'unknown'; readonly place: Place; readonly reason: string };

/** Keys that tie "everyone" to a place or a party, so that an anonymous stranger never matches. */
const bindingKeys = new Set([
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:principalorgid',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgpaths',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);

export function anonymousRead(bucket: Bucket): AnonymousRead {
  const { publicAccessBlock: block } = bucket;
  // Two of the switches refuse what is public from now on, and leave what stands already.
  const standing = (isOn: boolean, what: string) =>
    block.isUnsaid
      ? `whether S3 blocks public access to ${bucket.place.id}, which says nothing about it: to a new bucket it does`
      : isOn
        ? `whether a public ${what} stood before Block Public Access of ${bucket.place.id} refused it`
        : undefined;
  const unknown = (place: Place, reason: string) => ({ kind: 'unknown', place, reason }) as const;
  if (bucket.publicAcl && !block.ignorePublicAcls) {
    const doubt = standing(block.blockPublicAcls, 'ACL');
    if (doubt !== undefined) return unknown(bucket.publicAcl, doubt);
    return { kind: 'open', by: bucket.publicAcl, text: `its ACL grants everyone read access` };
  }
  if (bucket.hiddenAcl !== undefined && !block.ignorePublicAcls)
    return unknown(bucket.place, bucket.hiddenAcl);
  if (block.restrictPublicBuckets) {
    return {
      kind: 'closed',
      text: `Block Public Access of ${bucket.place.id} makes public policies ineffective`,
    };
  }
  const readers = bucket.statements.filter(
    (it) => it.allow && mayIncludeEveryone(it) && coversSome(it, bucket),
  );
  if (readers.length === 0)
    return { kind: 'closed', text: `no statement of the policy of ${bucket.place.id} admits everyone` };
  const open = readers.find(
    (it) => it.uncertain === undefined && block.uncertain === undefined && bindsNothing(it.conditions),
  );
  const denied = bucket.statements.some(
    (it) =>
      !it.allow &&
      it.uncertain === undefined &&
      it.principals.includes('*') &&
      deniesAllReads(it, bucket) &&
      it.conditions.length === 0,
  );
  const doubt = open && (standing(block.blockPublicPolicy, 'policy') ?? exception(bucket));
  if (open && !denied && doubt !== undefined) return unknown(open.place, doubt);
  if (open && !denied) return { kind: 'open', by: open.place, text: 'a policy statement admits everyone' };
  const unread = readers.find(
    (it) => it.uncertain !== undefined || block.uncertain !== undefined || !bindsSomeone(it.conditions),
  );
  if (unread && !denied && !open) {
    return {
      kind: 'unknown',
      place: unread.place,
      reason:
        unread.uncertain ??
        block.uncertain ??
        `the conditions ${names(unread.conditions)} on a statement that admits everyone`,
    };
  }
  return {
    kind: 'closed',
    text: `every statement of the policy of ${bucket.place.id} that admits everyone is bound or denied`,
  };
}

/** Everyone by name, by exception, or perhaps. */
const mayIncludeEveryone = (statement: PolicyStatement): boolean =>
  statement.principals.includes('*') || statement.hasNotPrincipal || statement.hides.principal;

/** A deny of some objects protects those alone; only one of all objects protects the bucket. */
function deniesAllReads(statement: PolicyStatement, bucket: Bucket): boolean {
  const everyObject = statement.resources.some((pattern) => pattern === '*' || pattern === `${bucket.arn}/*`);
  return everyObject && coversRead(statement, bucket);
}

/** A deny of everyone under conditions leaves only some requests open, and which they are is not followed here. */
function exception(bucket: Bucket): string | undefined {
  const isHarmless = ({ key }: Condition) => key.toLowerCase() === 'aws:securetransport';
  const deny = bucket.statements.find(
    (it) =>
      !it.allow &&
      (it.principals.includes('*') || it.hasNotPrincipal || it.hides.principal) &&
      !it.conditions.every(isHarmless),
  );
  return deny && `what the deny with ${names(deny.conditions)} leaves open`;
}

/** What a request without credentials might do to an object, and to the bucket. */
const objectActions = ['s3:getobject', 's3:getobjectversion', 's3:putobject', 's3:deleteobject'];
const bucketActions = ['s3:listbucket', 's3:listbucketversions', 's3:putbucketacl', 's3:deletebucket'];

const coversSome = (statement: PolicyStatement, bucket: Bucket): boolean =>
  objectActions.some((action) => covers(statement, action, (pattern) => meetsObjects(pattern, bucket.arn))) ||
  bucketActions.some((action) => covers(statement, action, (pattern) => matches(pattern, bucket.arn)));

export const coversRead = (statement: PolicyStatement, bucket: Bucket): boolean =>
  covers(statement, 's3:getobject', (pattern) => meetsObjects(pattern, bucket.arn));

function covers(statement: PolicyStatement, action: string, meets: (pattern: string) => boolean): boolean {
  if (statement.hides.target && statement.allow) return true;
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => matches(pattern.toLowerCase(), action));
  const objects = (patterns: readonly string[]) => patterns.some(meets);
  const byAction = statement.notActions.length > 0 ? !names(statement.notActions) : names(statement.actions);
  const byResource =
    statement.notResources.length > 0 ? !objects(statement.notResources) : objects(statement.resources);
  return byAction && byResource;
}

/** Only transport and user-agent conditions: any stranger can satisfy them. */
function bindsNothing(conditions: readonly Condition[]): boolean {
  return conditions.every(({ key, operator, values }) => {
    const name = key.toLowerCase();
    if (name === 'aws:securetransport') return true;
    if (name === 'aws:sourceip' && operator.toLowerCase() === 'ipaddress')
      return values.some((it) => it === '0.0.0.0/0' || it === '::/0');
    return false;
  });
}

function bindsSomeone(conditions: readonly Condition[]): boolean {
  return conditions.some(({ key, operator, values }) => {
    // "All values" holds of a key that is not there, and who does not sign has none of these.
    const positive = /^(foranyvalue:)?(string|arn)(equals|like)(ignorecase)?$/i.test(operator);
    // Anybody may have a network and an endpoint of some name.
    const isLoose = /^aws:sourcevpce?$/i.test(key) && values.some((value) => /[*?]/.test(value));
    return positive && bindingKeys.has(key.toLowerCase()) && !values.includes('*') && !isLoose;
  });
}

const names = (conditions: readonly Condition[]) =>
  conditions.map(({ operator, key }) => `${operator} ${key}`).join(', ');

function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** Whether a resource pattern covers some object of the bucket. */
function meetsObjects(pattern: string, arn: string): boolean {
  if (pattern === '*' || pattern.startsWith(`${arn}/`)) return true;
  return (
    pattern.includes('*') &&
    (matches(pattern, `${arn}/index.html`) || matches(pattern.split('/')[0] ?? '', arn))
  );
}
