// Containers at which a chain begins.

import { describe, expect, it } from 'vitest';
import { att, type Json, nothing, ref, role, trusts, type Verdict, verdictFor } from './examples.ts';

describe('containers as the start of a chain', () => {
  const task = (more: Json = { TaskRoleArn: att('TaskRole', 'Arn') }): Json => ({
    Tasks: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: ref('Task') } },
    Task: { Type: 'AWS::ECS::TaskDefinition', Properties: more },
    TaskRole: role(trusts('ecs-tasks.amazonaws.com')),
  });
  const runner = (NetworkConfiguration?: unknown): Json => ({
    Runner: {
      Type: 'AWS::AppRunner::Service',
      Properties: {
        InstanceConfiguration: { InstanceRoleArn: att('RunnerRole', 'Arn') },
        NetworkConfiguration,
      },
    },
    RunnerRole: role(trusts('tasks.apprunner.amazonaws.com')),
  });
  const reached = (IsPubliclyAccessible: unknown) => ({ IngressConfiguration: { IsPubliclyAccessible } });
  it.each<[string, Json, Verdict]>([
    ['tasks whose interfaces are not modelled', task(), 'unknown'],
    ['tasks without a role', task({}), 'closed'],
    [
      'tasks whose role reads nothing',
      { ...task(), TaskRole: role(trusts('ecs-tasks.amazonaws.com'), []) },
      'closed',
    ],
    [
      'tasks of a definition that is not in the input',
      { Tasks: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: 'work:1' } } },
      'unknown',
    ],
    ['a service of App Runner', runner(), 'open'],
    ['one that is reached from VPCs alone', runner(reached(false)), 'closed'],
    ['one of which that is decided elsewhere', runner(reached(nothing)), 'unknown'],
  ])('%s', (_name, resources, verdict) => {
    expect(verdictFor(resources)).toBe(verdict);
  });
});
