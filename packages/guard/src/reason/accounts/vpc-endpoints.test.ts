// What a VPC endpoint's policy changes: nothing for whoever has another road, everything for a request that has none.
// Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html and
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { modelOfResources } from '../../controls/examples/run-example.ts';
import { modelOf } from '../../model/model.ts';
import { readAccount } from '../../read/account/read-account.ts';
import { publishedActions } from '../access/actions/action-list.ts';
import { type AccessModel, accessModelOf } from './access-model.ts';
import { type PrincipalAnswer, who } from './who.ts';

type Json = Readonly<Record<string, unknown>>;

const statement = (rest: Json): Json => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', ...rest }],
});
const everything = { Principal: '*', Action: '*', Resource: '*' };
const bySource = (key: string, value: unknown): Json => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'Labels' },
    PolicyDocument: statement({
      ...everything,
      Action: 's3:GetObject',
      Condition: { StringEquals: { [key]: value } },
    }),
  },
});
const endpoint = (more: Json = {}): Json => ({
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: {
    VpcEndpointType: 'Gateway',
    VpcId: { Ref: 'Net' },
    ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.s3` },
    ...more,
  },
});
const policy = (document: Json) => endpoint({ PolicyDocument: document });
const putsOnly = policy(statement({ ...everything, Action: 's3:PutObject' }));
const role = (identity: Json = statement({ Action: 's3:GetObject', Resource: '*' })): Json => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: statement({
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    Policies: [{ PolicyName: 'own', PolicyDocument: identity }],
  },
});
const base: Json = {
  Net: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
  Labels: { Type: 'AWS::S3::Bucket', Properties: {} },
};
const noRights = role(statement({ Action: 'sqs:*', Resource: '*' }));

const modelWith = (resources: Json): AccessModel =>
  accessModelOf(modelOfResources({ ...base, ...resources } as never).resources);

function answerOf(model: AccessModel, id: string, through?: string): PrincipalAnswer {
  const by = model.endpoints.find((it) => it.id === through);
  if (through !== undefined && !by) throw new Error(`no endpoint ${through}`);
  const answers = who(['s3:GetObject'], 'Labels', model, publishedActions(), by);
  const found = answers?.[0]?.principals.find(({ place }) => place?.id === id);
  if (!found) throw new Error(`nobody is called ${id}`);
  return found;
}

describe('a policy at a VPC endpoint', () => {
  it.each<[string, Json, string | undefined, PrincipalAnswer['verdict']]>([
    ['closes no other road', { Api: role(), Door: putsOnly }, undefined, 'can'],
    ['decides what comes by it', { Api: role(), Door: putsOnly }, 'Door', 'cannot'],
    ['grants nothing', { Api: noRights, Door: policy(statement(everything)) }, 'Door', 'cannot'],
    ['that nobody wrote allows everything', { Api: role(), Door: endpoint() }, 'Door', 'can'],
    [
      'stops what may come by its endpoint alone',
      { Api: noRights, Door: putsOnly, P: bySource('aws:SourceVpce', { Ref: 'Door' }) },
      undefined,
      'cannot',
    ],
    [
      'lets pass what may come by its endpoint alone',
      { Api: noRights, Door: policy(statement(everything)), P: bySource('aws:SourceVpce', { Ref: 'Door' }) },
      undefined,
      'can',
    ],
    [
      'stops what may come out of its VPC alone',
      { Api: noRights, Door: putsOnly, P: bySource('aws:SourceVpc', { Ref: 'Net' }) },
      undefined,
      'cannot',
    ],
    [
      'is one of several that lead out of a VPC',
      { Api: noRights, Door: putsOnly, Open: endpoint(), P: bySource('aws:SourceVpc', { Ref: 'Net' }) },
      undefined,
      'can',
    ],
    [
      'says nothing about an endpoint that is not in the input',
      { Api: noRights, Door: putsOnly, P: bySource('aws:SourceVpce', 'vpce-0123456789abcdef0') },
      undefined,
      'can',
    ],
    [
      'says nothing about another service',
      {
        Api: noRights,
        Door: endpoint({
          ServiceName: 'com.amazonaws.eu-west-1.sqs',
          PolicyDocument: statement({ ...everything, Action: 'sqs:SendMessage' }),
        }),
        P: bySource('aws:SourceVpc', { Ref: 'Net' }),
      },
      undefined,
      'can',
    ],
    [
      'that is written elsewhere leaves it open',
      { Api: role(), Door: endpoint({ PolicyDocument: { 'Fn::ImportValue': 'elsewhere' } }) },
      'Door',
      'unknown',
    ],
    [
      'of a gateway that names an account leaves it open: AWS takes * there',
      {
        Api: role(),
        Door: policy(statement({ ...everything, Principal: { AWS: { 'Fn::Sub': `\${AWS::AccountId}` } } })),
      },
      'Door',
      'unknown',
    ],
    [
      'of an interface that names the account means everybody in it',
      {
        Api: role(),
        Door: endpoint({
          VpcEndpointType: 'Interface',
          PolicyDocument: statement({
            ...everything,
            Principal: { AWS: { 'Fn::Sub': `\${AWS::AccountId}` } },
          }),
        }),
      },
      'Door',
      'can',
    ],
    [
      'limits by the ARN of who asks',
      {
        Api: role(),
        Door: policy(
          statement({
            ...everything,
            Condition: { ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': ['Other', 'Arn'] } } },
          }),
        ),
        Other: role(),
      },
      'Door',
      'cannot',
    ],
  ])('%s', (_name, resources, through, verdict) => {
    expect(answerOf(modelWith(resources), 'Api', through).verdict).toBe(verdict);
  });

  it('is named by the answer that rests on it, and by the answer it makes', () => {
    const open = { Api: noRights, Door: endpoint(), P: bySource('aws:SourceVpce', { Ref: 'Door' }) };
    const can = answerOf(modelWith(open), 'Api');
    if (can.verdict !== 'can') throw new Error(can.verdict);
    expect(can.through?.id).toBe('Door');
    const cannot = answerOf(modelWith({ Api: role(), Door: putsOnly }), 'Api', 'Door');
    if (cannot.verdict !== 'cannot') throw new Error(cannot.verdict);
    expect(cannot.decision?.missing).toEqual(['endpoint']);
  });

  it('sees no service of AWS come by it', () => {
    const model = modelWith({
      Door: endpoint(),
      P: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Labels' },
          PolicyDocument: statement({ ...everything, Principal: { Service: 'cloudtrail.amazonaws.com' } }),
        },
      },
    });
    const kinds = (through?: AccessModel['endpoints'][number]) =>
      who(['s3:GetObject'], 'Labels', model, publishedActions(), through)?.[0]?.principals.map(
        ({ principal }) => principal.kind,
      );
    expect(kinds()).toContain('service');
    expect(kinds(model.endpoints[0])).not.toContain('service');
  });
});

describe('a recorded endpoint', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guard-endpoints-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const region = join(folder, '111122223333', 'eu-west-1');
  mkdirSync(region, { recursive: true });
  const record = (name: string, output: unknown) =>
    writeFileSync(join(region, `${name}.json`), JSON.stringify(output, null, 1));
  record('s3api.list-buckets', { Buckets: [{ Name: 'Labels' }] });
  record('s3api.get-bucket-policy@Labels', {
    Policy: JSON.stringify(
      statement({
        ...everything,
        Action: 's3:GetObject',
        Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } },
      }),
    ),
  });
  record('iam.get-account-authorization-details', {
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    RoleDetailList: [
      {
        RoleName: 'api',
        Arn: 'arn:aws:iam::111122223333:role/api',
        Path: '/',
        AssumeRolePolicyDocument: statement({
          Principal: { Service: 'ec2.amazonaws.com' },
          Action: 'sts:AssumeRole',
        }),
        InstanceProfileList: [],
        RolePolicyList: [],
        AttachedManagedPolicies: [],
        Tags: [],
      },
    ],
  });
  const told = (more: Json) => {
    record('ec2.describe-vpc-endpoints', {
      VpcEndpoints: [
        {
          VpcEndpointId: 'vpce-0a1b2c3d',
          VpcEndpointType: 'Gateway',
          VpcId: 'vpc-01',
          ServiceName: 'com.amazonaws.eu-west-1.s3',
          State: 'available',
          RouteTableIds: ['rtb-01'],
          OwnerId: '111122223333',
          ...more,
        },
      ],
    });
    const { resources } = readAccount(folder, '/');
    return answerOf(accessModelOf(modelOf({ name: '', resources }).resources), 'api');
  };

  it('carries its policy as a text, and bounds what may come by it alone', () => {
    expect(told({ PolicyDocument: JSON.stringify(statement(everything)) }).verdict).toBe('can');
    expect(
      told({ PolicyDocument: JSON.stringify(statement({ ...everything, Action: 's3:PutObject' })) }).verdict,
    ).toBe('cannot');
  });

  it('without its policy is known in part', () => {
    expect(told({}).verdict).toBe('unknown');
  });
});
