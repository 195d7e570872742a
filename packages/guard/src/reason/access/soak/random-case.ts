// Makes random questions that are neither hopeless nor trivial: about half of them can be answered with yes, and each
// kind of policy decides its share. Imports nothing from the engine.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this

import {
  type AccessCase,
  away,
  type CasePrincipal,
  type Document,
  home,
  type Json,
  manager,
  resourcePrefix,
} from './access-case.ts';
import type { Random } from './random.ts';
import { randomConditions } from './random-condition.ts';

export const caseActions = {
  s3: ['s3:GetObject', 's3:PutObject', 's3:GetObjectAcl', 'ec2:RunInstances'],
  kms: ['kms:Decrypt', 'kms:Encrypt'],
  trust: ['sts:AssumeRole'],
} as const;

export function randomCase(random: Random): AccessCase {
  const service = random.chance(0.72) ? 's3' : random.pick(['kms', 'trust'] as const);
  const principal = randomPrincipal(random, service);
  const making: Making = { random, service, principal, keys: keysFor(random, service) };
  const resourceAccount = service === 's3' && random.chance(0.2) ? away : home;
  const needsResource = service !== 's3' || resourceAccount !== principal.account || isOutside(principal);
  return {
    principal,
    resourceAccount,
    service,
    actions: [...new Set(random.some(caseActions[service], 2))],
    resource:
      service === 'trust'
        ? resourcePrefix.trust
        : resourcePrefix[service] + random.pick(['*', '*', 'a*', '?', 'ab', '*b']),
    identity: makeDocument(making, 'identity', 3),
    ...(random.chance(0.42) && { boundary: makeDocument(making, 'identity', 2) }),
    ...(principal.kind === 'role' && random.chance(0.75) && { session: makeDocument(making, 'identity', 2) }),
    ...((service !== 's3' || random.chance(needsResource ? 0.9 : 0.35)) && {
      resourcePolicy: makeDocument(making, service === 'trust' ? 'trust' : 'resource', 3),
    }),
    serviceControl: random.chance(0.46) ? levels(making, 'identity') : [],
    resourceControl: random.chance(0.42) ? levels(making, 'resource') : [],
    ...(random.chance(0.23) && { endpoint: makeDocument(making, 'resource', 2) }),
    restrictPublicBuckets: service === 's3' && random.chance(0.15),
  };
}

interface Making {
  readonly random: Random;
  readonly service: AccessCase['service'];
  readonly principal: CasePrincipal;
  /** At most two keys in one case, so that the oracle can try everything. */
  readonly keys: readonly string[];
}

type Kind = 'identity' | 'resource' | 'trust';

const isOutside = ({ kind }: CasePrincipal): boolean => kind === 'service' || kind === 'anonymous';

function randomPrincipal(random: Random, service: AccessCase['service']): CasePrincipal {
  const kind = random.pick([
    'user',
    'user',
    'user',
    'role',
    'role',
    'role',
    'role',
    'root',
    'service',
    'anonymous',
  ] as const);
  return {
    kind: service === 'trust' && kind === 'anonymous' ? 'role' : kind,
    account: random.chance(0.8) ? home : away,
    name: random.pick(['a', 'b', 'ab']),
    session: random.pick(['s', 't']),
    tags: random.chance(0.6) ? { team: random.pick(['a', 'b']) } : {},
    serviceLinked: random.chance(0.05),
    managementAccount: random.chance(0.1) ? home : manager,
  };
}

function keysFor(random: Random, service: AccessCase['service']): readonly string[] {
  const common = [
    'aws:SecureTransport',
    'aws:MultiFactorAuthPresent',
    'aws:UserAgent',
    'aws:SourceIp',
    'aws:CurrentTime',
    'aws:TagKeys',
    'aws:ResourceTag/team',
    'aws:SourceVpce',
  ];
  const pool = service === 's3' ? [...common, 's3:prefix', 's3:max-keys'] : common;
  const keys = [...new Set(random.some(pool, 2))];
  if (random.chance(0.3)) keys.push(random.pick(['aws:PrincipalTag/team', 'aws:PrincipalArn']));
  // A request through an endpoint has no public address: not both, so that every combination can occur.
  return keys.includes('aws:SourceVpce') ? keys.filter((key) => key !== 'aws:SourceIp') : keys;
}

/** Ceilings: mostly everything, with something taken away. */
function levels(making: Making, kind: Kind): readonly Document[] {
  const { random } = making;
  return Array.from({ length: 1 + random.below(3) }, () => {
    const everything = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      ...(kind === 'resource' && { Principal: '*' }),
    };
    const rest = Array.from({ length: random.below(2) }, () => ({
      ...makeStatement(making, kind),
      Effect: 'Deny',
    }));
    const base = random.chance(0.75) ? everything : makeStatement(making, kind, 'Allow');
    return { Version: '2012-10-17', Statement: [base, ...rest] };
  });
}

