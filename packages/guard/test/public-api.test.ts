// The package as somebody else uses it: through the one door that its package.json opens, knowing nothing of its folders.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import {
  canDo,
  compare,
  decide,
  describePrincipal,
  type Principal,
  publishedActions,
  reach,
  reachData,
  readAccount,
  readPolicy,
  readTemplates,
  together,
  Unanswerable,
  UnreadableInput,
  who,
  whoCan,
} from '../src/index.ts';

const base = fileURLToPath(new URL('../../..', import.meta.url));
const asBuilt = 'packages/guard/fixtures/as-built';
const asDesigned = 'packages/cloud/golden/assembly';
const folder = mkdtempSync(join(tmpdir(), 'guard-api-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const account = '111122223333';
const api: Principal = {
  kind: 'role',
  account,
  arn: `arn:aws:iam::${account}:role/api`,
  session: 's',
  organization: null,
  tags: {},
};
const policy = (Action: string, Resource: string, kind: 'identity' | 'resource' = 'identity') =>
  readPolicy({
    name: 'work',
    kind,
    document: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource, ...(kind === 'resource' && { Principal: '*' }) }],
    },
  });
const reads = policy('s3:Get*', 'arn:aws:s3:::labels/*');

describe('the door', () => {
  it('is the only thing that other packages can import', () => {
    const { exports } = JSON.parse(readFileSync(join(base, 'packages/guard/package.json'), 'utf8')) as {
      exports: unknown;
    };
    expect(exports).toEqual({ '.': './src/index.ts' });
  });
});

describe('templates', () => {
  it('are read once and asked about packets', () => {
    const { worlds, outOfSight } = readTemplates([asBuilt], { base });
    expect(outOfSight).toEqual([]);
    const [world] = worlds;
    if (!world) throw new Error('no world');
    const [ssh] = reach(
      { from: 'internet', to: 'Backend', service: { protocol: 6, ports: { from: 22, to: 22 } } },
      world,
    );
    expect(ssh?.reach.answer.kind).toBe('open');
  });

  it('are asked who can do what, and how the internet gets at data', () => {
    const [world] = readTemplates([asDesigned], { base }).worlds;
    if (!world) throw new Error('no world');
    const secrets = who({ action: 'secretsmanager:GetSecretValue', resource: '*' }, world);
    const secret = secrets.find(({ target }) => target.place?.id.startsWith('ApiKeysSecret'));
    // Three environments have one: the name it is told by says which, and is the one to ask by.
    expect(secret?.target.name).toMatch(/^dev-.*\.ApiKeysSecret/);
    const named = { action: 'secretsmanager:GetSecretValue', resource: secret?.target.name ?? '' };
    expect(who(named, world).map(({ target }) => target.place)).toEqual([secret?.target.place]);
    const able = secret?.principals
      .filter(({ verdict }) => verdict === 'can')
      .map(({ place, principal }) => place?.id ?? principal.kind);
    expect(able?.[0]).toMatch(/^HostRole/);
    const chains = reachData({ from: 'internet', to: secret?.target.name ?? '' }, world) ?? [];
    expect(new Set(chains.map(({ chain }) => chain.verdict))).toEqual(new Set(['closed']));
  });

  it('take their parameters from the caller', () => {
    const file = join(folder, 'open.json');
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Name' } } };
    writeFileSync(
      file,
      JSON.stringify({ Parameters: { Name: { Type: 'String' } }, Resources: { Bucket: bucket } }),
    );
    const [world] = readTemplates([file], { parameters: { Name: 'labels' } }).worlds;
    expect(world && who({ action: 's3:GetObject', resource: 'labels' }, world)).toHaveLength(1);
  });

  it('refuse what cannot be read, and what cannot be asked, in one sentence', () => {
    expect(() => readTemplates(['nowhere.yaml'], { base })).toThrow(UnreadableInput);
    const [world] = readTemplates([asBuilt], { base }).worlds;
    if (!world) throw new Error('no world');
    expect(() => reach({ from: 'internet', to: 'Nobody' }, world)).toThrow(Unanswerable);
    expect(() => who({ action: 's3:GetObject', resource: 'Nobody' }, world)).toThrow(
      /nothing is called Nobody; allowed/,
    );
    expect(() => who({ action: 's3:Fetch', resource: '*' }, world)).toThrow(
      /AWS publishes no action s3:Fetch/,
    );
  });
});

describe('a recorded account', () => {
  it('is asked together with templates', () => {
    const region = join(folder, 'account', account, 'eu-west-1');
    mkdirSync(region, { recursive: true });
    const role = {
      RoleName: 'api',
      Arn: api.kind === 'role' ? api.arn : '',
      Path: '/',
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
      RolePolicyList: [
        {
          PolicyName: 'read',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
          },
        },
      ],
      AttachedManagedPolicies: [],
      Tags: [],
    };
    const details = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [role], Policies: [] };
    writeFileSync(join(region, 'iam.get-account-authorization-details.json'), JSON.stringify(details));
    writeFileSync(join(region, 's3api.list-buckets.json'), JSON.stringify({ Buckets: [{ Name: 'labels' }] }));
    writeFileSync(join(region, 's3api.get-bucket-policy@labels.json'), '{}');
    const input = together([readTemplates([asBuilt], { base }), readAccount(join(folder, 'account'))]);
    expect(input.outOfSight.some((reason) => reason.includes('ec2.describe-vpcs'))).toBe(true);
    const [world] = input.worlds;
    const [labels] = world ? who({ action: 's3:GetObject', resource: 'labels' }, world) : [];
    expect(labels?.principals.find(({ place }) => place?.id === 'api')?.verdict).toBe('can');
  });
});

describe('policies alone', () => {
  const actions = publishedActions();
  const policies = { identity: [reads], serviceControl: [], resourceControl: [] };
  const environment = { policies, resource: { account } };

  it('decide one request, and name the statement', () => {
    const ask = (action: string) =>
      decide(
        { principal: api, action, resource: 'arn:aws:s3:::labels/1.pdf', context: {} },
        { ...environment, resourceControlledServices: actions.resourceControlled },
      );
    expect(ask('s3:GetObject')).toMatchObject({
      outcome: 'allow',
      deciding: [{ statement: { policy: 'work' } }],
    });
    expect(ask('s3:PutObject').outcome).toBe('implicitDeny');
  });

  it('answer for all requests at once', () => {
    const ask = (action: string) =>
      canDo({ principal: api, actions: [action], resources: ['arn:aws:s3:::labels/*'] }, environment, actions)
        .verdict;
    expect([ask('s3:Get*'), ask('s3:Put*')]).toEqual(['can', 'cannot']);
  });

  it('answer for all principals, strangers among them', () => {
    const target = {
      facts: { account },
      resource: [policy('s3:GetObject', '*', 'resource')],
      resourceControl: [],
    };
    const member = { principal: api, identity: [], serviceControl: [] };
    const answers = whoCan(
      { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::labels/*'] },
      { members: [member], target },
      actions,
    );
    const able = answers
      .filter(({ answer }) => answer.verdict === 'can')
      .map(({ principal }) => describePrincipal(principal));
    expect(able).toContain('anyone, without signing in');
  });

  it('are compared', () => {
    const narrow = policy('s3:GetObject', 'arn:aws:s3:::labels/a*');
    expect(compare([narrow], [reads], actions).verdict).toBe('no more');
    expect(compare([reads], [narrow], actions).verdict).toBe('more');
  });
});
