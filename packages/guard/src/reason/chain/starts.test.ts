// Where else than at a machine a chain begins: a function, a container service, a role that strangers take. Each rule
// is one that AWS documents; the pages stand in the files that read them.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOfResources } from '../../controls/examples/run-example.ts';
import { changed, exposedHost, fromEverywhere, type SiteResources } from '../../controls/examples/site.ts';
import { type Model, modelOf } from '../../model/model.ts';
import { readAccount } from '../../read/account/read-account.ts';
import { publishedActions } from '../access/actions/action-list.ts';
import { accessModelOf } from '../accounts/access-model.ts';
import { type Chain, chainsFromInternet } from './chain.ts';

type Json = Readonly<Record<string, unknown>>;
type Verdict = Chain['verdict'] | 'no start';

const allow = (rest: Json): Json => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
const reads = [{ PolicyName: 'own', PolicyDocument: allow({ Action: 's3:GetObject', Resource: '*' }) }];
const role = (trust: Json, Policies: readonly unknown[] = reads): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: trust, Policies },
});
const trusts = (Service: string) => allow({ Principal: { Service }, Action: 'sts:AssumeRole' });
const ref = (Ref: string) => ({ Ref });
const att = (...path: string[]) => ({ 'Fn::GetAtt': path });
const Labels: Json = { Type: 'AWS::S3::Bucket', Properties: {} };

function chainsIn(model: Model): readonly Chain[] {
  const access = accessModelOf(model.resources);
  const data = access.guarded.find(({ id }) => id === 'Labels');
  if (!data) throw new Error('no bucket');
  return chainsFromInternet(model, access, publishedActions()).to(data);
}
const verdictOf = (chains: readonly Chain[]): Verdict =>
  (['open', 'unknown', 'closed'] as const).find((it) => chains.some(({ verdict }) => verdict === it)) ??
  'no start';
const verdictFor = (resources: Json): Verdict =>
  verdictOf(chainsIn(modelOfResources({ Labels, ...resources } as unknown as SiteResources)));

const base: Json = {
  Work: { Type: 'AWS::Lambda::Function', Properties: { Role: att('WorkRole', 'Arn') } },
  WorkRole: role(trusts('lambda.amazonaws.com')),
};
const url = (AuthType: unknown = 'NONE', TargetFunctionArn: unknown = att('Work', 'Arn')): Json => ({
  Type: 'AWS::Lambda::Url',
  Properties: { AuthType, TargetFunctionArn },
});
const permission = (more: Json): Json => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { FunctionName: ref('Work'), Action: 'lambda:InvokeFunction', Principal: '*', ...more },
});
const byUrl = permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' });
const andCall = permission({ InvokedViaFunctionUrl: true });
const byGateway = permission({ Principal: 'apigateway.amazonaws.com' });

