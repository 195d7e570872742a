// Where a chain begins in a recorded account.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOf } from '../../model/model.ts';
import { readAccount } from '../../read/account/read-account.ts';
import { allow, chainsIn, type Json, reads, trusts, type Verdict, verdictOf } from './examples.ts';

describe('a recorded account', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guard-starts-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const account = '111122223333';
  const work = `arn:aws:lambda:eu-west-1:${account}:function:work`;
  const recorded = (name: string, trust: Json): Json => ({
    RoleName: name,
    Arn: `arn:aws:iam::${account}:role/${name}`,
    Path: '/',
    AssumeRolePolicyDocument: trust,
    InstanceProfileList: [],
    RolePolicyList: reads,
    AttachedManagedPolicies: [],
    Tags: [],
  });
  let count = 0;
  function verdictIn(files: Json, roles: readonly Json[]): Verdict {
    count += 1;
    const region = join(folder, String(count), account, 'eu-west-1');
    mkdirSync(region, { recursive: true });
    const all: Json = {
      's3api.list-buckets': { Buckets: [{ Name: 'Labels' }] },
      's3api.get-bucket-policy@Labels': {},
      'iam.get-account-authorization-details': {
        UserDetailList: [],
        GroupDetailList: [],
        Policies: [],
        RoleDetailList: roles,
      },
      ...files,
    };
    for (const [name, output] of Object.entries(all))
      writeFileSync(join(region, `${name}.json`), JSON.stringify(output, null, 1));
    const { resources } = readAccount(join(folder, String(count)), '/');
    return verdictOf(chainsIn(modelOf({ name: '', resources })));
  }
  const statements = (...Statement: Json[]) => ({
    Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
  const may = (Action: string, Condition: Json) => ({
    Effect: 'Allow',
    Principal: '*',
    Action,
    Resource: work,
    Condition,
  });
  const called = statements(
    may('lambda:InvokeFunctionUrl', { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }),
    may('lambda:InvokeFunction', { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
  );
  const functions = {
    'lambda.list-functions': {
      Functions: [{ FunctionName: 'work', FunctionArn: work, Role: `arn:aws:iam::${account}:role/work` }],
    },
  };
  const urls = (AuthType?: string) => ({
    'lambda.list-function-url-configs@work': {
      FunctionUrlConfigs:
        AuthType === undefined ? [] : [{ FunctionArn: work, AuthType, FunctionUrl: 'https://x' }],
    },
  });
  const workRole = recorded('work', trusts('lambda.amazonaws.com'));

  it.each<[string, Json, readonly Json[], Verdict]>([
    ['an open URL', { ...functions, ...urls('NONE'), 'lambda.get-policy@work': called }, [workRole], 'open'],
    ['no URL', { ...functions, ...urls(), 'lambda.get-policy@work': called }, [workRole], 'no start'],
    [
      'URLs that were not recorded',
      { ...functions, 'lambda.get-policy@work': called },
      [workRole],
      'unknown',
    ],
    ['a policy that was not recorded', { ...functions, ...urls('NONE') }, [workRole], 'unknown'],
    ['a role for tasks', {}, [recorded('task', trusts('ecs-tasks.amazonaws.com'))], 'unknown'],
    [
      'a role for everyone',
      {},
      [recorded('open', allow({ Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }))],
      'open',
    ],
    ['a role for machines', {}, [recorded('host', trusts('ec2.amazonaws.com'))], 'no start'],
  ])('with %s', (_name, files, roles, verdict) => {
    expect(verdictIn(files, roles)).toBe(verdict);
  });
});
