// Nested stacks: parameters in, outputs out, worlds shared with the parent, and trees that must not be followed.

import { describe, expect, it } from 'vitest';
import { readWorlds } from './closed-world.ts';
import { parse } from './cloudformation/parse.ts';
import { plainOf } from './cloudformation/plain-of.ts';
import type { TemplateSource } from './sources.ts';
import { UnreadableInput } from './unreadable.ts';

function source(name: string, template: object, nests: Record<string, string> = {}): TemplateSource {
  const text = JSON.stringify(template, null, 1);
  const file = `${name}.json`;
  return {
    file,
    text,
    root: parse(file, text),
    stackName: name,
    environment: 'aws://111122223333/eu-west-1',
    nests: new Map(Object.entries(nests)),
  };
}

const it_ = (P: unknown, more: object = {}) => ({ Type: 'X::Y::Z', Properties: { P }, ...more });
const nested = (Parameters: object = {}, more: object = {}) => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: { TemplateURL: './child.json', Parameters },
  ...more,
});

const child = source('child', {
  Parameters: {
    Env: { Type: 'String', Default: 'dev' },
    Zones: { Type: 'CommaDelimitedList', Default: 'x' },
    Vpc: { Type: 'String' },
  },
  Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } },
  Resources: {
    In: it_([{ Ref: 'Env' }, { Ref: 'Zones' }, { Ref: 'Vpc' }]),
    OnlyProd: it_(1, { Condition: 'IsProd' }),
  },
  Outputs: { Id: { Value: { Ref: 'In' } }, Gone: { Value: 'x', Condition: 'IsProd' } },
});

const read = (parent: object, ...more: TemplateSource[]) =>
  readWorlds([source('parent', parent, { './child.json': 'child.json' }), child, ...more], {});

function ids(input: ReturnType<typeof readWorlds>) {
  return input.worlds.map(({ name, resources }) => [
    name,
    resources.map(({ stack, id }) => `${stack}.${id}`).filter((key) => !key.endsWith('.N')),
  ]);
}

const value = (input: ReturnType<typeof readWorlds>, id: string) =>
  plainOf(input.worlds[0]?.resources.find((it) => it.id === id)?.properties.entries.get('P'));

