// What can be reached lends its role: whoever gets into a machine, a function or a container service reads what the role
// reads, and a role that strangers take needs no machine at all. Network and permissions may each look tight; the chain
// of both is what an attacker walks.

import type { Model } from '../../model/model.ts';
import { publishedActions } from '../../reason/access/actions/action-list.ts';
import { accessOf } from '../../reason/accounts/access-of.ts';
import { shownText } from '../../reason/accounts/home.ts';
import { type Chain, chainsFromInternet, readActions } from '../../reason/chain/chain.ts';
import { control, type Finding } from '../control.ts';
import { entranceText } from '../entrance-text.ts';
import { changed, exposedHost, fromEverywhere, site } from '../examples/site.ts';
import { all, notJudged, proved, refuted, unknown } from '../finding.ts';

const lending = changed(exposedHost([fromEverywhere(80)]), {
  'Host.Properties.IamInstanceProfile': { Ref: 'Profile' },
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'HostRole' }] } },
  HostRole: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [
        {
          PolicyName: 'all',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
          },
        },
      ],
    },
  },
  Labels: { Type: 'AWS::S3::Bucket', Properties: {} },
});

const reading = (trust: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...trust }] },
    Policies: [
      {
        PolicyName: 'all',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
        },
      },
    ],
  },
});

const permission = (more: Readonly<Record<string, unknown>>) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { FunctionName: { Ref: 'Work' }, Principal: '*', ...more },
});

const called = changed(site, {
  Labels: { Type: 'AWS::S3::Bucket', Properties: {} },
  Work: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['WorkRole', 'Arn'] } } },
  WorkRole: reading({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  Url: {
    Type: 'AWS::Lambda::Url',
    Properties: { AuthType: 'NONE', TargetFunctionArn: { 'Fn::GetAtt': ['Work', 'Arn'] } },
  },
  MayCallUrl: permission({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' }),
  MayCall: permission({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true }),
});

const fromGitHub = (Condition: Readonly<Record<string, unknown>>) =>
  changed(site, {
    Labels: { Type: 'AWS::S3::Bucket', Properties: {} },
    GitHub: {
      Type: 'AWS::IAM::OIDCProvider',
      Properties: { Url: 'https://token.actions.githubusercontent.com' },
    },
    Releasing: reading({
      Principal: { Federated: { Ref: 'GitHub' } },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition,
    }),
  });

const claim = (name: string, value: string) => ({ [`token.actions.githubusercontent.com:${name}`]: value });

export default control({
  id: 'no-chain-from-internet-to-data',
  claim:
    'Nothing that the internet gets at, machine, function, container service or role, leads to stored data.',
  because:
    'The as-built host stood in the open with metadata version 1: a role given to it would have been given to everyone.',
  keeps: ['BP-LEAST', 'T-VULN', 'NET-PRIVATE'],
  threats: ['metadata-theft', 'host-takeover'],
  needs: 'template',
  severity: 'critical',
  satisfies: ['nist-800-53r5/ac-6', 'nist-800-53r5/sc-7'],
  prove: judge,
  remedy:
    'Take the machine off the internet, ask who calls the function, name whom the role trusts; then give the role the one bucket or secret it needs.',
  examples: [
    { name: 'hosts behind the load balancer', given: site, verdict: 'proved' },
    { name: 'an open host with a role over all buckets', given: lending, verdict: 'refuted' },
    {
      name: 'an open host without a role',
      given: changed(lending, { 'Host.Properties.IamInstanceProfile': undefined }),
      verdict: 'proved',
    },
    {
      name: 'a role over another bucket',
      given: changed(lending, {
        'HostRole.Properties.Policies.0.PolicyDocument.Statement.0.Resource': 'arn:aws:s3:::other/*',
      }),
      verdict: 'proved',
    },
    { name: 'a function with an open URL and a role over all buckets', given: called, verdict: 'refuted' },
    {
      name: 'a function that asks for a signature',
      given: changed(called, { 'Url.Properties.AuthType': 'AWS_IAM' }),
      verdict: 'proved',
    },
    {
      name: 'a role for every repository of GitHub',
      given: fromGitHub({ StringEquals: claim('aud', 'sts.amazonaws.com') }),
      verdict: 'refuted',
    },
    {
      name: 'a role for one repository',
      given: fromGitHub({ StringLike: claim('sub', 'repo:example-org/cool:*') }),
      verdict: 'proved',
    },
    {
      name: 'tasks that nobody follows',
      given: changed(called, {
        Url: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: 'work:1' } },
      }),
      verdict: 'unknown',
    },
    {
      name: 'a role decided elsewhere',
      given: changed(lending, { 'HostRole.Properties.Policies': { 'Fn::ImportValue': 'policies' } }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model): Finding {
  const access = accessOf(model);
  const data = access.guarded.filter(({ type }) => type in readActions);
  const nothing = 'nothing to begin at, or no stored data, in the given templates';
  if (data.length === 0) return notJudged(nothing);
  const chains = chainsFromInternet(model, access, publishedActions());
  if (!chains.hasStarts) return notJudged(nothing);
  return all(
    data.flatMap((it) => chains.to(it).map((chain) => findingOf(chain, it.id))),
    '',
  );
}

function findingOf(chain: Chain, data: string): Finding {
  const { start } = chain;
  if (chain.verdict === 'unknown')
    return unknown([start.place], [...new Set(chain.reasons)].map(shownText).join('; '));
  if (chain.verdict === 'closed')
    return proved([start.place], `the internet reads nothing through ${start.name}`);
  const last = chain.path.at(-1);
  return refuted(
    last ? [last.place, start.place] : [start.place],
    'request',
    summaryOf(chain, data),
    chain.path,
  );
}

function summaryOf({ start, entrance, takes }: Extract<Chain, { verdict: 'open' }>, data: string): string {
  if (start.kind === 'role')
    return `${entranceText(entrance)}: it takes ${takes}, and the role reads ${data}.`;
  return `${entranceText(entrance)}. ${start.name} lends its role to whoever has ${takes}, and the role reads ${data}.`;
}