function makeDocument(making: Making, kind: Kind, most: number): Document {
  const { random } = making;
  const first = makeStatement(making, kind, 'Allow');
  const others = Array.from({ length: random.below(most) }, () =>
    makeStatement(making, kind, random.chance(0.5) ? 'Allow' : 'Deny'),
  );
  return { Version: '2012-10-17', Statement: [first, ...others] };
}

function makeStatement(making: Making, kind: Kind, effect: 'Allow' | 'Deny' = 'Deny'): Json {
  const { random, keys } = making;
  const conditions = random.chance(effect === 'Allow' ? 0.35 : 0.5)
    ? random.some(keys, 2).flatMap((key) => randomConditions(random, key, making.principal.tags))
    : [];
  return {
    Effect: effect,
    ...(kind !== 'identity' && principals(making, effect)),
    ...actions(making, effect),
    ...(kind !== 'trust' && resources(making, effect)),
    ...(conditions.length > 0 && { Condition: merge(conditions) }),
  };
}

function merge(conditions: readonly Json[]): Json {
  const merged: Record<string, Json> = {};
  for (const condition of conditions) {
    for (const [operator, keys] of Object.entries(condition))
      merged[operator] = { ...merged[operator], ...(keys as Json) };
  }
  return merged;
}

function actions({ random, service }: Making, effect: string): Json {
  const patterns: Readonly<Record<AccessCase['service'], readonly string[]>> = {
    s3: [
      's3:GetObject',
      's3:*',
      '*',
      's3:Get*',
      'S3:?etObject',
      's3:*Object*',
      's3:PutObject',
      'ec2:*',
      's3:GetObjectAcl',
    ],
    kms: ['kms:*', 'kms:Decrypt', 'KMS:?ncrypt', '*'],
    trust: ['sts:AssumeRole', 'sts:*', '*', 'sts:Get*'],
  };
  const wide = effect === 'Allow' && random.chance(0.5) ? ['*'] : random.some(patterns[service], 2);
  return random.chance(0.12)
    ? {
        NotAction: random.some(
          patterns[service].filter((pattern) => pattern !== '*'),
          2,
        ),
      }
    : { Action: wide };
}

function resources({ random, service }: Making, effect: string): Json {
  const prefix = service === 'kms' ? resourcePrefix.kms : resourcePrefix.s3;
  const one = () => (random.chance(effect === 'Allow' ? 0.45 : 0.15) ? '*' : prefix + randomText(random));
  const written = Array.from({ length: 1 + random.below(2) }, one);
  return random.chance(0.15)
    ? { NotResource: written.filter((text) => text !== '*' && !text.includes('${aws')).concat(`${prefix}b`) }
    : { Resource: written };
}

const variables = [
  '${aws:username}',
  '${aws:PrincipalTag/team}',
  "${aws:PrincipalTag/team, 'b'}",
  '${aws:SourceVpce}',
  '${*}',
];

function randomText(random: Random): string {
  if (random.chance(0.2))
    return random.pick(['', 'a', '*']) + random.pick(variables) + random.pick(['', 'b', '*']);
  return random.pick([
    'a',
    'b',
    '*',
    '?',
    'ab',
    'a*',
    '*a',
    'a*b',
    '*b*',
    'a?',
    '??',
    '?b',
    '*a*b',
    'ba',
    '',
  ]);
}

function principals({ random, principal }: Making, effect: string): Json {
  const own = {
    user: `arn:aws:iam::${principal.account}:user/${principal.name}`,
    role: `arn:aws:iam::${principal.account}:role/${principal.name}`,
    root: principal.account,
    service: '',
    anonymous: '',
  }[principal.kind];
  const session = `arn:aws:sts::${principal.account}:assumed-role/${principal.name}/${principal.session}`;
  const choices: readonly unknown[] = [
    '*',
    '*',
    { AWS: principal.account },
    { AWS: `arn:aws:iam::${principal.account}:root` },
    ...(own === ''
      ? [{ Service: 'logs.amazonaws.com' }, { Service: 'logs.amazonaws.com' }]
      : [{ AWS: own }, { AWS: own }]),
    ...(principal.kind === 'role' ? [{ AWS: session }] : []),
    { AWS: [`arn:aws:iam::${away}:user/z`, ...(own === '' ? [] : [own])] },
    { AWS: `arn:aws:iam::${home}:role/z` },
  ];
  if (effect === 'Deny' && principal.kind === 'user' && random.chance(0.15)) {
    return {
      NotPrincipal: {
        AWS: random.chance(0.6) ? [own, principal.account] : [away === principal.account ? home : away],
      },
    };
  }
  return { Principal: random.pick(choices) };
}
