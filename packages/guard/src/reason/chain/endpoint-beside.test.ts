// What the endpoints of a host’s VPC say to the requests that its role sends.

import { describe, expect, it } from 'vitest';
import { modelOfResources } from '../../controls/examples/run-example.ts';
import { changed, exposedHost, fromEverywhere, type SiteResources } from '../../controls/examples/site.ts';
import type { Chain } from './chain.ts';
import { allow, chainsIn, type Json, Labels, ref, role, trusts, verdictOf } from './examples.ts';

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
