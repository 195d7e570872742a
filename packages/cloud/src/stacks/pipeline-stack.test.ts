import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources, stackNames } from '../../test/support/golden.ts';

const claims = 'token.actions.githubusercontent.com';

describe.each(everyEnvironment)('the pipeline in $name', ({ account, name, repository }) => {
  const roles = resources(name, 'pipeline', 'AWS::IAM::Role');
  const statements = resources(name, 'pipeline', 'AWS::IAM::Policy').flatMap(({ properties }) =>
    [at(properties, 'PolicyDocument', 'Statement')].flat(),
  );

  it('is GitHub, for tokens made for AWS alone', () => {
    const { properties } = only(name, 'pipeline', 'AWS::IAM::OIDCProvider');
    expect(properties).toMatchObject({ Url: `https://${claims}`, ClientIdList: ['sts.amazonaws.com'] });
  });

  it('is a job of our repository in this environment, from main: every claim as a whole', () => {
    expect(roles.map(({ properties }) => properties['RoleName'])).toEqual([
      `cool-delivery-${name}-deployer`,
      `cool-delivery-${name}-release-reader`,
    ]);
    for (const { properties } of roles)
      expect(at(properties, 'AssumeRolePolicyDocument', 'Statement')).toEqual([
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Effect: 'Allow',
          Principal: { Federated: { Ref: expect.stringMatching(/^GitHub/) } },
          Condition: {
            StringEquals: {
              [`${claims}:aud`]: 'sts.amazonaws.com',
              [`${claims}:sub`]: `repo:${repository}:environment:${name}`,
              [`${claims}:ref`]: 'refs/heads/main',
            },
          },
        },
      ]);
  });

  it('is held by a ceiling, for two hours at most, and attaches nothing managed', () => {
    for (const { properties } of roles) {
      expect(at(properties, 'PermissionsBoundary', 'Ref')).toMatch(/^Ceiling/);
      expect(Number(properties['MaxSessionDuration'])).toBeLessThanOrEqual(7200);
      expect(properties['ManagedPolicyArns']).toBeUndefined();
    }
  });

  it('changes no right: neither roles nor ceiling allow anything of IAM, and no role but those of the bootstrap is taken', () => {
    const ceiling = only(name, 'pipeline', 'AWS::IAM::ManagedPolicy');
    const all = [...statements, ...[at(ceiling.properties, 'PolicyDocument', 'Statement')].flat()];
    for (const statement of all) {
      expect(at(statement, 'Effect')).toBe('Allow');
      for (const action of [at(statement, 'Action')].flat())
        expect(action).toMatch(/^(cloudformation:ListStackResources|kms:|s3:|ssm:|sts:AssumeRole$)/);
      if ([at(statement, 'Action')].flat().includes('sts:AssumeRole'))
        for (const role of [at(statement, 'Resource')].flat())
          expect(role).toMatch(
            new RegExp(
              `^arn:aws:iam::${account}:role/cdk-hnb659fds-(deploy|file-publishing|lookup)-role-${account}-`,
            ),
          );
    }
  });

  it('reads with one role and writes with the other', () => {
    const reader = resources(name, 'pipeline', 'AWS::IAM::Policy').find(({ id }) => id.includes('reader'));
    const actions = [at(reader?.properties, 'PolicyDocument', 'Statement')]
      .flat()
      .flatMap((statement) => [at(statement, 'Action')].flat());
    expect(actions.length).toBeGreaterThan(4);
    for (const action of actions) expect(action).toMatch(/:(Get|List|Decrypt)/);
  });

  it('needs no key: no stack has a user, or an access key', () => {
    const types = stackNames.flatMap((stack) => resources(name, stack)).map(({ type }) => type);
    expect(types.filter((type) => /^AWS::IAM::(User|AccessKey|Group)/.test(type))).toEqual([]);
  });
});
