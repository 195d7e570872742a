// Both notations, line by line, and what a file must not be able to do: crash, hang, or be half read.

import { describe, expect, it } from 'vitest';
import { UnreadableInput } from '../unreadable.ts';
import { entry, type Node } from './node.ts';
import { parse } from './parse.ts';

const json = `{
  "Resources": {
    "Bucket": {
      "Type": "AWS::S3::Bucket",
      "Properties": {
        "Tags": [
          { "Key": "a", "Value": true },
          -1.5e3
        ]
      }
    }
  }
}`;

const yaml = `Resources:
  Bucket:
    # a comment
    Type: AWS::S3::Bucket
    Properties:
      Tags:
        - Key: a
          Value: true
        - -1500
`;

function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plain(value)]));
}

const lineAt = (root: Node, ...path: readonly string[]) => path.reduce<Node | undefined>(entry, root)?.line;

describe('parsing', () => {
  it('gives the same tree for JSON and YAML', () => {
    expect(plain(parse('a.json', json))).toEqual(plain(parse('a.yaml', yaml)));
  });

  it('knows the line of every key, in both notations', () => {
    expect(lineAt(parse('a.json', json), 'Resources', 'Bucket', 'Properties', 'Tags')).toBe(6);
    expect(lineAt(parse('a.yaml', yaml), 'Resources', 'Bucket', 'Properties', 'Tags')).toBe(6);
    expect(lineAt(parse('a.yaml', yaml), 'Resources', 'Bucket')).toBe(2);
  });

  it('takes the line of the key for a value that begins on another line', () => {
    expect(lineAt(parse('a.json', '{\n"a":\n{"b":\n1}}'), 'a')).toBe(2);
    expect(lineAt(parse('a.yaml', 'x: 1\na:\n\n  b: 1\n'), 'a')).toBe(2);
  });

  it('reads JSON as JSON.parse does, escapes and byte order mark included', () => {
    const text = '\uFEFF{"a":"\\u00e9\\n\\"x\\"","b":[],"c":{},"d":null,"e":-0.5E-2,"f":[1,2]}';
    expect(plain(parse('a.json', text))).toEqual(JSON.parse(text.slice(1)));
  });

  it.each([
    ['!Ref Vpc', { Ref: 'Vpc' }],
    ['!GetAtt Vpc.CidrBlock', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }],
    ['!GetAtt Nested.Outputs.Id', { 'Fn::GetAtt': ['Nested', 'Outputs.Id'] }],
    ["!Sub '${A}-b'", { 'Fn::Sub': '${A}-b' }],
    ['!If [IsProd, 1, !Ref AWS::NoValue]', { 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] }],
    ['!Join [",", [a, !Ref B]]', { 'Fn::Join': [',', ['a', { Ref: 'B' }]] }],
    ['!Condition IsProd', { Condition: 'IsProd' }],
    ['!Cidr [!GetAtt V.C, 3, 8]', { 'Fn::Cidr': [{ 'Fn::GetAtt': ['V', 'C'] }, 3, 8] }],
  ])('the short form %s is its long form', (short, long) => {
    expect(plain(parse('a.yaml', `x: ${short}\n`))).toEqual({ x: long });
  });

  it('reads YAML 1.1 as CloudFormation does: yes is true, and an account number keeps its zero', () => {
    const text = 'a: yes\nb: Off\nc: "yes"\nd: 012345678901\ne: 2012-10-17\nf: 22:22\nyes: !Ref on\n';
    expect(plain(parse('a.yaml', text))).toEqual({
      a: true,
      b: false,
      c: 'yes',
      d: '012345678901',
      e: '2012-10-17',
      f: '22:22',
      yes: { Ref: true },
    });
  });

  it('fills in merged maps, and lets the map itself and the first of them win', () => {
    const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  x: 3\n  <<: [*a, *b]\n';
    expect(plain(parse('a.yaml', text))).toMatchObject({ c: { x: 3, y: 1, z: 2 } });
    expect(plain(parse('a.yaml', 'a: {"<<": 1}\n'))).toEqual({ a: { '<<': 1 } });
  });

  it('expands aliases', () => {
    expect(plain(parse('a.yaml', 'a: &x [1, 2]\nb: *x\n'))).toEqual({ a: [1, 2], b: [1, 2] });
  });
});

describe('a file that cannot be read', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
  ].join('\n');
  it.each([
    ['no bytes', 'a.json', '', /a\.json: the file is empty/],
    ['binary content', 'a.json', '{"a": "\0"}', /binary content/],
    ['a truncated object', 'a.json', json.slice(0, 80), /a\.json:5:13: a string is not closed/],
    ['a truncated string', 'a.json', '{\n  "a": "b', /a\.json:2:\d+: a string is not closed/],
    ['a duplicate key', 'a.json', '{\n "a": 1,\n "a": 2}', /a\.json:3:\d+: the key "a" stands twice/],
    ['a comma too many', 'a.json', '{"a": [1,]}', /a\.json:1:\d+: a comma stands before/],
    ['two documents', 'a.json', '{} {}', /text after the end/],
    ['a bare word', 'a.json', '{"a": undefined}', /expected a JSON value/],
    ['an escape that does not exist', 'a.json', '{"a": "\\x"}', /escape or control character/],
    ['nesting without end, JSON', 'a.json', '['.repeat(100_000), /nested deeper than 200/],
    [
      'nesting without end, YAML',
      'a.yaml',
      `a: ${'['.repeat(100_000)}`,
      /nested deeper than 200|not valid YAML/,
    ],
    [
      'nesting that is balanced, YAML',
      'a.yaml',
      `a: ${'['.repeat(3000)}${']'.repeat(3000)}`,
      /nested deeper than 200/,
    ],
    ['an alias bomb', 'a.yaml', bomb, /its aliases multiply/],
    ['an alias of itself', 'a.yaml', 'a: &a [*a]', /nested deeper than 200/],
    ['an alias of nothing', 'a.yaml', 'a: *nobody', /a\.yaml:1:/],
    ['a duplicate key, YAML', 'a.yaml', 'a: 1\nb: 2\na: 3\n', /a\.yaml:3:1: the key "a" stands twice/],
    ['two documents, YAML', 'a.yaml', 'a: 1\n---\nb: 2\n', /a\.yaml:\d+:\d+: .*multiple documents/],
    ['a merge of no map', 'a.yaml', 'a: 1\nb:\n  <<: [1]\n', /a\.yaml:3:3: "<<" merges maps/],
    ['broken indentation', 'a.yaml', 'a:\n  b: 1\n c: 2\n', /a\.yaml:3:/],
    ['a giant', 'a.json', `{"a": "${'x'.repeat(8_000_001)}"}`, /at most 8000000 are read/],
  ])('%s ends in one sentence', (_name, file, text, message) => {
    let thrown: unknown;
    try {
      parse(file, text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UnreadableInput);
    expect((thrown as Error).message).toMatch(message);
    expect((thrown as Error).message).not.toContain('\n');
  });
});
