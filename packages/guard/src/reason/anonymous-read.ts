// Whether a request without credentials reads an object of a bucket: bucket policy, ACL and Block Public Access
// together. Three-valued like everything here: a condition that is not understood makes the answer unknown, not safe.

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
  if (bucket.publicAcl && !block.ignorePublicAcls && !block.blockPublicAcls) {
    return { kind: 'open', by: bucket.publicAcl, text: `its ACL grants everyone read access` };
  }
  if (bucket.hiddenAcl !== undefined && !block.ignorePublicAcls && !block.blockPublicAcls) {
    return { kind: 'unknown', place: bucket.place, reason: bucket.hiddenAcl };
  }
  if (block.restrictPublicBuckets || block.blockPublicPolicy) {
    return {
      kind: 'closed',
      text: `Block Public Access of ${bucket.place.id} makes public policies ineffective`,
    };
  }
  const readers = bucket.statements.filter(
    (it) => it.allow && mayIncludeEveryone(it) && coversRead(it, bucket),
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

export function coversRead(statement: PolicyStatement, bucket: Bucket): boolean {
  if (statement.hides.target && statement.allow) return true;
  const action = 's3:getobject';
  const names = (patterns: readonly string[]) =>
    patterns.some((pattern) => matches(pattern.toLowerCase(), action));
  const objects = (patterns: readonly string[]) =>
    patterns.some((pattern) => meetsObjects(pattern, bucket.arn));
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
    const positive =
      /^(forallvalues:|foranyvalue:)?(string|arn)(equals|like)/i.test(operator) &&
      !/ifexists$/i.test(operator);
    return positive && bindingKeys.has(key.toLowerCase()) && !values.includes('*');
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
