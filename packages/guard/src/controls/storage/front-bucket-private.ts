// Objects leave a bucket through the distribution in front of it or not at all.

import type { Model } from '../../model/model.ts';
import type { Bucket, PolicyStatement } from '../../model/storage.ts';
import { readable } from '../../read/cloudformation/value.ts';
import { anonymousRead, coversRead } from '../../reason/anonymous-read.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

const off = {
  BlockPublicAcls: false,
  BlockPublicPolicy: false,
  IgnorePublicAcls: false,
  RestrictPublicBuckets: false,
};
const open = { 'FrontBucket.Properties.PublicAccessBlockConfiguration': off };
const aclsCount = {
  'FrontBucket.Properties.OwnershipControls': { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
};
const publicPolicy = (Action: string, Condition?: unknown) => ({
  ...everyone,
  'FrontPolicy.Properties.PolicyDocument.Statement.0.Action': Action,
  'FrontPolicy.Properties.PolicyDocument.Statement.0.Resource': '*',
  'FrontPolicy.Properties.PolicyDocument.Statement.0.Condition': Condition,
});
const everyone = { 'FrontPolicy.Properties.PolicyDocument.Statement.0.Principal': '*' };

export default control({
  id: 'front-bucket-private',
  claim:
    'No bucket answers a request without credentials or a website request; CloudFront reads one for its own distribution alone.',
  because: 'The as-built front end was an S3 website over plain HTTP, readable by everyone.',
  keeps: ['FRONT', 'BP-NOPUBLIC', 'SVC-CLOUDFRONT', 'SVC-S3', 'T-MISCONF'],
  threats: ['public-bucket', 'edge-bypass'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/ac-3', 'nist-800-53r5/sc-7'],
  prove: (model) =>
    all(
      model.buckets.map((bucket) => judge(model, bucket)),
      'no bucket in the given templates',
    ),
  remedy:
    'Block public access, remove the website configuration, and admit cloudfront.amazonaws.com with AWS:SourceArn of the distribution.',
  examples: [
    { name: 'read by its distribution alone', given: site, verdict: 'proved' },
    {
      name: 'read by everyone',
      given: changed(site, {
        ...open,
        ...everyone,
        'FrontPolicy.Properties.PolicyDocument.Statement.0.Condition': undefined,
      }),
      verdict: 'refuted',
    },
    {
      name: 'a public policy that Block Public Access stops',
      given: changed(site, {
        ...everyone,
        'FrontPolicy.Properties.PolicyDocument.Statement.0.Condition': undefined,
      }),
      verdict: 'proved',
    },
    {
      name: 'a website endpoint',
      given: changed(site, {
        'FrontBucket.Properties.WebsiteConfiguration': { IndexDocument: 'index.html' },
      }),
      verdict: 'refuted',
    },
    {
      name: 'a public ACL',
      given: changed(site, { ...open, ...aclsCount, 'FrontBucket.Properties.AccessControl': 'PublicRead' }),
      verdict: 'refuted',
    },
    {
      name: 'a public ACL where ACLs do not count',
      given: changed(site, {
        ...open,
        'FrontBucket.Properties.OwnershipControls': { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        'FrontBucket.Properties.AccessControl': 'PublicRead',
      }),
      verdict: 'proved',
    },
    {
      name: 'an ACL for whoever has an account',
      given: changed(site, {
        ...open,
        ...aclsCount,
        'FrontBucket.Properties.AccessControl': 'AuthenticatedRead',
      }),
      verdict: 'proved',
    },
    {
      name: 'a public ACL that stood before such were refused',
      given: changed(site, {
        ...aclsCount,
        'FrontBucket.Properties.PublicAccessBlockConfiguration': { ...off, BlockPublicAcls: true },
        'FrontBucket.Properties.AccessControl': 'PublicRead',
      }),
      verdict: 'unknown',
    },
    {
      name: 'a public policy that stood before such were refused',
      given: changed(site, {
        ...publicPolicy('s3:GetObject'),
        'FrontBucket.Properties.PublicAccessBlockConfiguration': { ...off, BlockPublicPolicy: true },
      }),
      verdict: 'unknown',
    },
    {
      name: 'a public policy at a bucket that says nothing about public access',
      given: changed(site, {
        ...publicPolicy('s3:GetObject'),
        'FrontBucket.Properties.PublicAccessBlockConfiguration': undefined,
      }),
      verdict: 'unknown',
    },
    {
      name: 'listed by everyone',
      given: changed(site, { ...open, ...publicPolicy('s3:ListBucket') }),
      verdict: 'refuted',
    },
    {
      name: 'written by everyone',
      given: changed(site, { ...open, ...publicPolicy('s3:PutObject') }),
      verdict: 'refuted',
    },
    {
      name: 'everyone without an organisation, by a set operator',
      given: changed(site, {
        ...open,
        ...publicPolicy('s3:GetObject', {
          'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': ['o-1/*'] },
        }),
      }),
      verdict: 'unknown',
    },
    {
      name: 'everyone who has some endpoint',
      given: changed(site, {
        ...open,
        ...publicPolicy('s3:GetObject', { StringLike: { 'aws:SourceVpce': 'vpce-*' } }),
      }),
      verdict: 'unknown',
    },
    {
      name: 'everyone, but for a deny of those outside a network',
      given: changed(site, {
        ...open,
        ...publicPolicy('s3:GetObject'),
        'FrontPolicy.Properties.PolicyDocument.Statement.1': {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-0123' } },
        },
      }),
      verdict: 'unknown',
    },
    {
      name: 'any distribution of anyone',
      given: changed(site, { 'FrontPolicy.Properties.PolicyDocument.Statement.0.Condition': undefined }),
      verdict: 'refuted',
    },
    {
      name: 'everyone, under a condition that is not understood',
      given: changed(site, {
        ...open,
        ...everyone,
        'FrontPolicy.Properties.PolicyDocument.Statement.0.Condition': {
          StringLike: { 'aws:Referer': 'https://example.org/*' },
        },
      }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model, bucket: Bucket): Finding {
  const read = anonymousRead(bucket);
  const openings = [
    ...(bucket.website
      ? [
          {
            text: 'a website configuration answers over plain HTTP, past every distribution',
            place: bucket.website,
          },
        ]
      : []),
    ...(read.kind === 'open' ? [{ text: read.text, place: read.by }] : []),
  ];
  if (openings.length > 0) {
    const url = bucket.website
      ? `http://${readable(bucket.name)}.s3-website`
      : `https://${readable(bucket.name)}.s3`;
    const summary = `GET ${url}…/index.html without credentials reaches ${bucket.place.id}: ${openings.map(({ text }) => text).join('; ')}.`;
    return refuted([...openings.map(({ place }) => place), bucket.place], 'request', summary, openings);
  }
  if (read.kind === 'unknown') return unknown([read.place], read.reason);
  const loose = bucket.statements.find(
    (statement) => admitsCloudFront(statement, bucket) && !boundToDistribution(model, statement),
  );
  if (loose?.uncertain !== undefined) return unknown([loose.place], loose.uncertain);
  if (loose) {
    return refuted(
      [loose.place, bucket.place],
      'request',
      `Any distribution of any account can read ${bucket.place.id}: the statement names no AWS:SourceArn of a distribution declared here.`,
    );
  }
  return proved([bucket.place], read.text);
}

function admitsCloudFront(statement: PolicyStatement, bucket: Bucket): boolean {
  return (
    statement.allow &&
    (statement.services.includes('cloudfront.amazonaws.com') || statement.hides.principal) &&
    coversRead(statement, bucket)
  );
}

function boundToDistribution(model: Model, statement: PolicyStatement): boolean {
  const keys = model.distributions.map(({ key }) => key);
  return statement.conditions.some(
    ({ operator, key, values }) =>
      /^(string|arn)(equals|like)$/i.test(operator) &&
      key.toLowerCase() === 'aws:sourcearn' &&
      values.every((value) => keys.some((distribution) => value.endsWith(`:distribution/${distribution}`))),
  );
}
