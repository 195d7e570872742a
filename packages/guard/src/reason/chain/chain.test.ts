// Internet → host → role → data: each step taken away closes the chain, each step hidden leaves it unknown.

import { describe, expect, it } from 'vitest';
import { modelOfResources } from '../../controls/examples/run-example.ts';
import {
  changed,
  exposedHost,
  fromEverywhere,
  type SiteResources,
  without,
} from '../../controls/examples/site.ts';
import { publishedActions } from '../access/actions/action-list.ts';
import { accessModelOf } from '../accounts/access-model.ts';
import { type Chain, chainsFromInternet } from './chain.ts';

const allow = (Action: unknown, Resource: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
const trusts = (Principal: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
});
const role = (document: unknown, trust: unknown = { Service: 'ec2.amazonaws.com' }) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trusts(trust),
    Policies: [{ PolicyName: 'own', PolicyDocument: document }],
  },
});
const objects = { 'Fn::Sub': `\${Labels.Arn}/*` };

const base: SiteResources = {
  ...changed(exposedHost([fromEverywhere(80)]), { 'Host.Properties.IamInstanceProfile': { Ref: 'Profile' } }),
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'HostRole' }] } },
  HostRole: role(allow('s3:GetObject', objects)),
  Labels: { Type: 'AWS::S3::Bucket', Properties: {} },
};

function chainOf(resources: SiteResources): Chain {
  const model = modelOfResources(resources);
  const access = accessModelOf(model.resources);
  const data = access.guarded.find(({ id }) => id === 'Labels');
  const [chain] = data ? chainsFromInternet(model, access, publishedActions()).to(data) : [];
  if (!chain) throw new Error('no host, or no bucket');
  return chain;
}
const hidden = { 'Fn::ImportValue': 'elsewhere' };

describe('a chain from the internet to data', () => {
  it('carries a packet, what the machine lends, and the statement that reads, each with its line', () => {
    const chain = chainOf(base);
    if (chain.verdict !== 'open') throw new Error(chain.verdict);
    expect(chain.entrance).toMatchObject({ packet: { destinationPort: 80 }, metadata: { hops: 1 } });
    expect(chain.takes).toBe('a forged request');
    const texts = chain.path.map(({ text }) => text);
    expect(texts.slice(-2)).toEqual([
      expect.stringContaining('Host lends the role'),
      'own, statement #1, allows s3:GetObject on Labels',
    ]);
    expect(chain.path.every(({ place }) => place.file === 'example.json' && place.line > 1)).toBe(true);
  });

  it('takes code on the machine where version 2 of the metadata service is required', () => {
    const tokens = { HttpTokens: 'required', HttpPutResponseHopLimit: 2 };
    const chain = chainOf(changed(base, { 'Host.Properties.MetadataOptions': tokens }));
    expect(chain).toMatchObject({
      verdict: 'open',
      takes: 'code on the machine',
      entrance: { metadata: { hops: 2 } },
    });
  });

  it('goes on through what the role can become', () => {
    const further = {
      ...base,
      HostRole: role(allow('sts:AssumeRole', { 'Fn::GetAtt': ['Reader', 'Arn'] })),
      Reader: role(allow('s3:*', '*'), { AWS: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:root` } }),
    };
    const chain = chainOf(further);
    if (chain.verdict !== 'open') throw new Error(chain.verdict);
    expect(chain.path.map(({ text }) => text).join('\n')).toMatch(/can assume the role \(sts-001\)/);
    expect(chainOf({ ...further, Reader: role(allow('s3:*', '*')) }).verdict).toBe('closed');
  });

  it.each<[string, SiteResources]>([
    ['no packet gets in', changed(base, { 'HostGroup.Properties.SecurityGroupIngress': [] })],
    [
      'the host has no role',
      without(changed(base, { 'Host.Properties.IamInstanceProfile': undefined }), 'Profile'),
    ],
    [
      'its metadata service is switched off',
      changed(base, { 'Host.Properties.MetadataOptions': { HttpEndpoint: 'disabled' } }),
    ],
    [
      'the role does not trust machines',
      { ...base, HostRole: role(allow('s3:*', '*'), { Service: 'lambda.amazonaws.com' }) },
    ],
    [
      'the role reads something else',
      { ...base, HostRole: role(allow('s3:GetObject', 'arn:aws:s3:::other/*')) },
    ],
  ])('is closed where %s', (_name, resources) => {
    const chain = chainOf(resources);
    expect(chain.verdict).toBe('closed');
    if (chain.verdict === 'closed') expect(chain.blockers.length).toBeGreaterThan(0);
  });

  it.each<[string, SiteResources]>([
    ['what gets in', changed(base, { 'HostGroup.Properties.SecurityGroupIngress': hidden })],
    ['the instance profile', changed(base, { 'Host.Properties.IamInstanceProfile': hidden })],
    ['the state of the metadata service', changed(base, { 'Host.Properties.MetadataOptions': hidden })],
    ['whom the role trusts', changed(base, { 'HostRole.Properties.AssumeRolePolicyDocument': hidden })],
    ['what the role may do', changed(base, { 'HostRole.Properties.Policies': hidden })],
  ])('is unknown while %s is', (_name, resources) => {
    expect(chainOf(resources).verdict).toBe('unknown');
  });
});
