// Intrinsic functions, references across stacks, and conditions as worlds.

import { describe, expect, it } from 'vitest';
import { readWorlds } from './closed-world.ts';
import { parse } from './cloudformation/parse.ts';
import { plainOf } from './cloudformation/plain-of.ts';
import { at, text, unknownReason } from './cloudformation/value.ts';
import type { TemplateSource } from './sources.ts';

const template = (stackName: string, body: object, environment?: string): TemplateSource => {
  const written = JSON.stringify(body);
  return { file: `${stackName}.json`, text: written, root: parse('t.json', written), stackName, environment };
};

/** The property P of the resource It, evaluated beside a VPC and a bucket. */
function evaluated(expression: unknown, given: Record<string, string> = {}): unknown {
  const source = template(
    'main',
    {
      Parameters: {
        Env: { Type: 'String', Default: 'dev' },
        Secret: { Type: 'String' },
        Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
        Image: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/image' },
      },
      Mappings: { Sizes: { dev: { Type: 'small' } } },
      Conditions: {
        IsDev: { 'Fn::Equals': [{ Ref: 'Env' }, 'dev'] },
        IsProd: { 'Fn::Not': [{ Condition: 'IsDev' }] },
      },
      Resources: {
        Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
        Group: { Type: 'AWS::EC2::SecurityGroup' },
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'front' } },
        It: { Type: 'X::Y::Z', Properties: { P: expression, Other: 1 } },
      },
    },
    'aws://111122223333/eu-west-1',
  );
  const [world] = readWorlds([source], given).worlds;
  const it = world?.resources.find(({ id }) => id === 'It');
  return plainOf(at(it?.properties, 'P'));
}

