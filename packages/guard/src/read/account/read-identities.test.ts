import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf } from '../../model/model.ts';
import { publishedActions } from '../../reason/access/actions/action-list.ts';
import { accessModelOf } from '../../reason/accounts/access-model.ts';
import { type PrincipalAnswer, who } from '../../reason/accounts/who.ts';
import { identityGaps } from './identity-gaps.ts';
import { identityOperations } from './identity-operations.ts';
import { readAccount } from './read-account.ts';

const packageRoot = fileURLToPath(new URL('../../../', import.meta.url));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const account = '111122223333';
const arn = (path: string) => `arn:aws:iam::${account}:${path}`;
type Files = Readonly<Record<string, unknown>>;

function recorded(files: Files) {
  const folder = mkdtempSync(join(tmpdir(), 'guard-identities-'));
  folders.push(folder);
  const region = join(folder, account, 'eu-west-1');
  mkdirSync(region, { recursive: true });
  for (const [name, output] of Object.entries(files))
    writeFileSync(join(region, `${name}.json`), JSON.stringify(output, null, 1));
  return readAccount(folder, '/');
}

function ask(files: Files, word = 'labels', action = 's3:GetObject'): readonly PrincipalAnswer[] {
  const { resources } = recorded(files);
  const model = accessModelOf(modelOf({ name: '', resources }).resources);
  const answers = who([action], word, model, publishedActions());
  if (!answers?.[0]) throw new Error(`${word} names nothing`);
  return answers[0].principals;
}
const able = (answers: readonly PrincipalAnswer[], verdict = 'can') =>
  answers
    .filter((answer) => answer.verdict === verdict && !answer.stranger && answer.principal.kind !== 'root')
    .map(({ place }) => place?.id);
const reasonsOf = (answers: readonly PrincipalAnswer[]) =>
  answers.flatMap((answer) => (answer.verdict === 'unknown' ? answer.reasons : [])).join('; ');

const allow = (Action: unknown, Resource: unknown = '*', rest: Files = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...rest }],
});
const buckets: Files = {
  's3api.list-buckets': { Buckets: [{ Name: 'labels' }] },
  's3api.get-bucket-policy@labels': {},
  's3api.get-public-access-block@labels': {
    PublicAccessBlockConfiguration: { IgnorePublicAcls: true, RestrictPublicBuckets: true },
  },
};
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const roleDetail = (name: string, more: Files = {}) => ({
  RoleName: name,
  Arn: arn(`role/${name}`),
  Path: '/',
  AssumeRolePolicyDocument: trust,
  InstanceProfileList: [],
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  Tags: [],
  ...more,
});
const details = (more: Files): Files => ({
  ...buckets,
  'iam.get-account-authorization-details': {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
    ...more,
  },
});
const work = { PolicyName: 'work', PolicyArn: arn('policy/work') };
const workPolicy = {
  PolicyName: 'work',
  Arn: arn('policy/work'),
  PolicyVersionList: [
    { VersionId: 'v1', IsDefaultVersion: false, Document: allow('*') },
    { VersionId: 'v2', IsDefaultVersion: true, Document: allow('s3:Get*') },
  ],
};

describe("an account's authorization details", () => {
  it('tell inline policies, managed policies in their default version, and groups', () => {
    const files = details({
      RoleDetailList: [
        roleDetail('inline', {
          RolePolicyList: [{ PolicyName: 'read', PolicyDocument: allow('s3:GetObject') }],
        }),
        roleDetail('managed', { AttachedManagedPolicies: [work] }),
        roleDetail('neither'),
      ],
      UserDetailList: [
        {
          UserName: 'ops',
          Arn: arn('user/ops'),
          Path: '/',
          GroupList: ['readers'],
          AttachedManagedPolicies: [],
        },
      ],
      GroupDetailList: [
        {
          GroupName: 'readers',
          Arn: arn('group/readers'),
          Path: '/',
          GroupPolicyList: [],
          AttachedManagedPolicies: [work],
        },
      ],
      Policies: [workPolicy],
    });
    expect(able(ask(files))).toEqual(['ops', 'inline', 'managed']);
    expect(able(ask(files, 'labels', 's3:PutObject'))).toEqual([]);
  });

  it('tell boundaries', () => {
    const bound = roleDetail('bound', {
      RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow('*') }],
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: work.PolicyArn,
      },
    });
    const files = details({ RoleDetailList: [bound], Policies: [workPolicy] });
    expect(able(ask(files))).toEqual(['bound']);
    expect(able(ask(files, 'labels', 's3:PutObject'))).toEqual([]);
  });

  it('count a principal once, although a list names it too', () => {
    const files = {
      ...details({ RoleDetailList: [roleDetail('api')] }),
      'iam.list-roles': { Roles: [{ RoleName: 'api', Arn: arn('role/api') }] },
    };
    const { resources } = recorded(files);
    expect(resources.filter(({ type }) => type === 'AWS::IAM::Role')).toHaveLength(1);
  });
});

