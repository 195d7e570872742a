import { describe, expect, it } from 'vitest';
import { placeholder, prune } from './prune.ts';

describe('pruning', () => {
  const { template, takenOut } = prune(
    {
      Resources: {
        Firewall: { Type: 'AWS::New::Thing' },
        Second: { Type: 'AWS::New::Thing' },
        Call: { Type: 'Custom::Call' },
        Key: {
          Type: 'AWS::KMS::Key',
          DependsOn: ['Firewall', 'Alias'],
          Properties: {
            A: { Ref: 'Firewall' },
            B: { 'Fn::GetAtt': ['Call', 'Id'] },
            D: { 'Fn::GetStackOutput': { StackName: 'edge', Region: 'us-east-1', OutputName: 'x' } },
            C: [{ Ref: 'Alias' }, { 'Fn::Join': ['', [{ Ref: 'Second' }]] }],
          },
        },
        Alias: { Type: 'AWS::KMS::Alias', DependsOn: 'Second' },
      },
      Outputs: { Out: { Value: { Ref: 'Firewall' }, Export: { Name: 'x' } } },
    },
    ({ Type }) =>
      Type === 'AWS::New::Thing' ? 'unknown' : Type.startsWith('Custom::') ? 'in part' : undefined,
  );

  it('takes out what cannot be taken, and says why', () => {
    expect(Object.keys(template.Resources)).toEqual(['Key', 'Alias']);
    expect(takenOut).toEqual([
      { type: 'AWS::New::Thing', because: 'unknown' },
      { type: 'AWS::New::Thing', because: 'unknown' },
      { type: 'Custom::Call', because: 'in part' },
    ]);
  });

  it('leaves a placeholder where something pointed at it, and all else as it was', () => {
    expect(template.Resources['Key']).toEqual({
      Type: 'AWS::KMS::Key',
      DependsOn: ['Alias'],
      Properties: {
        A: placeholder,
        B: placeholder,
        D: placeholder,
        C: [{ Ref: 'Alias' }, { 'Fn::Join': ['', [placeholder]] }],
      },
    });
    expect(template.Resources['Alias']).toEqual({ Type: 'AWS::KMS::Alias' });
  });

  it('keeps the exports others import', () => {
    expect(template['Outputs']).toEqual({ Out: { Value: placeholder, Export: { Name: 'x' } } });
  });
});
