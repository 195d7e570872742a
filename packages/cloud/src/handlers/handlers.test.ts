// Runs the handlers' text as it stands in the committed template, so what is tested is what is deployed.

import { randomBytes } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { at, only, resources } from '../../test/support/golden.ts';
import { handlerSource } from '../constructs/inline-custom-resource.ts';

interface Answer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

type Service = Readonly<Record<string, (input: unknown) => Promise<unknown>>>;

/** The module of a client → its class. */
const clients: Readonly<Record<string, string>> = {
  '@aws-sdk/client-docdb': 'DocDB',
  '@aws-sdk/client-ec2': 'EC2',
  '@aws-sdk/client-lambda': 'Lambda',
  '@aws-sdk/client-secrets-manager': 'SecretsManager',
};

/** Calls a handler the way Lambda does, and returns what it told CloudFormation. */
async function run(source: string, event: object, service: Service, responseOk = true) {
  const answers: Answer[] = [];
  const fetch = vi.fn(async (_url: string, { body, ...request }: RequestInit) => {
    // The URL is signed for an empty content type; S3 refuses any other.
    expect(request).toEqual({ method: 'PUT', headers: { 'content-type': '' } });
    answers.push(JSON.parse(String(body)));
    return { ok: responseOk, status: responseOk ? 200 : 403 };
  });
  const requireModule = (name: string) => {
    if (name === 'node:crypto') return { randomBytes };
    const client = clients[name];
    if (client === undefined) throw new Error(`not in Lambda's runtime: ${name}`);
    return {
      [client]: class {
        constructor() {
          Object.assign(this, service);
        }
      },
    };
  };
  const atOnce = (done: () => void) => done();
  const module = { handler: async (_event: unknown): Promise<void> => {} };
  new Function('exports', 'require', 'fetch', 'setTimeout', source)(module, requireModule, fetch, atOnce);
  await module.handler({
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'l',
    ResponseURL: 'https://x',
    ...event,
  });
  return answers;
}

/** The text of the function that answers for the custom resource of a type. */
function inTemplate(stack: 'network' | 'front' | 'data', type: string): string {
  const id = at(only('prod', stack, type).properties, 'ServiceToken', 'Fn::GetAtt', 0);
  const handler = resources('prod', stack, 'AWS::Lambda::Function').find((found) => found.id === id);
  return String(at(handler?.properties, 'Code', 'ZipFile'));
}

describe('the handler that closes the default group', () => {
  const source = inTemplate('network', 'Custom::VpcRestrictDefaultSG');
  const create = { RequestType: 'Create', ResourceProperties: { DefaultSecurityGroupId: 'sg-1' } };
  const rules = [
    { SecurityGroupRuleId: 'sgr-in', IsEgress: false },
    { SecurityGroupRuleId: 'sgr-out', IsEgress: true },
  ];

  it('takes out every rule in both directions', async () => {
    const revoked: unknown[] = [];
    const revoke = async (input: unknown) => revoked.push(input);
    const answers = await run(source, create, {
      describeSecurityGroupRules: async () => ({ SecurityGroupRules: rules }),
      revokeSecurityGroupIngress: revoke,
      revokeSecurityGroupEgress: revoke,
    });
    expect(revoked).toEqual([
      { GroupId: 'sg-1', SecurityGroupRuleIds: ['sgr-in'] },
      { GroupId: 'sg-1', SecurityGroupRuleIds: ['sgr-out'] },
    ]);
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'closed-sg-1', RequestId: 'r' }]);
  });

  it('revokes nothing when the group is closed already', async () => {
    const answers = await run(source, create, {
      describeSecurityGroupRules: async () => ({ SecurityGroupRules: [] }),
    });
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });

  it('leaves the group closed when the resource goes', async () => {
    const answers = await run(
      source,
      { ...create, RequestType: 'Delete', PhysicalResourceId: 'closed-sg-1' },
      {},
    );
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'closed-sg-1' }]);
  });

  it('tells CloudFormation why it failed', async () => {
    const answers = await run(source, create, {
      describeSecurityGroupRules: async () => {
        throw new Error('not authorised');
      },
    });
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: 'not authorised', PhysicalResourceId: 'l' }]);
  });

  it('fails itself when CloudFormation does not take the answer, so that Lambda tries again', async () => {
    await expect(
      run(source, { ...create, RequestType: 'Delete', PhysicalResourceId: 'x' }, {}, false),
    ).rejects.toThrow('HTTP 403');
  });
});