describe('answers about one principal each', () => {
  const role = {
    RoleName: 'api',
    Arn: arn('role/api'),
    Path: '/',
    AssumeRolePolicyDocument: trust,
  };
  const whole: Files = {
    ...buckets,
    'iam.list-users': { Users: [] },
    'iam.list-roles': { Roles: [role] },
    'iam.get-role@api': { Role: role },
    'iam.list-role-policies@api': { PolicyNames: ['read'] },
    'iam.get-role-policy@api@read': {
      RoleName: 'api',
      PolicyName: 'read',
      PolicyDocument: allow('s3:GetObject'),
    },
    'iam.list-attached-role-policies@api': { AttachedPolicies: [work] },
    'iam.get-policy-version@work': {
      PolicyVersion: { Document: allow('sqs:*'), VersionId: 'v1', IsDefaultVersion: true },
    },
  };

  it('are put together', () => {
    expect(able(ask(whole))).toEqual(['api']);
    expect(able(ask(whole, 'labels', 's3:PutObject'), 'cannot')).toEqual(['api']);
    expect(identityGaps(recorded(whole))).toEqual([]);
  });

  it.each([
    'iam.get-role@api',
    'iam.list-role-policies@api',
    'iam.get-role-policy@api@read',
    'iam.list-attached-role-policies@api',
  ])('make an answer unknown without %s, and it is named', (name) => {
    const { [name]: _, ...rest } = whole;
    const answers = ask(rest);
    expect(able(answers, 'unknown')).toEqual(['api']);
    expect(reasonsOf(answers)).toContain(`no ${name} is recorded`);
  });

  it('say which lists are missing', () => {
    expect(identityGaps(recorded(buckets))[0]).toMatch(/no iam\.list-users and no iam\.list-roles/);
  });
});

describe('policies at resources', () => {
  const reader = details({
    RoleDetailList: [
      roleDetail('api', { RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow('*') }] }),
    ],
  });
  const key = {
    'kms.list-keys': { Keys: [{ KeyId: 'k1', KeyArn: `arn:aws:kms:eu-west-1:${account}:key/k1` }] },
  };
  const delegating = (Action: string) =>
    JSON.stringify(allow(Action, '*', { Principal: { AWS: `arn:aws:iam::${account}:root` } }));

  it('of a key decide whether its account does', () => {
    const asked = (Policy: string) =>
      ask(
        { ...reader, ...key, 'kms.get-key-policy@k1': { Policy } },
        `arn:aws:kms:eu-west-1:${account}:key/k1`,
        'kms:Decrypt',
      );
    expect(able(asked(delegating('kms:*')))).toEqual(['api']);
    expect(able(asked(delegating('kms:Describe*')))).toEqual([]);
    const answers = ask({ ...reader, ...key }, `arn:aws:kms:eu-west-1:${account}:key/k1`, 'kms:Decrypt');
    expect(reasonsOf(answers)).toContain('no kms.get-key-policy@k1 is recorded');
  });

  it.each<[string, string, string, Files]>([
    [
      'a queue',
      'orders',
      'sqs:SendMessage',
      {
        'sqs.get-queue-attributes@orders': {
          Attributes: {
            QueueArn: `arn:aws:sqs:eu-west-1:${account}:orders`,
            Policy: JSON.stringify(allow('sqs:*', '*', { Principal: '*' })),
          },
        },
      },
    ],
    [
      'a topic',
      'alerts',
      'sns:Publish',
      {
        'sns.get-topic-attributes@alerts': {
          Attributes: {
            TopicArn: `arn:aws:sns:eu-west-1:${account}:alerts`,
            Policy: JSON.stringify(allow('sns:*', '*', { Principal: '*' })),
          },
        },
      },
    ],
    [
      'a secret',
      'db',
      'secretsmanager:GetSecretValue',
      {
        'secretsmanager.list-secrets': {
          SecretList: [{ ARN: `arn:aws:secretsmanager:eu-west-1:${account}:secret:db-AbCdEf`, Name: 'db' }],
        },
        'secretsmanager.get-resource-policy@db': {
          Name: 'db',
          ResourcePolicy: JSON.stringify(allow('*', '*', { Principal: '*' })),
        },
      },
    ],
    [
      'a function',
      'work',
      'lambda:InvokeFunction',
      {
        'lambda.list-functions': {
          Functions: [
            { FunctionName: 'work', FunctionArn: `arn:aws:lambda:eu-west-1:${account}:function:work` },
          ],
        },
        'lambda.get-policy@work': { Policy: JSON.stringify(allow('lambda:*', '*', { Principal: '*' })) },
      },
    ],
    [
      'a repository',
      'api',
      'ecr:BatchGetImage',
      {
        'ecr.describe-repositories': {
          repositories: [
            { repositoryArn: `arn:aws:ecr:eu-west-1:${account}:repository/api`, repositoryName: 'api' },
          ],
        },
        'ecr.get-repository-policy@api': {
          repositoryName: 'api',
          policyText: JSON.stringify(allow('ecr:*', '*', { Principal: '*' })),
        },
      },
    ],
  ])('of %s let the public in', (_what, word, action, files) => {
    const answers = ask({ ...details({}), ...files }, files['lambda.list-functions'] ? 'work' : word, action);
    // Anybody's account; some services take no unsigned request.
    expect(answers.some(({ stranger, verdict }) => stranger && verdict === 'can')).toBe(true);
  });

  it('of a bucket are restricted by the block of the account', () => {
    const open = {
      's3api.get-bucket-policy@labels': {
        Policy: JSON.stringify(allow('s3:*', 'arn:aws:s3:::labels/*', { Principal: '*' })),
      },
      's3api.get-public-access-block@labels': {
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: false },
      },
    };
    const isOpen = (files: Files) =>
      ask(files).some(({ principal, verdict }) => principal.kind === 'anonymous' && verdict === 'can');
    expect(isOpen({ ...details({}), ...open })).toBe(true);
    expect(
      isOpen({
        ...details({}),
        ...open,
        's3control.get-public-access-block': {
          PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
        },
      }),
    ).toBe(false);
  });
});

