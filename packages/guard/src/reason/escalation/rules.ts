// The 65 escalation paths that pathfinding.cloud publishes, as data in our own words.
// Source of the facts: github.com/DataDog/pathfinding.cloud (Apache-2.0), at 84dd65c.

import type { Aim, CarrierKind, Need, Rule } from './rule.ts';

const on = (aim: Aim, ...actions: readonly string[]): readonly Need[] =>
  actions.map((action) => ({ action, on: aim }));

/** A role handed to a service that runs the principal's orders. */
function passing(
  id: string,
  service: string,
  how: string,
  actions: readonly string[],
  more: Partial<Rule> = {},
): Rule {
  return {
    id,
    how,
    target: 'role',
    gains: 'target',
    by: 'anyone',
    passesTo: `${service}.amazonaws.com`,
    needs: [...on('target', 'iam:PassRole'), ...on('new', ...actions)],
    ...more,
  };
}

/** Something that runs with a role already, made to run the principal's orders. */
function using(id: string, kind: CarrierKind, how: string, needs: readonly Need[]): Rule {
  return { id, how, target: 'role', gains: 'target', by: 'anyone', carrier: { kind, holds: true }, needs };
}

const own = (id: string, by: Rule['by'], how: string, needs: readonly Need[]): Rule => ({
  id,
  how,
  target: 'self',
  gains: 'everything',
  by,
  needs,
});
const another = (
  id: string,
  target: 'role' | 'user' | 'group',
  how: string,
  needs: readonly Need[],
  more: Partial<Rule> = {},
): Rule => ({ id, how, target, gains: 'target', by: 'anyone', needs, ...more });

const instanceProfile = { state: 'an instance profile' } as const;
const glueJob = { carrier: { kind: 'glue job', holds: false } } as const;

const computing: readonly Rule[] = [
  passing('apprunner-001', 'tasks.apprunner', 'start a web service that runs as the role', [
    'apprunner:CreateService',
  ]),
  using(
    'apprunner-002',
    'app runner service',
    'give a running service other code',
    on('carrier', 'apprunner:UpdateService'),
  ),
  passing('bedrock-001', 'bedrock-agentcore', 'make a code interpreter that runs as the role', [
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ]),
  using(
    'bedrock-002',
    'code interpreter',
    'run code in an interpreter',
    on('carrier', 'bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'),
  ),
  passing('codebuild-001', 'codebuild', 'make a build that runs as the role', [
    'codebuild:CreateProject',
    'codebuild:StartBuild',
  ]),
  using(
    'codebuild-002',
    'build project',
    'start a build with other commands',
    on('carrier', 'codebuild:StartBuild'),
  ),
  using(
    'codebuild-003',
    'build project',
    'start a batch of builds with other commands',
    on('carrier', 'codebuild:StartBuildBatch'),
  ),
  passing('codebuild-004', 'codebuild', 'make a batch of builds that runs as the role', [
    'codebuild:CreateProject',
    'codebuild:StartBuildBatch',
  ]),
  passing('datapipeline-001', 'datapipeline', 'make a pipeline whose steps run as the role', [
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
    'datapipeline:ActivatePipeline',
  ]),
  passing('ec2-001', 'ec2', 'start an instance that runs as the role', ['ec2:RunInstances'], instanceProfile),
  using(
    'ec2-002',
    'instance',
    'stop an instance, change its user data, start it',
    on('carrier', 'ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'),
  ),
  passing(
    'ec2-003',
    'ec2',
    'ask for a spot instance that runs as the role',
    ['ec2:RequestSpotInstances'],
    instanceProfile,
  ),
  using(
    'ec2-004',
    'launch template',
    'give a launch template other user data and make it the default',
    on('carrier', 'ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'),
  ),
  using('ec2instanceconnect-003', 'instance', 'push a key to an instance and sign in over SSH', [
    ...on('carrier', 'ec2-instance-connect:SendSSHPublicKey'),
    ...on('new', 'ec2:DescribeInstances'),
  ]),
  passing('ecs-001', 'ecs-tasks', 'make a cluster and a service whose task runs as the role', [
    'ecs:CreateCluster',
    'ecs:RegisterTaskDefinition',
    'ecs:CreateService',
  ]),
  passing('ecs-002', 'ecs-tasks', 'make a cluster and run a task as the role', [
    'ecs:CreateCluster',
    'ecs:RegisterTaskDefinition',
    'ecs:RunTask',
  ]),
  passing('ecs-003', 'ecs-tasks', 'make a service whose task runs as the role', [
    'ecs:RegisterTaskDefinition',
    'ecs:CreateService',
  ]),
  passing('ecs-004', 'ecs-tasks', 'run a task as the role', ['ecs:RegisterTaskDefinition', 'ecs:RunTask']),
  passing('ecs-005', 'ecs-tasks', 'start a task as the role on a chosen machine', [
    'ecs:RegisterTaskDefinition',
    'ecs:StartTask',
  ]),
  passing('lambda-001', 'lambda', 'make a function that runs as the role and call it', [
    'lambda:CreateFunction',
    'lambda:InvokeFunction',
  ]),
  passing('lambda-002', 'lambda', 'make a function that runs as the role and bind it to a stream', [
    'lambda:CreateFunction',
    'lambda:CreateEventSourceMapping',
  ]),
  using(
    'lambda-003',
    'function',
    'give a function other code and wait for its next call',
    on('carrier', 'lambda:UpdateFunctionCode'),
  ),
  using(
    'lambda-004',
    'function',
    'give a function other code and call it',
    on('carrier', 'lambda:UpdateFunctionCode', 'lambda:InvokeFunction'),
  ),
  using(
    'lambda-005',
    'function',
    'give a function other code and let a caller in',
    on('carrier', 'lambda:UpdateFunctionCode', 'lambda:AddPermission'),
  ),
  passing('lambda-006', 'lambda', 'make a function that runs as the role and let a caller in', [
    'lambda:CreateFunction',
    'lambda:AddPermission',
  ]),
  using('ssm-001', 'instance', 'open a shell on an instance', on('carrier', 'ssm:StartSession')),
  using('ssm-002', 'instance', 'run a command on an instance', on('carrier', 'ssm:SendCommand')),
];

