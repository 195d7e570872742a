// A random condition on one key, with values that the oracle's universe can tell apart.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this

import { home, type Json } from './access-case.ts';
import type { Random } from './random.ts';

const ordered = ['s3:max-keys', 'aws:CurrentTime', 'aws:SourceIp'];

/** One condition; on keys with an order often a second one, so that ranges come about. */
export function randomConditions(
  random: Random,
  key: string,
  tags: Readonly<Record<string, string>>,
): readonly Json[] {
  if (key === 'aws:SourceIp' && random.chance(0.4)) {
    // Blocks that begin together: what lies between them begins after the smaller one.
    return [{ IpAddress: { [key]: ['10.0.0.0/8'] } }, { NotIpAddress: { [key]: ['10.0.0.0/16'] } }];
  }
  const more = ordered.includes(key) && random.chance(0.5) ? 2 : 1;
  return Array.from({ length: more }, () => randomCondition(random, key, tags));
}

function randomCondition(random: Random, key: string, tags: Readonly<Record<string, string>>): Json {
  if (random.chance(0.12)) return { Null: { [key]: random.pick(['true', 'false']) } };
  const ifExists = random.chance(0.2) ? 'IfExists' : '';
  const make = makers[key];
  if (!make) throw new Error(`no conditions for ${key}`);
  const [operator, values] = make(random, tags);
  return { [operator.startsWith('ForAnyValue') ? operator : operator + ifExists]: { [key]: values } };
}

type Maker = (random: Random, tags: Readonly<Record<string, string>>) => readonly [string, readonly string[]];

const texts = ['a', 'b', 'ab', 'c'];
const globs = ['a', 'a*', '*b', '?', '*a*', 'a?', '*'];

const textMaker: Maker = (random) => {
  const operator = random.pick([
    'StringEquals',
    'StringNotEquals',
    'StringLike',
    'StringNotLike',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
  ]);
  return [operator, random.some(operator.includes('Like') ? globs : texts, 2)];
};

const trueFalse: Maker = (random) => ['Bool', [random.pick(['true', 'false'])]];

const makers: Readonly<Record<string, Maker>> = {
  'aws:SecureTransport': trueFalse,
  'aws:MultiFactorAuthPresent': trueFalse,
  's3:prefix': textMaker,
  'aws:UserAgent': textMaker,
  'aws:SourceVpce': textMaker,
  'aws:PrincipalTag/team': textMaker,
  'aws:PrincipalArn': (random) => [
    random.pick(['ArnLike', 'ArnNotLike', 'ArnEquals']),
    [`arn:aws:iam::${random.pick(['*', home, '?*'])}:${random.pick(['*', 'role/*', 'user/a*', 'role/a'])}`],
  ],
  'aws:SourceIp': (random) => [
    random.pick(['IpAddress', 'NotIpAddress']),
    random.some(
      ['10.0.0.0/8', '10.1.0.0/16', '10.0.0.0/16', '203.0.113.0/24', '2001:db8::/32', '8.8.8.8'],
      2,
    ),
  ],
  's3:max-keys': (random) => [
    random.pick([
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ]),
    random.some(['1', '5', '10'], 2),
  ],
  'aws:CurrentTime': (random) => [
    random.pick([
      'DateLessThan',
      'DateLessThanEquals',
      'DateGreaterThan',
      'DateGreaterThanEquals',
      'DateNotEquals',
    ]),
    [random.pick(['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z'])],
  ],
  'aws:TagKeys': (random) => {
    const operator = random.pick(['StringEquals', 'StringNotEquals', 'StringLike']);
    return [
      `${random.pick(['ForAllValues', 'ForAnyValue'])}:${operator}`,
      random.some(operator === 'StringLike' ? globs : texts, 2),
    ];
  },
  'aws:ResourceTag/team': (random) => [
    random.pick(['StringEquals', 'StringNotEquals', 'StringLike']),
    [random.pick(['a', 'b', '${aws:PrincipalTag/team}', "${aws:PrincipalTag/team, 'c'}", '${aws:username}'])],
  ],
};
