// How findings in several worlds become one verdict, and what happens when the world is not closed.

import { describe, expect, it } from 'vitest';
import { sourceOf } from './controls/examples/run-example.ts';
import { exposedHost, fromEverywhere, site } from './controls/examples/site.ts';
import { controls } from './controls/index.ts';
import { judge } from './judge.ts';
import { modelOf } from './model/model.ts';
import { readWorlds } from './read/closed-world.ts';

function verdict(id: string, template: object) {
  const control = controls.find((it) => it.id === id);
  if (!control) throw new Error(`no control ${id}`);
  const input = readWorlds([sourceOf(JSON.stringify(template))], {});
  return judge(control, input.worlds.map(modelOf), input);
}

const conditional = (whenTrue: string, whenFalse: string) => ({
  Parameters: { Office: { Type: 'String' } },
  Conditions: { Open: { 'Fn::Equals': [{ Ref: 'Office' }, 'open'] } },
  Resources: {
    ...exposedHost([]),
    Rule: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: { 'Fn::GetAtt': ['HostGroup', 'GroupId'] },
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIp: { 'Fn::If': ['Open', whenTrue, whenFalse] },
      },
    },
  },
});

describe('worlds', () => {
  it('a claim that breaks in one world is refuted, and the world is named', () => {
    const found = verdict('no-public-ssh', conditional('0.0.0.0/0', '10.0.0.0/8'));
    expect(found.finding.verdict).toBe('refuted');
    expect(found.world).toBe('Office=open');
  });
  it('a claim that holds in every world is proved', () => {
    expect(verdict('no-public-ssh', conditional('10.1.0.0/16', '10.0.0.0/8')).finding.verdict).toBe('proved');
  });
});

describe('a world that is not closed', () => {
  const nested = { Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'elsewhere' } } };
  it.each([
    ['a nested stack', { Resources: { ...site, ...nested } }],
    ['a loop', { Resources: { ...site, 'Fn::ForEach::Hosts': ['Name', ['a'], {}] } }],
    ['a macro', { Transform: ['Own::Macro'], Resources: site }],
    [
      'a serverless function',
      {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: { ...site, F: { Type: 'AWS::Serverless::Function' } },
      },
    ],
  ])('%s makes nothing safe', (_name, template) => {
    for (const { id } of controls) expect(verdict(id, template).finding.verdict, id).toBe('unknown');
  });
  it('a packet that gets through gets through all the same', () => {
    expect(
      verdict('no-public-ssh', { Resources: { ...exposedHost([fromEverywhere(22)]), ...nested } }).finding
        .verdict,
    ).toBe('refuted');
  });
  it('what is missing may be out of sight', () => {
    expect(
      verdict('vpc-block-public-access-on', { Resources: { ...exposedHost([]), ...nested } }).finding.verdict,
    ).toBe('unknown');
  });
});
