// Buckets and who may read them, and the distributions that stand in front of buckets and load balancers.

import type { Resource } from '../read/closed-world.ts';
import { at, flag, items, text, unknownReason, type Value } from '../read/cloudformation/value.ts';
import { type Place, placeOf } from './place.ts';
import { hiddenIn, property, propertyText, type Resources } from './resources.ts';

export interface Bucket {
  readonly key: string;
  readonly name: string;
  readonly arn: string;
  readonly place: Place;
  readonly website: Place | undefined;
  readonly publicAcl: Place | undefined;
  /** Why it is not known whether the ACL is public, or whether it counts. */
  readonly hiddenAcl: string | undefined;
  readonly statements: readonly PolicyStatement[];
  readonly publicAccessBlock: PublicAccessBlock;
}

/** Each switch as the bucket or its account declares it. */
export interface PublicAccessBlock {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
  /** Nothing is declared: on for a new bucket, off for one made before April 2023. */
  readonly isUnsaid: boolean;
  readonly uncertain: string | undefined;
}

export interface PolicyStatement {
  readonly place: Place;
  readonly allow: boolean;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** `*` for everyone; otherwise ARNs and account numbers. */
  readonly principals: readonly string[];
  readonly services: readonly string[];
  readonly hasNotPrincipal: boolean;
  /** Operator → key → values, all as texts. */
  readonly conditions: readonly Condition[];
  /** Why some part of the statement is not known, and which parts: what is hidden may be anything. */
  readonly uncertain: string | undefined;
  readonly hides: { readonly principal: boolean; readonly target: boolean };
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Distribution {
  readonly key: string;
  readonly place: Place;
  readonly origins: readonly Origin[];
}

export interface Origin {
  readonly place: Place;
  readonly domain: string;
  readonly accessControl: boolean;
  /** Key of the VPC origin, when the origin stands in a VPC. */
  readonly vpcOrigin: string | undefined;
}

/** Those that answer whoever does not sign; `AuthenticatedRead` asks for credentials of some account. */
const publicAcls = ['PublicRead', 'PublicReadWrite'];

export function readBuckets(resources: Resources): Bucket[] {
  const policies = resources.ofType('AWS::S3::BucketPolicy');
  return resources.ofType('AWS::S3::Bucket').map((bucket) => {
    const name = propertyText(bucket, 'BucketName') ?? bucket.key;
    const website = property(bucket, 'WebsiteConfiguration');
    const acl = property(bucket, 'AccessControl');
    const own = policies.filter(
      (policy) =>
        [bucket.key, name].includes(propertyText(policy, 'Bucket') ?? '') ||
        hiddenIn(policy, 'Bucket') !== undefined,
    );
    const ofAccount = resources
      .ofType('AWS::S3::RecordedAccountBlock')
      .filter(({ environment }) => environment === bucket.environment);
    const block = (path: string) =>
      [bucket, ...ofAccount].some(
        (it) => flag(property(it, `PublicAccessBlockConfiguration.${path}`)) ?? false,
      );
    const isPublicAcl = publicAcls.includes(text(acl) ?? '');
    const [rule] = items(property(bucket, 'OwnershipControls.Rules'));
    const ownership = text(at(rule, 'ObjectOwnership'));
    const isIgnored = ownership === 'BucketOwnerEnforced';
    const unowned =
      isPublicAcl && ownership === undefined
        ? `whether ACLs count at ${bucket.id}: of a new bucket that names no object ownership they do not`
        : undefined;
    return {
      key: bucket.key,
      name,
      arn: `arn:aws:s3:::${name}`,
      place: placeOf(bucket),
      website: website && placeOf(bucket, 'WebsiteConfiguration', website),
      publicAcl: isPublicAcl && !isIgnored && !unowned ? placeOf(bucket, 'AccessControl', acl) : undefined,
      hiddenAcl: isIgnored ? undefined : (hiddenIn(bucket, 'AccessControl') ?? unowned),
      statements: own.flatMap(readStatements),
      publicAccessBlock: {
        blockPublicAcls: block('BlockPublicAcls'),
        ignorePublicAcls: block('IgnorePublicAcls'),
        blockPublicPolicy: block('BlockPublicPolicy'),
        restrictPublicBuckets: block('RestrictPublicBuckets'),
        isUnsaid: property(bucket, 'PublicAccessBlockConfiguration') === undefined,
        uncertain: hiddenIn(bucket, 'PublicAccessBlockConfiguration', 'AccessControl'),
      },
    };
  });
}

function readStatements(policy: Resource): PolicyStatement[] {
  return items(property(policy, 'PolicyDocument.Statement')).map((statement, index) => {
    const list = (path: string) => items(at(statement, path)).flatMap((item) => text(item) ?? []);
    const principal = at(statement, 'Principal');
    const everyone = text(principal) === '*' ? ['*'] : [];
    return {
      place: placeOf(policy, `PolicyDocument.Statement.${index}`, statement),
      // An effect that cannot be read may be Allow; nothing is safe because it might be a Deny.
      allow: text(at(statement, 'Effect')) !== 'Deny',
      actions: list('Action'),
      notActions: list('NotAction'),
      resources: list('Resource'),
      notResources: list('NotResource'),
      principals: [...everyone, ...list('Principal.AWS'), ...list('Principal.CanonicalUser')],
      services: list('Principal.Service'),
      hasNotPrincipal: at(statement, 'NotPrincipal') !== undefined,
      conditions: readConditions(at(statement, 'Condition')),
      uncertain: unknownReason(statement) ?? hiddenIn(policy, 'Bucket'),
      hides: {
        principal: unknownReason(principal) !== undefined || statement.kind === 'unknown',
        target:
          statement.kind === 'unknown' ||
          ['Action', 'NotAction', 'Resource', 'NotResource'].some(
            (part) => unknownReason(at(statement, part)) !== undefined,
          ),
      },
    };
  });
}

function readConditions(value: Value | undefined): Condition[] {
  if (value?.kind !== 'map') return [];
  return [...value.entries].flatMap(([operator, keys]) =>
    keys.kind === 'map'
      ? [...keys.entries].map(([key, values]) => ({
          operator,
          key,
          values: items(values).flatMap((item) => text(item) ?? []),
        }))
      : [],
  );
}

export function readDistributions(resources: Resources): Distribution[] {
  return resources.ofType('AWS::CloudFront::Distribution').map((distribution) => ({
    key: distribution.key,
    place: placeOf(distribution),
    origins: items(property(distribution, 'DistributionConfig.Origins')).map((origin, index) => ({
      place: placeOf(distribution, `DistributionConfig.Origins.${index}`, origin),
      domain: text(at(origin, 'DomainName')) ?? '',
      accessControl: (text(at(origin, 'OriginAccessControlId')) ?? '') !== '',
      vpcOrigin: text(at(origin, 'VpcOriginConfig.VpcOriginId')),
    })),
  }));
}
