// `Fn::ForEach` beside what CloudFormation documents it to become, and the loops that must not be believed.

import { describe, expect, it } from 'vitest';
import { readWorlds } from '../closed-world.ts';
import type { TemplateSource } from '../sources.ts';
import { UnreadableInput } from '../unreadable.ts';
import { parse } from './parse.ts';
import { plainOf } from './plain-of.ts';

const sourceOf = (template: object): TemplateSource => {
  const text = JSON.stringify({ Transform: 'AWS::LanguageExtensions', ...template }, null, 1);
  return { file: 't.json', text, root: parse('t.json', text), stackName: 't', environment: undefined };
};

/** Ids and properties of the resources in each world. */
function made(template: object, given: Record<string, string> = {}) {
  const { worlds, unread } = readWorlds([sourceOf(template)], given);
  const [resources = []] = worlds.map((world) =>
    world.resources.map(({ id, properties }) => [id, plainOf(properties)]),
  );
  return { resources: Object.fromEntries(resources) as Record<string, unknown>, unread, worlds };
}

const topic = (properties: object) => ({ Type: 'AWS::SNS::Topic', Properties: properties });

describe('Fn::ForEach', () => {
  it('repeats a resource, in its id and in every text, Ref and Fn::Sub of its properties', () => {
    const { resources, unread } = made({
      Resources: {
        'Fn::ForEach::Topics': [
          'Name',
          ['Success', 'Failure'],
          {
            'Topic${Name}': topic({
              A: { Ref: 'Name' },
              B: { 'Fn::Sub': '${Name}.fifo' },
              C: '${Name}!',
              D: [1],
            }),
          },
        ],
      },
    });
    expect(unread).toEqual([]);
    expect(resources).toEqual({
      TopicSuccess: { A: 'Success', B: 'Success.fifo', C: 'Success!', D: [1] },
      TopicFailure: { A: 'Failure', B: 'Failure.fifo', C: 'Failure!', D: [1] },
    });
  });

  it('nests, and takes collections from parameters and mappings', () => {
    const { resources } = made({
      Parameters: { Sides: { Type: 'CommaDelimitedList', Default: 'left, right' } },
      Mappings: { Rooms: { left: { Names: ['a'] }, right: { Names: ['b', 'c'] } } },
      Resources: {
        'Fn::ForEach::Sides': [
          'Side',
          { Ref: 'Sides' },
          {
            'Fn::ForEach::Rooms': [
              'Room',
              { 'Fn::FindInMap': ['Rooms', { Ref: 'Side' }, 'Names'] },
              { '${Side}${Room}': topic({ In: { 'Fn::Sub': '${Side}-${Room}' } }) },
            ],
          },
        ],
      },
    });
    expect(resources).toEqual({
      lefta: { In: 'left-a' },
      rightb: { In: 'right-b' },
      rightc: { In: 'right-c' },
    });
  });

  it('drops from a key, by &{}, what a logical id cannot hold', () => {
    const { resources } = made({
      Resources: {
        'Fn::ForEach::Mails': [
          'Mail',
          ['me@there.org'],
          { 'For&{Mail}': topic({ To: '${Mail}', Id: '&{Mail}' }) },
        ],
      },
    });
    expect(resources).toEqual({ Formethereorg: { To: 'me@there.org', Id: 'methereorg' } });
  });

  it('repeats properties, conditions and outputs', () => {
    const { resources } = made({
      Parameters: { Env: { Type: 'String', Default: 'prod' } },
      Conditions: {
        'Fn::ForEach::Is': [
          'E',
          ['dev', 'prod'],
          { 'Is${E}': { 'Fn::Equals': [{ Ref: 'Env' }, { Ref: 'E' }] } },
        ],
      },
      Resources: {
        'Fn::ForEach::Each': ['E', ['dev', 'prod'], { 'T${E}': { ...topic({}), Condition: 'Is${E}' } }],
        User: topic({
          'Fn::ForEach::Ps': ['P', ['A', 'B'], { '${P}': { 'Fn::ImportValue': 'out${P}' } }],
          C: 1,
        }),
      },
      Outputs: {
        'Fn::ForEach::Out': [
          'P',
          ['A', 'B'],
          { 'O${P}': { Value: '${P}1', Export: { Name: { 'Fn::Sub': 'out${P}' } } } },
        ],
      },
    });
    expect(resources).toEqual({ Tprod: {}, User: { A: 'A1', B: 'B1', C: 1 } });
  });

  it('keeps the line on which the property was written', () => {
    const { worlds } = made({
      Resources: { 'Fn::ForEach::X': ['N', ['a', 'b'], { 'T${N}': topic({ A: { Ref: 'N' } }) }] },
    });
    const lines = worlds[0]?.resources.map(({ line, properties }) => [
      line,
      properties.entries.get('A')?.line,
    ]);
    expect(lines).toEqual([
      [11, 14],
      [11, 14],
    ]);
  });

  it('makes what the same template written out makes', () => {
    const looped = made({
      Resources: {
        'Fn::ForEach::X': ['N', ['a', 'b'], { 'T${N}': topic({ V: { 'Fn::GetAtt': ['T${N}', 'Arn'] } }) }],
      },
    });
    const byHand = made({
      Resources: {
        Ta: topic({ V: { 'Fn::GetAtt': ['Ta', 'Arn'] } }),
        Tb: topic({ V: { 'Fn::GetAtt': ['Tb', 'Arn'] } }),
      },
    });
    expect(looped.resources).toEqual(byHand.resources);
  });

  it('a collection that is not known is out of sight, never empty', () => {
    const loop = { 'Fn::ForEach::X': ['N', { Ref: 'Names' }, { 'T${N}': topic({}) }] };
    const Parameters = { Names: { Type: 'CommaDelimitedList' } };
    expect(made({ Parameters, Resources: loop }).unread).toEqual([
      't.json repeats resources with Fn::ForEach::X, whose collection is not known',
    ]);
    expect(made({ Parameters, Resources: loop }, { Names: 'a,b' }).unread).toEqual([]);
    const inside = made({ Parameters, Resources: { T: topic(loop) } });
    expect(inside.unread.join()).toMatch(/properties of T in t\.json are not known/);
    const nested = made({ Parameters, Resources: { 'Fn::ForEach::Y': ['M', ['a', 'b'], loop] } });
    expect(nested.unread.join()).toMatch(/Fn::ForEach::X, whose collection is not known/);
  });

  it('without its transform it is out of sight: CloudFormation would refuse it', () => {
    const loop = { 'Fn::ForEach::X': ['N', ['a'], { 'T${N}': topic({}) }] };
    expect(made({ Transform: [], Resources: loop }).unread.join()).toMatch(/Fn::ForEach::X/);
  });

  const deep = (levels: number): object =>
    levels === 0
      ? { Leaf: topic({}) }
      : {
          [`Fn::ForEach::L${levels}`]: [
            `N${levels}`,
            Array(10)
              .fill('x')
              .map((x, i) => x + i),
            deep(levels - 1),
          ],
        };
  const empty = (levels: number): object =>
    levels === 0
      ? {}
      : { [`Fn::ForEach::L${levels}`]: [`N${levels}`, Array(50).fill('x'), empty(levels - 1)] };

  it.each<[string, object, RegExp]>([
    [
      'two equal keys',
      { 'Fn::ForEach::X': ['N', ['a', 'b'], { T: topic({}) }] },
      /t\.json:\d+: Fn::ForEach makes the key "T" twice/,
    ],
    ['two parts', { 'Fn::ForEach::X': ['N', ['a']] }, /t\.json:\d+: .*is not \[Identifier, Collection/],
    ['a body that is no map', { 'Fn::ForEach::X': ['N', ['a'], 'T'] }, /is not \[Identifier, Collection/],
    ['no list at all', { 'Fn::ForEach::X': 'N' }, /is not \[Identifier, Collection/],
    ['an explosion of nothing', empty(12), /t\.json:\d+: Fn::ForEach repeats to more than 200000 values/],
    ['an explosion of resources', deep(9), /repeats to more than 200000 values|twice/],
    [
      'an explosion of text',
      {
        'Fn::ForEach::X': [
          'N',
          Array.from({ length: 50 }, (_, i) => `${i}`.padEnd(20_000, 'x')),
          { 'T&{N}': topic({ A: '${N}'.repeat(1000) }) },
        ],
      },
      /repeats to more than/,
    ],
  ])('%s ends in one sentence', (_name, resources, message) => {
    const read = () => made({ Resources: { ...resources } });
    expect(read).toThrow(UnreadableInput);
    expect(read).toThrow(message);
  });
});