describe('intrinsic functions', () => {
  it.each<[unknown, unknown]>([
    [{ Ref: 'Env' }, 'dev'],
    [{ Ref: 'Zones' }, ['a', 'b']],
    [{ Ref: 'Vpc' }, '${Vpc}'],
    [{ Ref: 'Bucket' }, 'front'],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'AWS::AccountId' }, '111122223333'],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::front'],
    [{ 'Fn::GetAtt': 'Vpc.CidrBlock' }, '10.0.0.0/16'],
    [{ 'Fn::Sub': '${AWS::Region}/${Bucket.Arn}/${!Kept}' }, 'eu-west-1/arn:aws:s3:::front/${Kept}'],
    [{ 'Fn::Sub': ['${A}-${Env}', { A: 'x' }] }, 'x-dev'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Env' }]] }, 'a-dev'],
    [{ 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Env' }, 'Type'] }, 'small'],
    [{ 'Fn::FindInMap': ['Sizes', 'qa', 'Type', { DefaultValue: 'none' }] }, 'none'],
    [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    [{ 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 2, 8] }, ['10.0.0.0/24', '10.0.1.0/24']],
    [{ 'Fn::Cidr': ['2001:db8::/56', 2, 64] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
    [{ 'Fn::If': ['IsDev', 1, 2] }, 1],
    [{ 'Fn::If': ['IsProd', 1, { Ref: 'AWS::NoValue' }] }, undefined],
    [[1, { 'Fn::If': ['IsProd', 2, { Ref: 'AWS::NoValue' }] }], [1]],
    [{ 'Fn::Length': { Ref: 'Zones' } }, 2],
    [
      { 'Fn::Length': [1, { Ref: 'Secret' }] },
      'unknown: parameter Secret has no default; give it with --parameters',
    ],
    [
      { 'Fn::ToJsonString': { a: [1, true, { Ref: 'Env' }], b: { Ref: 'AWS::NoValue' } } },
      '{"a":[1,true,"dev"]}',
    ],
    [
      { 'Fn::ToJsonString': { a: { Ref: 'Secret' } } },
      'unknown: parameter Secret has no default; give it with --parameters',
    ],
    [{ 'Fn::Base64': { 'Fn::Sub': 'echo ${Env}' } }, 'echo dev'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::StackName' }, 'main'],
    [{ Ref: 'AWS::StackId' }, '${AWS::StackId}'],
    [{ Ref: 'AWS::NotificationARNs' }, 'unknown: AWS::NotificationARNs is chosen at deployment'],
    [{ Ref: 'AWS::Nothing' }, 'unknown: Ref AWS::Nothing: CloudFormation has no such pseudo parameter'],
    [{ Ref: { 'Fn::Join': ['', ['E', 'nv']] } }, 'dev'],
    [{ 'Fn::GetAtt': ['Vpc', { 'Fn::Join': ['', ['Cidr', 'Block']] }] }, '10.0.0.0/16'],
    [
      { 'Fn::FindInMap': ['Sizes', 'qa', 'Type'] },
      'unknown: Fn::FindInMap Sizes.qa.Type: no such entry, or a key is not known',
    ],
    [{ 'Fn::Transform': {}, a: 1 }, 'unknown: Fn::Transform beside other keys is not evaluated'],
    [{ 'Fn::Select': [7, ['a']] }, 'unknown: Fn::Select 7: the list has 1 items'],
    [{ 'Fn::If': ['IsDev', 1] }, 'unknown: Fn::If needs a condition and two values'],
    [{ 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    [{ Ref: 'Secret' }, 'unknown: parameter Secret has no default; give it with --parameters'],
    [{ Ref: 'Image' }, 'unknown: parameter Image is read from Systems Manager at deployment'],
    [{ Ref: 'Nobody' }, 'unknown: Ref Nobody: no parameter or resource of this name'],
    [{ 'Fn::Transform': {} }, 'unknown: Fn::Transform is not evaluated'],
    [
      { 'Fn::ImportValue': 'nowhere' },
      'unknown: Fn::ImportValue nowhere: none of the given templates exports it',
    ],
  ])('%j is %j', (expression, expected) => {
    expect(evaluated(expression)).toEqual(expected);
  });

  it('a parameter that is given wins over its default', () => {
    expect(evaluated({ 'Fn::If': ['IsDev', 1, 2] }, { Env: 'prod' })).toBe(2);
    expect(evaluated({ Ref: 'Env' }, { 'main.Env': 'qa' })).toBe('qa');
  });

  it('two spellings of one identity are one text', () => {
    const [world] = readWorlds(
      [
        template('s', {
          Resources: {
            Group: { Type: 'AWS::EC2::SecurityGroup' },
            It: {
              Type: 'X::Y::Z',
              Properties: { A: { Ref: 'Group' }, B: { 'Fn::GetAtt': ['Group', 'GroupId'] } },
            },
          },
        }),
      ],
      {},
    ).worlds;
    const it = world?.resources.find(({ id }) => id === 'It');
    expect(text(at(it?.properties, 'A'))).toBe(text(at(it?.properties, 'B')));
  });

  it('references in a circle end as unknown', () => {
    const circle = template('s', {
      Resources: { It: { Type: 'X::Y::Z', Properties: { P: { 'Fn::ImportValue': 'self' } } } },
      Outputs: { O: { Value: { 'Fn::ImportValue': 'self' }, Export: { Name: 'self' } } },
    });
    const [world] = readWorlds([circle], {}).worlds;
    expect(unknownReason(at(world?.resources[0]?.properties, 'P'))).toMatch(/circle/);
  });
});

describe('what is declared out of sight', () => {
  const unread = (body: object) => readWorlds([template('s', body)], {}).unread.join('; ');
  const bucket = { B: { Type: 'AWS::S3::Bucket' } };

  it.each<[string, object, RegExp]>([
    ['a macro', { Transform: 'Mine', Resources: bucket }, /s\.json is transformed by Mine/],
    [
      'an include',
      { Transform: [{ Name: 'AWS::Include' }], Resources: bucket },
      /transformed by AWS::Include/,
    ],
    [
      'an include among the resources',
      { Resources: { ...bucket, 'Fn::Transform': { Name: 'M' } } },
      /Fn::Transform in Resources/,
    ],
    [
      'a macro among properties',
      { Resources: { B: { Type: 'X::Y::Z', Properties: { 'Fn::Transform': {}, A: 1 } } } },
      /B in s\.json gets properties from Fn::Transform/,
    ],
    [
      'a module',
      { Resources: { M: { Type: 'Acme::Web::Site::MODULE' } } },
      /M in s\.json \(Acme::Web::Site::MODULE\)/,
    ],
    ['a stack set', { Resources: { S: { Type: 'AWS::CloudFormation::StackSet' } } }, /stands for resources/],
    [
      'a resource without a type',
      { Resources: { ...bucket, X: { Properties: {} } } },
      /X in s\.json has no Type/,
    ],
  ])('%s is named', (_name, body, expected) => {
    expect(unread(body)).toMatch(expected);
  });

  it('SAM is counted by resource and event', () => {
    const fn = {
      Type: 'AWS::Serverless::Function',
      Properties: { Events: { A: { Type: 'Api' }, B: { Type: 'Api' } } },
    };
    const body = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { ...bucket, F: fn, G: fn, A: { Type: 'AWS::Serverless::Api' } },
    };
    expect(unread(body)).toBe(
      's.json is written for AWS::Serverless-2016-10-31, which is not expanded: 2 × AWS::Serverless::Function, 4 × event Api, 1 × AWS::Serverless::Api',
    );
    expect(unread({ ...body, Resources: bucket })).toBe('');
  });
});

describe('references across stacks', () => {
  const exporter = (name: string, environment?: string) =>
    template(
      name,
      {
        Resources: { Vpc: { Type: 'AWS::EC2::VPC' } },
        Outputs: { O: { Value: { Ref: 'Vpc' }, Export: { Name: 'vpc' } } },
      },
      environment,
    );
  const importer = template(
    'user',
    { Resources: { It: { Type: 'X::Y::Z', Properties: { P: { 'Fn::ImportValue': 'vpc' } } } } },
    'aws://1/eu-west-1',
  );
  const value = (...sources: TemplateSource[]) => {
    const [world] = readWorlds(sources, {}).worlds;
    return at(world?.resources.find(({ id }) => id === 'It')?.properties, 'P');
  };

  it('an import is the identity of what another stack exports', () => {
    expect(text(value(exporter('network'), importer))).toBe('⟦network|Vpc⟧');
  });
  it('the export of the same account and region wins', () => {
    expect(
      text(value(exporter('b', 'aws://2/eu-west-1'), exporter('a', 'aws://1/eu-west-1'), importer)),
    ).toBe('⟦a|Vpc⟧');
  });
  it('two exports of one name are not guessed between', () => {
    expect(unknownReason(value(exporter('a'), exporter('b'), importer))).toMatch(/both export it/);
  });
  it('an output that is read by stack name is found', () => {
    const user = template('user', {
      Resources: {
        It: {
          Type: 'X::Y::Z',
          Properties: { P: { 'Fn::GetStackOutput': { StackName: 'a', OutputName: 'O' } } },
        },
      },
    });
    expect(text(value(exporter('a'), user))).toBe('⟦a|Vpc⟧');
  });
});

describe('conditions as worlds', () => {
  const open = (allowed?: string[]) =>
    template('s', {
      Parameters: { Env: { Type: 'String', ...(allowed && { AllowedValues: allowed }) } },
      Conditions: {
        IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
        IsDev: { 'Fn::Equals': ['dev', { Ref: 'Env' }] },
        Both: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsDev' }] },
      },
      Resources: {
        Prod: { Type: 'X::Y::Z', Condition: 'IsProd' },
        Dev: { Type: 'X::Y::Z', Condition: 'IsDev' },
        Impossible: { Type: 'X::Y::Z', Condition: 'Both' },
        Always: { Type: 'X::Y::Z' },
      },
    });
  const worlds = (source: TemplateSource, given = {}) =>
    readWorlds([source], given).worlds.map(({ name, resources }) => [name, resources.map(({ id }) => id)]);

  it('an undecided parameter keeps each branch, and no impossible mixture', () => {
    expect(worlds(open())).toEqual([
      ['Env=prod', ['Prod', 'Always']],
      ['Env=dev', ['Dev', 'Always']],
      ['Env=any other value', ['Always']],
    ]);
  });
  it('allowed values are all there are', () => {
    expect(worlds(open(['prod', 'qa'])).map(([name]) => name)).toEqual(['Env=prod', 'Env=qa']);
  });
  it('a given value leaves one world', () => {
    expect(worlds(open(), { Env: 'dev' })).toEqual([['', ['Dev', 'Always']]]);
  });
  it('a condition on what only AWS knows is taken both ways', () => {
    const source = template('s', {
      Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] } },
      Resources: { It: { Type: 'X::Y::Z', Condition: 'C' } },
    });
    expect(worlds(source)).toEqual([
      ['C=true', ['It']],
      ['C=false', []],
    ]);
  });
  it('too many worlds are not judged one by one, and the report asks for parameters', () => {
    const names = Array.from({ length: 7 }, (_, index) => `P${index}`);
    const source = template('s', {
      Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
      Conditions: Object.fromEntries(
        names.map((name) => [`C${name}`, { 'Fn::Equals': [{ Ref: name }, 'x'] }]),
      ),
      Resources: { It: { Type: 'X::Y::Z' } },
    });
    expect(readWorlds([source], {}).undecided).toMatch(/more than 64 cases.*--parameters/);
  });
});