const deploying: readonly Rule[] = [
  passing('cloudformation-001', 'cloudformation', 'make a stack that is deployed as the role', [
    'cloudformation:CreateStack',
  ]),
  using(
    'cloudformation-002',
    'stack',
    'change a stack that is deployed as the role',
    on('carrier', 'cloudformation:UpdateStack'),
  ),
  passing('cloudformation-003', 'cloudformation', 'make a stack set and deploy it as the role', [
    'cloudformation:CreateStackSet',
    'cloudformation:CreateStackInstances',
  ]),
  passing('cloudformation-004', 'cloudformation', 'change a stack set and deploy it as the role', [], {
    carrier: { kind: 'stack set', holds: false },
    needs: [...on('target', 'iam:PassRole'), ...on('carrier', 'cloudformation:UpdateStackSet')],
  }),
  using(
    'cloudformation-005',
    'stack',
    'prepare and execute a change to a stack',
    on('carrier', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
  ),
];

const data: readonly Rule[] = [
  passing('glue-001', 'glue', 'make a development endpoint that runs as the role', [
    'glue:CreateDevEndpoint',
  ]),
  using(
    'glue-002',
    'development endpoint',
    'put a key on a development endpoint and sign in',
    on('carrier', 'glue:UpdateDevEndpoint'),
  ),
  passing('glue-003', 'glue', 'make a job that runs as the role and start it', [
    'glue:CreateJob',
    'glue:StartJobRun',
  ]),
  passing('glue-004', 'glue', 'make a job that runs as the role and a trigger for it', [
    'glue:CreateJob',
    'glue:CreateTrigger',
  ]),
  passing('glue-005', 'glue', 'give a job the role and other code, and start it', [], {
    ...glueJob,
    needs: [...on('target', 'iam:PassRole'), ...on('carrier', 'glue:UpdateJob', 'glue:StartJobRun')],
  }),
  passing('glue-006', 'glue', 'give a job the role and other code, and a trigger', [], {
    ...glueJob,
    needs: [
      ...on('target', 'iam:PassRole'),
      ...on('carrier', 'glue:UpdateJob'),
      ...on('new', 'glue:CreateTrigger'),
    ],
  }),
  passing('sagemaker-001', 'sagemaker', 'make a notebook that runs as the role', [
    'sagemaker:CreateNotebookInstance',
  ]),
  passing('sagemaker-002', 'sagemaker', 'start a training job as the role', ['sagemaker:CreateTrainingJob']),
  passing('sagemaker-003', 'sagemaker', 'start a processing job as the role', [
    'sagemaker:CreateProcessingJob',
  ]),
  using(
    'sagemaker-004',
    'notebook',
    'open a notebook by a signed address',
    on('carrier', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  ),
  using('sagemaker-005', 'notebook', 'restart a notebook with a script of its own', [
    ...on('new', 'sagemaker:CreateNotebookInstanceLifecycleConfig'),
    ...on(
      'carrier',
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ),
  ]),
];

const identity: readonly Rule[] = [
  own(
    'iam-001',
    'anyone',
    'write a new version of a policy it has',
    on('policy of self', 'iam:CreatePolicyVersion'),
  ),
  another('iam-002', 'user', 'make an access key for the user', on('target', 'iam:CreateAccessKey'), {
    state: 'room for a key',
  }),
  another(
    'iam-003',
    'user',
    'replace an access key of the user',
    on('target', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'),
    { state: 'no room for a key' },
  ),
  another('iam-004', 'user', 'give the user a password', on('target', 'iam:CreateLoginProfile'), {
    state: 'no password',
  }),
  own('iam-005', 'role', 'write a policy into itself', on('self', 'iam:PutRolePolicy')),
  another('iam-006', 'user', 'change the password of the user', on('target', 'iam:UpdateLoginProfile'), {
    state: 'a password',
  }),
  own('iam-007', 'user', 'write a policy into itself', on('self', 'iam:PutUserPolicy')),
  own('iam-008', 'user', 'attach a policy to itself', on('self', 'iam:AttachUserPolicy')),
  own('iam-009', 'role', 'attach a policy to itself', on('self', 'iam:AttachRolePolicy')),
  own('iam-010', 'user', 'attach a policy to a group it is in', on('group of self', 'iam:AttachGroupPolicy')),
  own('iam-011', 'user', 'write a policy into a group it is in', on('group of self', 'iam:PutGroupPolicy')),
  another('iam-012', 'role', 'make the role trust the principal', on('target', 'iam:UpdateAssumeRolePolicy')),
  another('iam-013', 'group', 'join the group', on('target', 'iam:AddUserToGroup'), { by: 'user' }),
  another(
    'iam-014',
    'role',
    'attach a policy to a role and assume it',
    on('target', 'iam:AttachRolePolicy', 'sts:AssumeRole'),
    { gains: 'everything' },
  ),
  another(
    'iam-015',
    'user',
    'attach a policy to a user and make a key for it',
    on('target', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'),
    { gains: 'everything' },
  ),
  another(
    'iam-016',
    'role',
    'rewrite a policy of a role and assume it',
    [...on('policy of target', 'iam:CreatePolicyVersion'), ...on('target', 'sts:AssumeRole')],
    { gains: 'everything' },
  ),
  another(
    'iam-017',
    'role',
    'write a policy into a role and assume it',
    on('target', 'iam:PutRolePolicy', 'sts:AssumeRole'),
    { gains: 'everything' },
  ),
  another(
    'iam-018',
    'user',
    'write a policy into a user and make a key for it',
    on('target', 'iam:PutUserPolicy', 'iam:CreateAccessKey'),
    { gains: 'everything' },
  ),
  another(
    'iam-019',
    'role',
    'attach a policy to a role and make it trust the principal',
    on('target', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'),
    { gains: 'everything' },
  ),
  another(
    'iam-020',
    'role',
    'rewrite a policy of a role and make it trust the principal',
    [...on('policy of target', 'iam:CreatePolicyVersion'), ...on('target', 'iam:UpdateAssumeRolePolicy')],
    { gains: 'everything' },
  ),
  another(
    'iam-021',
    'role',
    'write a policy into a role and make it trust the principal',
    on('target', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'),
    { gains: 'everything' },
  ),
  another('sts-001', 'role', 'assume the role', on('target', 'sts:AssumeRole')),
];

export const escalationRules: readonly Rule[] = [...computing, ...deploying, ...data, ...identity];
