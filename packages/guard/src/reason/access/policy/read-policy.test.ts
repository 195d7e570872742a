// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bind, matchText } from './bound-pattern.ts';
import { type Dialect, readPattern } from './pattern.ts';
import { PolicyUnreadable } from './policy-problem.ts';
import { type PolicySource, readPolicy } from './read-policy.ts';

const source = (
  Statement: unknown,
  kind: PolicySource['kind'] = 'identity',
  more: object = {},
): PolicySource => ({
  name: 'p',
  kind,
  document: { Version: '2012-10-17', Statement, ...more },
});
const plain = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('reading a policy', () => {
  it('names each statement and passes its place through', () => {
    const place = (statement: number) => ({ line: 10 + statement });
    const { statements } = readPolicy({ ...source([{ ...plain, Sid: 'Read' }, plain]), placeOf: place });
    expect(statements.map(({ id, place: at }) => [id, at])).toEqual([
      ['Read', { line: 10 }],
      ['#2', { line: 11 }],
    ]);
  });

  it('keeps condition keys in lower case and operators with their prefix and suffix', () => {
    const Condition = { 'forallvalues:stringlikeIFEXISTS': { 'aws:TagKeys': 'a*' } };
    const [statement] = readPolicy(source({ ...plain, Condition })).statements;
    expect(statement?.conditions[0]).toMatchObject({
      key: 'aws:tagkeys',
      quantifier: 'all',
      ifExists: true,
      operator: { name: 'StringLike' },
    });
  });

  it('reads a statement of which nothing is known as one that may allow and may deny', () => {
    const { statements } = readPolicy(source([{ unresolved: 'Fn::If on IsProd' }]));
    expect(statements.map(({ effect, doubt }) => [effect, doubt])).toEqual([
      ['allow', 'Fn::If on IsProd'],
      ['deny', 'Fn::If on IsProd'],
    ]);
  });

  it.each<[string, unknown, PolicySource['kind'], string]>([
    [
      'an unknown element',
      { ...plain, Conditon: {} },
      'identity',
      'Statement[0]: has an element "Conditon"; allowed: Sid, Effect',
    ],
    [
      'an effect in the wrong case',
      { ...plain, Effect: 'allow' },
      'identity',
      'Statement[0].Effect: given "allow"; allowed: "Allow" or "Deny"',
    ],
    [
      'both Action and NotAction',
      { ...plain, NotAction: 's3:*' },
      'identity',
      'has both Action and NotAction',
    ],
    ['no action', { Effect: 'Allow', Resource: '*' }, 'identity', 'has neither Action nor NotAction'],
    [
      'an action without a service',
      { ...plain, Action: 'GetObject' },
      'identity',
      'given "GetObject"; allowed: "*" or "service:Action"',
    ],
    [
      'an unknown operator',
      { ...plain, Condition: { StringMatches: { a: 'b' } } },
      'identity',
      'has an operator "StringMatches"; allowed: StringEquals',
    ],
    [
      'Null with IfExists',
      { ...plain, Condition: { NullIfExists: { a: 'true' } } },
      'identity',
      'has an operator "NullIfExists"',
    ],
    [
      'a block that is none',
      { ...plain, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0/8' } } },
      'identity',
      'Statement[0].Condition.IpAddress.aws:SourceIp: given "10.0.0/8"; IpAddress compares addresses and CIDR blocks',
    ],
    [
      'a date that is none',
      { ...plain, Condition: { DateLessThan: { 'aws:CurrentTime': 'tomorrow' } } },
      'identity',
      'compares dates such as',
    ],
    [
      'a principal in an identity policy',
      { ...plain, Principal: '*' },
      'identity',
      'attached to one; remove it',
    ],
    ['no principal in a resource policy', plain, 'resource', 'has neither Principal nor NotPrincipal'],
    [
      'a resource in a trust policy',
      { ...plain, Principal: '*' },
      'trust',
      'has a Resource, but a trust policy',
    ],
    [
      'a principal of an unknown kind',
      { ...plain, Principal: { Users: 'a' } },
      'resource',
      'has a kind "Users"; allowed: AWS, Service',
    ],
    [
      'a statement that is a text',
      'Allow',
      'identity',
      'Statement[0]: given "Allow"; a statement is a JSON object',
    ],
  ])('refuses %s, and says what is allowed', (_name, statement, kind, message) => {
    expect(() => readPolicy(source([statement], kind))).toThrow(PolicyUnreadable);
    expect(() => readPolicy(source([statement], kind))).toThrow(message);
  });

  it('tells the first ten problems and counts the rest', () => {
    const broken = source(Array<null>(65_000).fill(null), 'identity');
    const few = source(Array<null>(1000).fill(null), 'identity');
    expect(() => readPolicy(broken)).toThrow(/Statement: given 65000 statements; at most 1000 are read/);
    expect(() => readPolicy(few)).toThrow(
      /Statement\[9\]: given null.*\n.*: 990 more problems; mend these first$/,
    );
  });

  it('refuses an unknown version, and reports every problem at once', () => {
    const broken = source(
      [
        { ...plain, Effect: 'x' },
        { ...plain, Action: 'y' },
      ],
      'identity',
      { Version: '2020-01-01' },
    );
    try {
      readPolicy(broken);
      expect.unreachable('the policy was read');
    } catch (error) {
      expect((error as PolicyUnreadable).problems.map(({ at }) => at)).toEqual([
        'Version',
        'Statement[0].Effect',
        'Statement[1].Action',
      ]);
    }
  });
});

describe('any JSON at all', () => {
  it('is read or refused, and nothing else happens (seed 7)', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const name = fc.constantFrom(
      'Effect',
      'Action',
      'Resource',
      'Principal',
      'Condition',
      'NotAction',
      'Sid',
      'constructor',
      '__proto__',
    );
    const statement = fc.oneof(
      value,
      fc.dictionary(name, fc.oneof(value, fc.constantFrom('Allow', 's3:*', '*'))),
    );
    const document = fc.oneof(
      value,
      fc.record({
        Version: fc.constantFrom('2012-10-17', '2008-10-17'),
        Statement: fc.oneof(statement, fc.array(statement)),
      }),
    );
    fc.assert(
      fc.property(
        document,
        fc.constantFrom('identity' as const, 'resource' as const, 'trust' as const),
        (given, kind) => {
          try {
            return Array.isArray(readPolicy({ name: 'p', kind, document: given }).statements);
          } catch (error) {
            return error instanceof PolicyUnreadable && error.problems.length > 0;
          }
        },
      ),
      { seed: 7, numRuns: 400 },
    );
  });
});