const live = { 'Fn::Sub': `\${Work.Arn}:live` };
const invocations = {
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Work.Arn}/invocations`,
};
const rest: Json = {
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'api' } },
  Get: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: ref('Api'),
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS_PROXY', Uri: invocations },
    },
  },
};
const http: Json = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP', Name: 'api' } },
  Door: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ApiId: ref('Api'), IntegrationType: 'AWS_PROXY', IntegrationUri: att('Work', 'Arn') },
  },
  Get: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: ref('Api'), RouteKey: 'GET /', Target: { 'Fn::Sub': `integrations/\${Door}` } },
  },
};
const edit = (resources: Json, changes: Json): Json =>
  changed(resources as unknown as SiteResources, changes);
const nothing = { 'Fn::ImportValue': 'elsewhere' };

describe('a function as the start of a chain', () => {
  it.each<[string, Json, Verdict]>([
    ['URL without sign-in, and both permissions', { Url: url(), P: byUrl, Q: andCall }, 'open'],
    ['URL with one permission: open if it is old', { Url: url(), P: byUrl }, 'unknown'],
    ['URL without a permission', { Url: url() }, 'closed'],
    [
      'URL for one account alone',
      { Url: url(), P: permission({ Action: 'lambda:InvokeFunctionUrl', Principal: '111122223333' }) },
      'closed',
    ],
    [
      'URL for one organisation alone',
      { Url: url('AWS_IAM'), P: permission({ Action: 'lambda:*', PrincipalOrgID: 'o-exampleorgid' }) },
      'closed',
    ],
    [
      'URL that asks for a signature, which any account makes',
      { Url: url('AWS_IAM'), P: permission({ Action: 'lambda:*' }) },
      'open',
    ],
    [
      'permission for URLs without sign-in, a URL with one',
      { Url: url('AWS_IAM'), P: byUrl, Q: andCall },
      'closed',
    ],
    [
      'URL of an alias that may be called',
      {
        Url: url('NONE', live),
        P: permission({
          Action: 'lambda:InvokeFunctionUrl',
          FunctionUrlAuthType: 'NONE',
          FunctionName: live,
        }),
        Q: permission({ InvokedViaFunctionUrl: true, FunctionName: live }),
      },
      'open',
    ],
    ['sign-in that is decided elsewhere', { Url: url(nothing), P: byUrl, Q: andCall }, 'unknown'],
    ['no URL, and a permission for one', { P: byUrl, Q: andCall }, 'no start'],
    ['permission for everyone to call it straight', { P: permission({}) }, 'open'],
    [
      'permission for another alias',
      { Url: url('NONE', { 'Fn::Sub': `\${Work.Arn}:live` }), P: byUrl, Q: andCall },
      'closed',
    ],
    ['nobody calls it', {}, 'no start'],
    ['REST API without sign-in', { ...rest, P: byGateway }, 'open'],
    [
      'REST API that signs in',
      edit({ ...rest, P: byGateway }, { 'Get.Properties.AuthorizationType': 'AWS_IAM' }),
      'closed',
    ],
    ['REST API without a permission', rest, 'closed'],
    [
      'REST API that calls with a role of its own',
      edit(rest, { 'Get.Properties.Integration.Credentials': 'arn:aws:iam::111122223333:role/caller' }),
      'unknown',
    ],
    [
      'HTTP API that calls with a role of its own',
      edit(http, { 'Door.Properties.CredentialsArn': 'arn:aws:iam::111122223333:role/caller' }),
      'unknown',
    ],
    [
      'REST API that signs in and calls with a role of its own',
      edit(rest, {
        'Get.Properties.Integration.Credentials': 'arn:aws:iam::111122223333:role/caller',
        'Get.Properties.AuthorizationType': 'AWS_IAM',
      }),
      'closed',
    ],
    [
      'REST API that asks for a key',
      edit({ ...rest, P: byGateway }, { 'Get.Properties.ApiKeyRequired': true }),
      'unknown',
    ],
    [
      'REST API inside VPCs',
      edit({ ...rest, P: byGateway }, { 'Api.Properties.EndpointConfiguration': { Types: ['PRIVATE'] } }),
      'closed',
    ],
    [
      'REST API with a policy',
      edit({ ...rest, P: byGateway }, { 'Api.Properties.Policy': allow({ Principal: '*', Action: '*' }) }),
      'unknown',
    ],
    ['REST API that may not call it', rest, 'closed'],
    [
      'REST API whose sign-in is decided elsewhere',
      edit({ ...rest, P: byGateway }, { 'Get.Properties.AuthorizationType': nothing }),
      'unknown',
    ],
    ['HTTP API without sign-in', { ...http, P: byGateway }, 'open'],
    [
      'HTTP API with a token',
      edit({ ...http, P: byGateway }, { 'Get.Properties.AuthorizationType': 'JWT' }),
      'closed',
    ],
    [
      'HTTP API made with its target alone',
      {
        Api: {
          Type: 'AWS::ApiGatewayV2::Api',
          Properties: { ProtocolType: 'HTTP', Target: att('Work', 'Arn') },
        },
        P: byGateway,
      },
      'open',
    ],
    [
      'API whose routes stand in a description',
      { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: {} } }, P: byGateway },
      'unknown',
    ],
    ['API that is not in the input', { P: byGateway }, 'unknown'],
    [
      'WebSocket API that signs in at its door',
      {
        ...edit({ ...http, P: byGateway }, { 'Api.Properties.ProtocolType': 'WEBSOCKET' }),
        Connect: {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: { ApiId: ref('Api'), RouteKey: '$connect', AuthorizationType: 'AWS_IAM' },
        },
      },
      'closed',
    ],
    [
      'load balancer that may call it',
      { P: permission({ Principal: 'elasticloadbalancing.amazonaws.com' }) },
      'unknown',
    ],
    [
      'open URL, a role that reads nothing',
      { Url: url(), P: byUrl, Q: andCall, WorkRole: role(trusts('lambda.amazonaws.com'), []) },
      'closed',
    ],
    [
      'doubtful start, a role that reads nothing',
      { P: byGateway, WorkRole: role(trusts('lambda.amazonaws.com'), []) },
      'closed',
    ],
    [
      'open URL, a role that is not in the input',
      {
        Url: url(),
        P: byUrl,
        Q: andCall,
        Work: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/x' } },
      },
      'unknown',
    ],
  ])('%s', (_name, resources, verdict) => {
    expect(verdictFor({ ...base, ...resources })).toBe(verdict);
  });

  it('tells the request, what it takes, and the statement that reads, each with its line', () => {
    const model = modelOfResources({
      Labels,
      ...base,
      Url: url(),
      P: byUrl,
      Q: andCall,
    } as unknown as SiteResources);
    const [chain] = chainsIn(model);
    if (chain?.verdict !== 'open') throw new Error(chain?.verdict);
    expect(chain.takes).toBe('code in the function');
    expect(chain.path.map(({ text }) => text)).toEqual([
      'A request to the function URL of Work, without signing in, is let in',
      expect.stringMatching(
        /^Work lends the role arn:aws:iam::\$\{AWS::AccountId\}:role\/\$\{WorkRole\} to whoever/,
      ),
      'own, statement #1, allows s3:GetObject on Labels',
    ]);
    expect(chain.path.every(({ place }) => place.line > 1)).toBe(true);
  });
});

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

describe('a role that strangers take', () => {
  const everyone = (Condition?: Json, Principal: unknown = '*') =>
    allow({ Principal, Action: 'sts:AssumeRole', ...(Condition && { Condition }) });
  const host = 'token.actions.githubusercontent.com';
  const token = (Condition?: Json, Federated: unknown = `arn:aws:iam::111122223333:oidc-provider/${host}`) =>
    allow({
      Principal: { Federated },
      Action: 'sts:AssumeRoleWithWebIdentity',
      ...(Condition && { Condition }),
    });
  const claim = (name: string, value: unknown, operator = 'StringLike') => ({
    [operator]: { [`${host}:${name}`]: value },
  });
  it.each<[string, Json, Verdict]>([
    ['everyone', everyone(), 'open'],
    [
      'an identity pool, which may take guests',
      token(undefined, 'cognito-identity.amazonaws.com'),
      'unknown',
    ],
    [
      'an identity pool that asks for an address of ours',
      token({ IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }, 'cognito-identity.amazonaws.com'),
      'closed',
    ],
    ['every account', everyone(undefined, { AWS: '*' }), 'open'],
    ['one account', everyone(undefined, { AWS: '111122223333' }), 'no start'],
    [
      'everyone of an organisation',
      everyone({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } }),
      'closed',
    ],
    [
      'everyone of an account',
      everyone({ StringEquals: { 'aws:PrincipalAccount': '111122223333' } }),
      'closed',
    ],
    ['everyone at some addresses', everyone({ IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }), 'closed'],
    ['everyone at any address', everyone({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), 'open'],
    ['everyone behind an endpoint', everyone({ StringEquals: { 'aws:SourceVpce': 'vpce-0123' } }), 'closed'],
    ['everyone who knows a word', everyone({ StringEquals: { 'sts:ExternalId': 'word' } }), 'unknown'],
    [
      'everyone with a second factor, their own',
      everyone({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      'open',
    ],
    ['a service', trusts('ec2.amazonaws.com'), 'no start'],
    ['every token of GitHub', token(), 'open'],
    [
      'every token of GitHub with its audience',
      token(claim('aud', 'sts.amazonaws.com', 'StringEquals')),
      'open',
    ],
    ['every repository', token(claim('sub', 'repo:*')), 'open'],
    ['every repository of that name', token(claim('sub', 'repo:*/cool:*')), 'open'],
    ['owners that begin alike', token(claim('sub', 'repo:example*')), 'open'],
    ['the repositories of one owner', token(claim('sub', 'repo:example-org/*')), 'closed'],
    [
      'one branch',
      token(claim('sub', 'repo:example-org/cool:ref:refs/heads/main', 'StringEquals')),
      'closed',
    ],
    ['one owner by its own claim', token(claim('repository_owner', 'example-org', 'StringEquals')), 'closed'],
    ['a branch of whichever repository', token(claim('ref', 'refs/heads/main', 'StringEquals')), 'open'],
    [
      'tokens of a provider of our own',
      token(undefined, 'arn:aws:iam::111122223333:oidc-provider/id.example.com'),
      'no start',
    ],
    ['whom is decided elsewhere', { 'Fn::ImportValue': 'trust' }, 'unknown'],
  ])('trusts %s', (_name, trust, verdict) => {
    expect(verdictFor({ Open: role(trust) })).toBe(verdict);
  });

  it('is one that the input declares', () => {
    const Attached = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'p',
        Roles: ['elsewhere'],
        PolicyDocument: allow({ Action: 's3:*', Resource: '*' }),
      },
    };
    expect(verdictFor({ Attached })).toBe('no start');
  });

  it('trusts a provider that the template declares', () => {
    const GitHub = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: `https://${host}` } };
    expect(verdictFor({ GitHub, Open: role(token(undefined, ref('GitHub'))) })).toBe('open');
    expect(verdictFor({ GitHub, Open: role(token(claim('sub', 'repo:example-org/*'), ref('GitHub'))) })).toBe(
      'closed',
    );
  });

  it('is unknown while the provider is', () => {
    const GitHub = { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: nothing } };
    expect(verdictFor({ GitHub, Open: role(token(undefined, ref('GitHub'))) })).toBe('unknown');
  });

  it('goes on through what the role can become', () => {
    const Open = role(everyone(), [
      {
        PolicyName: 'own',
        PolicyDocument: allow({ Action: 'sts:AssumeRole', Resource: att('Reader', 'Arn') }),
      },
    ]);
    const Reader = role(everyone(undefined, { AWS: { 'Fn::Sub': `\${AWS::AccountId}` } }));
    expect(verdictFor({ Open, Reader })).toBe('open');
  });
});

