import { describe, expect, it } from 'vitest';
import type { Resource, SynthesisedStack } from './golden-assembly.ts';
import { goldenLines } from './golden-lines.ts';

/** The lines of a stack that holds one resource. */
function linesOf(file: string, resource: Resource): readonly string[] {
  const stack: SynthesisedStack = {
    environment: 'dev',
    name: 'api',
    stackName: 'dev-api',
    account: '111122223333',
    region: 'eu-west-1',
    template: { Resources: { It: resource } },
  };
  return (goldenLines([stack]).get(file) ?? '').trim().split('\n').filter(Boolean);
}

describe('the lines of a reviewer', () => {
  it.each<[string, Resource]>([
    [
      'a policy of another’s attached to a role',
      {
        Type: 'AWS::IAM::Role',
        Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      },
    ],
    [
      'the ceiling of a role',
      { Type: 'AWS::IAM::Role', Properties: { PermissionsBoundary: { Ref: 'Ceiling' } } },
    ],
    [
      'who may call a function',
      { Type: 'AWS::Lambda::Permission', Properties: { Action: 'lambda:InvokeFunction', Principal: '*' } },
    ],
    [
      'who may write a log, which is a document as text',
      { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyDocument: '{"Statement":[]}' } },
    ],
  ])('show %s', (_, resource) => {
    expect(linesOf('iam-statements.txt', resource)).toEqual([
      `dev-api It ${resource.Type} ${JSON.stringify(resource.Properties)}`,
    ]);
  });

  it('show nothing where nothing is allowed', () => {
    expect(linesOf('iam-statements.txt', { Type: 'AWS::IAM::Role', Properties: {} })).toEqual([]);
  });
});