describe('a nested stack', () => {
  it('takes parameters from its parent and gives outputs to it', () => {
    const input = read({
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } },
      Resources: {
        V: { Type: 'AWS::EC2::VPC' },
        N: nested({ Env: 'qa', Vpc: { Ref: 'V' }, Zones: { 'Fn::Join': [',', { Ref: 'Names' }] } }),
        Out: it_({ 'Fn::GetAtt': ['N', 'Outputs.Id'] }),
        Gone: it_({ 'Fn::GetAtt': 'N.Outputs.Gone' }),
      },
    });
    expect(input.unread).toEqual([]);
    expect(value(input, 'In')).toEqual(['qa', ['a', 'b'], '${V}']);
    expect(value(input, 'Out')).toBe('${In}');
    expect(value(input, 'Gone')).toMatch(/^unknown: .*not in the given templates/);
  });

  it('names its own file, line and stack for each fact', () => {
    const [world] = read({ Resources: { N: nested({ Env: 'qa' }) } }).worlds;
    expect(world?.resources.find(({ id }) => id === 'In')).toMatchObject({
      file: 'child.json',
      line: 26,
      stack: 'parent/N',
    });
  });

  it('is deployed once for each resource that nests it, and not by itself as well', () => {
    expect(ids(read({ Resources: { A: nested({ Env: 'prod' }), B: nested() } }))).toEqual([
      ['', ['parent.A', 'parent.B', 'parent/A.In', 'parent/A.OnlyProd', 'parent/B.In']],
    ]);
  });

  it('shares the open parameters of its parent: no world contradicts itself', () => {
    const input = read({
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
      Resources: { N: nested({ Env: { Ref: 'Stage' } }), Own: it_(1, { Condition: 'Prod' }) },
    });
    expect(ids(input)).toEqual([
      ['Stage=prod', ['parent.Own', 'parent/N.In', 'parent/N.OnlyProd']],
      ['Stage=any other value', ['parent/N.In']],
    ]);
  });

  it('is absent, with all it holds, where the condition of its resource does not hold', () => {
    const input = read({
      Parameters: { On: { Type: 'String', Default: 'no' } },
      Conditions: { IsOn: { 'Fn::Equals': [{ Ref: 'On' }, 'yes'] } },
      Resources: { N: nested({}, { Condition: 'IsOn' }), Own: it_(1) },
    });
    expect(ids(input)).toEqual([['', ['parent.Own']]]);
  });

  it('whose template is not given is out of sight', () => {
    const input = readWorlds([source('parent', { Resources: { N: nested() } })], {});
    expect(input.unread).toEqual([
      'N in parent.json (AWS::CloudFormation::Stack) stands for resources: its template is not given',
    ]);
  });

  it('that nests itself is refused with the line', () => {
    const a = source('a', { Resources: { N: nested() } }, { './child.json': 'b.json' });
    const b = source('b', { Resources: { N: nested() } }, { './child.json': 'a.json' });
    expect(() => readWorlds([a, b], {})).toThrow(UnreadableInput);
    expect(() => readWorlds([a, b], {})).toThrow(
      /b\.json:3: this stack nests a\.json, which nests it in turn/,
    );
  });

  it('that doubles at each level is refused', () => {
    const levels = Array.from({ length: 20 }, (_, level) =>
      source(
        `l${level}`,
        { Resources: { A: nested(), B: nested() } },
        { './child.json': `l${level + 1}.json` },
      ),
    );
    expect(() => readWorlds([...levels, source('l20', { Resources: {} })], {})).toThrow(
      /more than 500 nested stacks/,
    );
  });
});

describe('parameters of Systems Manager', () => {
  const store = (stackName: string, environment = 'aws://111122223333/eu-west-1') => ({
    ...source(stackName, {
      Resources: {
        V: { Type: 'AWS::EC2::VPC' },
        Stored: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: '/vpc', Type: 'String', Value: { Ref: 'V' } },
        },
        List: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: '/zones', Type: 'StringList', Value: 'a,b' },
        },
      },
    }),
    environment,
  });
  const user = source('user', {
    Parameters: {
      Vpc: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::VPC::Id>', Default: '/vpc' },
      Zones: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/zones' },
    },
    Resources: {
      It: it_({
        parameter: { Ref: 'Vpc' },
        list: { Ref: 'Zones' },
        plain: '{{resolve:ssm:/vpc}}',
        inside: { 'Fn::Sub': 'id/{{resolve:ssm:/vpc}}' },
        version: '{{resolve:ssm:/vpc:2}}',
        secret: '{{resolve:secretsmanager:db:SecretString:password}}',
      }),
    },
  });

  it('are followed to the template that declares them', () => {
    expect(value(readWorlds([store('store'), user], {}), 'It')).toEqual({
      parameter: '${V}',
      list: ['a', 'b'],
      plain: '${V}',
      inside: 'id/${V}',
      version: 'unknown: {{resolve:ssm:/vpc:2}} is resolved at deployment',
      secret: 'unknown: {{resolve:secretsmanager:db:SecretString:password}} is resolved at deployment',
    });
  });

  it('are not known when nothing declares them, when another account does, or when two do', () => {
    const elsewhere = store('store', 'aws://444455556666/eu-west-1');
    for (const others of [[], [elsewhere], [store('a'), store('b')]]) {
      expect(value(readWorlds([...others, user], {}), 'It')).toMatchObject({
        parameter: expect.stringMatching(/^unknown: parameter Vpc is read from Systems Manager/),
        plain: expect.stringMatching(/^unknown: /),
      });
    }
  });
});
