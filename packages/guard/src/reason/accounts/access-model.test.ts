// What escalation sees of a template: policies that somebody could rewrite, and things that run with a role.

import { describe, expect, it } from 'vitest';
import { modelOfResources } from '../../controls/examples/run-example.ts';
import type { SiteResources } from '../../controls/examples/site.ts';
import { accessModelOf } from './access-model.ts';

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const resources: SiteResources = {
  Work: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust,
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore', { Ref: 'Own' }],
    },
  },
  Own: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      ManagedPolicyName: 'own',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      },
    },
  },
  Interpreter: {
    Type: 'AWS::BedrockAgentCore::CodeInterpreterCustom',
    Properties: { Name: 'i', ExecutionRoleArn: { 'Fn::GetAtt': ['Work', 'Arn'] } },
  },
};
const [account] = accessModelOf(modelOfResources(resources).resources).accounts;

describe('an account as escalation sees it', () => {
  it('counts the managed policies that somebody can rewrite, and none that is AWS’s own', () => {
    const [work] = account?.roles ?? [];
    expect(work?.managedPolicies).toEqual([expect.stringMatching(/:policy\/own$/)]);
    expect(work?.identity).toHaveLength(2);
  });

  it('holds what runs with a role, and the stack that the template becomes, whose role nobody told', () => {
    const [work] = account?.roles ?? [];
    expect(account?.carriers.map(({ kind, role }) => [kind, role])).toEqual([
      ['code interpreter', work?.principal.arn],
      ['stack', undefined],
    ]);
  });
});