describe('the handler that finds the group of the VPC origin', () => {
  const source = inTemplate('front', 'Custom::VpcOriginServiceGroup');
  const create = { RequestType: 'Create', ResourceProperties: { VpcId: 'vpc-1', GroupName: 'Service-SG' } };

  it('looks for that name in that VPC, and returns the id', async () => {
    const asked: unknown[] = [];
    const answers = await run(source, create, {
      describeSecurityGroups: async (input) => {
        asked.push(input);
        return { SecurityGroups: [{ GroupId: 'sg-9' }] };
      },
    });
    expect(asked).toEqual([
      {
        Filters: [
          { Name: 'vpc-id', Values: ['vpc-1'] },
          { Name: 'group-name', Values: ['Service-SG'] },
        ],
      },
    ]);
    expect(answers).toMatchObject([
      { Status: 'SUCCESS', Data: { GroupId: 'sg-9' }, PhysicalResourceId: 'vpc-1/Service-SG' },
    ]);
  });

  it('waits while the service is still making it', async () => {
    let calls = 0;
    const answers = await run(source, create, {
      describeSecurityGroups: async () => {
        calls += 1;
        return { SecurityGroups: calls < 4 ? [] : [{ GroupId: 'sg-9' }] };
      },
    });
    expect(calls).toBe(4);
    expect(answers).toMatchObject([{ Status: 'SUCCESS', Data: { GroupId: 'sg-9' } }]);
  });

  it.each([[[]], [[{ GroupId: 'sg-1' }, { GroupId: 'sg-2' }]]])(
    'opens no door on a guess: %j',
    async (groups) => {
      const answers = await run(source, create, {
        describeSecurityGroups: async () => ({ SecurityGroups: groups }),
      });
      expect(answers).toMatchObject([{ Status: 'FAILED' }]);
      expect(answers[0]?.Reason).toContain(`Service-SG in vpc-1: given ${groups.length} groups`);
      expect(answers[0]?.Data).toBeUndefined();
    },
  );

  it('asks nothing when the resource goes', async () => {
    const answers = await run(source, { ...create, RequestType: 'Delete', PhysicalResourceId: 'p' }, {});
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'p' }]);
  });
});

describe('the handler that makes the keys of the API', () => {
  const source = inTemplate('data', 'Custom::ApiKeys');
  const { Names } = only('prod', 'data', 'Custom::ApiKeys').properties;
  const create = {
    RequestType: 'Create',
    RequestId: 'request-1',
    ResourceProperties: { SecretId: 'arn:secret', Names },
  };
  const secrets = (stages: Readonly<Record<string, readonly string[]>> | undefined) => {
    const put: Record<string, unknown>[] = [];
    const service = {
      describeSecret: async () => ({ VersionIdsToStages: stages }),
      putSecretValue: async (input: unknown) => put.push(Object(input)),
    };
    return { put, service };
  };

  it('fills an empty secret with a key of 256 bits for each purpose of the API, each its own', async () => {
    const { put, service } = secrets(undefined);
    const answers = await run(source, create, service);
    expect(put).toMatchObject([{ SecretId: 'arn:secret', ClientRequestToken: 'request-1' }]);
    const keys: Readonly<Record<string, string>> = JSON.parse(String(put[0]?.['SecretString']));
    expect(Object.keys(keys)).toEqual(['totpSeedKey', 'pinKey', 'viewLinkKey', 'bodyDigestKey']);
    for (const key of Object.values(keys)) expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(new Set(Object.values(keys)).size).toBe(4);
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'keys-of-arn:secret' }]);
  });

  it('tells CloudFormation nothing of them', async () => {
    const { put, service } = secrets(undefined);
    const answers = await run(source, create, service);
    const keys = Object.values(JSON.parse(String(put[0]?.['SecretString'])));
    for (const key of keys) expect(JSON.stringify(answers)).not.toContain(key);
    expect(answers[0]?.Data).toBeUndefined();
  });

  it('leaves a secret that has a value alone, whatever the request', async () => {
    for (const RequestType of ['Create', 'Update', 'Delete']) {
      const { put, service } = secrets({ 'version-1': ['AWSCURRENT'] });
      const answers = await run(source, { ...create, RequestType, PhysicalResourceId: 'p' }, service);
      expect(put).toEqual([]);
      expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
    }
  });
});