describe('an endpoint beside the chain of a host', () => {
  const site = (more: Json): Json => ({
    ...(changed(exposedHost([fromEverywhere(80)]), {
      'Host.Properties.IamInstanceProfile': ref('Profile'),
    }) as unknown as Json),
    Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('HostRole')] } },
    HostRole: role(trusts('ec2.amazonaws.com')),
    ...more,
  });
  const endpoint = (Action: string, VpcId: unknown = ref('Vpc')): Json => ({
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.s3',
      VpcId,
      PolicyDocument: allow({ Principal: '*', Action, Resource: '*' }),
    },
  });
  const fromDoor = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: ref('Labels'),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:GetObject',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:SourceVpce': ref('Door') } },
          },
        ],
      },
    },
  };
  const told = (more: Json): readonly Chain[] =>
    chainsIn(modelOfResources({ Labels, ...site(more) } as unknown as SiteResources));
  const texts = (chains: readonly Chain[]) =>
    chains.flatMap((it) => (it.verdict === 'open' ? it.path.map(({ text }) => text) : [])).join('\n');

  it('is told, and changes no verdict', () => {
    expect(texts(told({ Door: endpoint('s3:*') }))).toMatch(
      /the endpoint Door, by which Host asks, lets it pass/,
    );
    expect(texts(told({ Door: endpoint('s3:PutObject') }))).toMatch(
      /Door, .* does not let it pass; the credentials work/,
    );
  });

  it('binds the chain where the data takes requests from it alone', () => {
    expect(verdictOf(told({ Door: endpoint('s3:*'), P: fromDoor }))).toBe('open');
    expect(verdictOf(told({ Door: endpoint('s3:PutObject'), P: fromDoor }))).toBe('closed');
    const Other = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } };
    expect(verdictOf(told({ Other, Door: endpoint('s3:*', ref('Other')), P: fromDoor }))).toBe('unknown');
  });
});

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