describe('an organisation', () => {
  const api = roleDetail('api', { RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow('*') }] });
  const policy = (Id: string, document: unknown, Type = 'SERVICE_CONTROL_POLICY') => ({
    Policy: { PolicySummary: { Id, Name: Id, Type }, Content: JSON.stringify(document) },
  });
  const organization: Files = {
    ...details({ RoleDetailList: [api] }),
    'organizations.describe-organization': { Organization: { Id: 'o-1', MasterAccountId: '999900001111' } },
    [`organizations.list-parents@${account}`]: { Parents: [{ Id: 'ou-1', Type: 'ORGANIZATIONAL_UNIT' }] },
    'organizations.list-parents@ou-1': { Parents: [{ Id: 'r-1', Type: 'ROOT' }] },
    'organizations.describe-policy@p-full': policy('p-full', allow('*')),
    'organizations.list-targets-for-policy@p-full': {
      Targets: [{ TargetId: 'r-1' }, { TargetId: 'ou-1' }, { TargetId: account }],
    },
  };
  const narrow = (target: string): Files => ({
    'organizations.describe-policy@p-no': policy('p-no', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }],
    }),
    'organizations.list-targets-for-policy@p-no': { Targets: [{ TargetId: target }] },
  });

  it('lets its account through where every level allows', () => {
    expect(able(ask(organization))).toEqual(['api']);
  });

  it.each(['r-1', 'ou-1', account])('stops it by a policy at %s', (target) => {
    expect(able(ask({ ...organization, ...narrow(target) }))).toEqual([]);
    expect(able(ask({ ...organization, ...narrow('ou-2') }))).toEqual(['api']);
  });

  it('leaves the answer unknown while a level is not recorded', () => {
    const { 'organizations.list-parents@ou-1': _, ...rest } = organization;
    expect(able(ask(rest), 'unknown')).toEqual(['api']);
    expect(reasonsOf(ask(rest))).toContain('organizations.list-parents');
  });

  it('binds resources by resource control policies', () => {
    const rcp = {
      'organizations.describe-policy@p-rcp': policy(
        'p-rcp',
        {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
        },
        'RESOURCE_CONTROL_POLICY',
      ),
      'organizations.list-targets-for-policy@p-rcp': {
        Targets: ['r-1', 'ou-1', account].map((TargetId) => ({ TargetId })),
      },
    };
    expect(able(ask({ ...organization, ...rcp }))).toEqual([]);
  });
});

describe('the table of operations', () => {
  it('is documented operation by operation', () => {
    const documented = readFileSync(join(packageRoot, 'docs/recorded-permissions.md'), 'utf8');
    const rows = [...documented.matchAll(/^\| `([^`@]+)(?:@…)?` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(identityOperations));
  });
});
