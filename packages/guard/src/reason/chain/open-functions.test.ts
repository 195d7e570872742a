// Functions at which a chain begins: by a URL, by an API, straight.

import { describe, expect, it } from 'vitest';
import { modelOfResources } from '../../controls/examples/run-example.ts';
import { changed, type SiteResources } from '../../controls/examples/site.ts';
import {
  allow,
  att,
  chainsIn,
  type Json,
  Labels,
  nothing,
  ref,
  role,
  trusts,
  type Verdict,
  verdictFor,
} from './examples.ts';

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
