// A large account as plain policy documents: roles with five policies each, organisation-wide limits, and one bucket.

import { readPolicy } from '../src/reason/access/policy/read-policy.ts';
import type { Policy } from '../src/reason/access/policy/statement.ts';
import type { Random } from '../src/reason/access/soak/random.ts';
import type { Member, World } from '../src/reason/access/symbolic/who-can.ts';

const account = '111122223333';
const organization = { id: 'o-1', managementAccount: '999900001111' };
export const policiesEach = 5;

/** Policies as accounts have them: many services, wildcards, denies, tags, MFA, networks. */
export function documentsOf(random: Random): readonly string[] {
  const services = ['s3', 'sqs', 'dynamodb', 'logs', 'kms', 'ec2', 'lambda', 'ssm'];
  return Array.from({ length: policiesEach }, () => {
    const statements = Array.from({ length: 1 + random.below(4) }, () =>
      statementOf(random, random.pick(services)),
    );
    return JSON.stringify({ Version: '2012-10-17', Statement: statements });
  });
}

function statementOf(random: Random, service: string): object {
  const bucket = random.pick(['parcels-prod', 'parcels-*', 'parcels-dev', 'logs-*', 'site', '*-prod']);
  const resource =
    service === 's3'
      ? `arn:aws:s3:::${bucket}/${random.pick(['*', 'labels/*', '*.pdf', 'a/*/b', `\${aws:PrincipalTag/team}/*`])}`
      : `arn:aws:${service}:eu-west-1:${account}:${random.pick(['*', 'parcels-*', 'orders'])}`;
  const conditions = [
    { StringEquals: { 'aws:ResourceTag/env': random.pick(['dev', 'prod']) } },
    { Bool: { 'aws:SecureTransport': 'true' } },
    { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } },
    { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.0/24'] } },
    { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
  ];
  return {
    Effect: random.chance(0.85) ? 'Allow' : 'Deny',
    Action: random.chance(0.1)
      ? '*'
      : [`${service}:${random.pick(['*', 'Get*', 'List*', 'Put*', '*Object*'])}`],
    Resource: random.chance(0.1) ? '*' : [resource, `${resource}-x`],
    ...(random.chance(0.4) && { Condition: random.pick(conditions) }),
  };
}

export function worldOf(documents: readonly (readonly string[])[]): World {
  const read = (kind: 'identity' | 'resource', document: unknown): Policy =>
    readPolicy({ name: 'p', kind, document });
  const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
  const regions = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      NotAction: ['iam:*', 's3:GetObject'],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    },
  };
  const serviceControl = [
    [read('identity', everything)],
    [read('identity', everything), read('identity', regions)],
  ];
  const members = documents.map(
    (texts, index): Member => ({
      principal: {
        kind: 'role',
        account,
        organization,
        arn: `arn:aws:iam::${account}:role/r${index}`,
        session: 's',
        uniqueId: `AROA${index}`,
        tags: { team: index % 2 ? 'ops' : 'app' },
      },
      identity: texts.map((text) => read('identity', JSON.parse(text))),
      serviceControl,
    }),
  );
  const bucket = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: 'arn:aws:s3:::parcels-prod/*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:role/r1` },
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::parcels-prod/labels/*',
      },
    ],
  };
  return {
    members,
    target: {
      facts: { account, organization, tags: { env: 'prod' } },
      resource: [read('resource', bucket)],
      resourceControl: [],
    },
  };
}