describe('matching texts', () => {
  const values: Readonly<Record<string, string>> = { 'aws:username': 'alice', 'aws:star': '*' };
  const match = (pattern: string, value: string, dialect: Dialect = 'glob', variables = true) => {
    const bound = bind(readPattern(pattern, { dialect, variables }), (key) =>
      values[key] === undefined ? { absent: true } : { value: values[key] },
    );
    return bound ? matchText(bound, value) === 2 : false;
  };

  it.each<[string, string, boolean, Dialect?]>([
    ['a*c', 'abbc', true],
    ['a?c', 'ac', false],
    ['*', '', true],
    ['A', 'a', false],
    ['home/${aws:username}/*', 'home/alice/x', true],
    ['home/${aws:UserName}', 'home/alice', true],
    ["${aws:none, 'guest'}", 'guest', true],
    ['${aws:none}', '', false],
    ['${aws:star}', 'x', false],
    ['${aws:star}', '*', true],
    ['a${*}', 'a*', true],
    ['a${*}', 'ab', false],
    ['${$}{x}', '${x}', true],
    ['*', '*', true, 'literal'],
    ['*', 'x', false, 'literal'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a:c', true, 'resource'],
    ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu-west-1:1:q', true, 'resource'],
    ['arn:aws:sqs:*', 'arn:aws:sqs:eu-west-1:1:q', true, 'resource'],
    ['arn:aws:s*s:eu:1:q', 'arn:aws:s3:a:bs:eu:1:q', false, 'resource'],
    ['arn:aws:sqs:*:q', 'arn:aws:sqs:eu:1:q', true, 'resource'],
    ['arn:aws:iam::*:role/x', 'arn:aws:iam::1:role/x', true, 'arn'],
    ['arn:aws:iam::*:x', 'arn:aws:iam::1:role:x', false, 'arn'],
    ['arn:aws:iam::1:*', 'arn:aws:iam::1:role/x:y', true, 'arn'],
  ])('%s against %s: %s', (pattern, value, expected, dialect) => {
    expect(match(pattern, value, dialect)).toBe(expected);
  });

  it('variables are text in the old version of the language', () => {
    expect(match('${aws:username}', '${aws:username}', 'glob', false)).toBe(true);
    expect(match('${aws:username}', 'alice', 'glob', false)).toBe(false);
  });
});