describe('the handler that finds the secret of the cluster’s owner', () => {
  const source = inTemplate('data', 'Custom::DatabaseOwnerSecret');
  const create = { RequestType: 'Create', ResourceProperties: { ClusterIdentifier: 'cool' } };
  const cluster = (status: string) => ({
    DBClusters: [{ MasterUserSecret: { SecretArn: 'arn:owner', SecretStatus: status } }],
  });

  it('waits until AWS has made it and returns its ARN, never its value', async () => {
    const statuses = ['creating', 'creating', 'active'];
    const answers = await run(source, create, {
      describeDBClusters: async () => cluster(statuses.shift() ?? 'active'),
    });
    expect(statuses).toEqual([]);
    expect(answers).toMatchObject([
      { Status: 'SUCCESS', PhysicalResourceId: 'owner-of-cool', Data: { SecretArn: 'arn:owner' } },
    ]);
  });

  it('fails with one sentence when the cluster keeps no such secret', async () => {
    const answers = await run(source, create, { describeDBClusters: async () => ({ DBClusters: [{}] }) });
    expect(answers[0]).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringContaining('given status none after 5 minutes, allowed is active'),
    });
  });

  it('asks nothing when the resource goes', async () => {
    const answers = await run(source, { ...create, RequestType: 'Delete', PhysicalResourceId: 'p' }, {});
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'p' }]);
  });
});

describe('the handler that runs the task in the VPC', () => {
  const source = inTemplate('data', 'Custom::DatabaseAccess');
  const create = { RequestType: 'Create', ResourceProperties: { FunctionName: 'task', Code: 'key' } };
  const named = (name: string) => Object.assign(new Error(name), { name });

  it('asks it for the grant, waits for its answer, and answers CloudFormation in its place', async () => {
    const asked: unknown[] = [];
    const answers = await run(source, create, { invoke: async (input) => Object(asked.push(input)) });
    expect(asked).toEqual([{ FunctionName: 'task', Payload: '{"grant":true}' }]);
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'run-of-task' }]);
  });

  it('tries again while the interfaces are made or a rotation runs', async () => {
    const refusals = ['ResourceConflictException', 'TooManyRequestsException'];
    const answers = await run(source, create, {
      invoke: async () => {
        const refusal = refusals.shift();
        if (refusal !== undefined) throw named(refusal);
        return {};
      },
    });
    expect(refusals).toEqual([]);
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });

  it('passes on why the task failed, once', async () => {
    let calls = 0;
    const Payload = new TextEncoder().encode('{"errorMessage":"grant: MongoServerError 13"}');
    const answers = await run(source, create, {
      invoke: async () => {
        calls += 1;
        return { FunctionError: 'Unhandled', Payload };
      },
    });
    expect(calls).toBe(1);
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: 'task failed: grant: MongoServerError 13' }]);
  });

  it.each(['AccessDeniedException', 'ResourceConflictException'])(
    'gives up on %s in the end',
    async (name) => {
      const answers = await run(source, create, { invoke: async () => Promise.reject(named(name)) });
      expect(answers).toMatchObject([{ Status: 'FAILED', Reason: name }]);
    },
  );

  it('takes no user away when the resource goes', async () => {
    const answers = await run(source, { ...create, RequestType: 'Delete', PhysicalResourceId: 'p' }, {});
    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'p' }]);
  });
});

describe('every handler', () => {
  it('fits into a template', () => {
    for (const stack of ['network', 'data', 'front'] as const)
      for (const { properties } of resources('prod', stack, 'AWS::Lambda::Function')) {
        const inline = at(properties, 'Code', 'ZipFile');
        if (inline === undefined) expect(at(properties, 'Code', 'S3Key')).toBeDefined();
        else expect(String(inline).length).toBeLessThanOrEqual(4_096);
      }
  });

  it.each([
    ['network', 'Custom::VpcRestrictDefaultSG', 'close-default-group'],
    ['front', 'Custom::VpcOriginServiceGroup', 'find-service-group'],
    ['data', 'Custom::ApiKeys', 'make-api-keys'],
    ['data', 'Custom::DatabaseOwnerSecret', 'find-owner-secret'],
    ['data', 'Custom::DatabaseAccess', 'run-function'],
  ] as const)('stands in the template of %s as it stands in its file: %s', (stack, type, handler) => {
    expect(inTemplate(stack, type)).toBe(handlerSource(handler));
  });
});
