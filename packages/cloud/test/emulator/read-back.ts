// Compares what an emulated account holds with what the templates declare, property by property, through the SDK. A
// finished deployment is no proof: an emulator may drop a property without a word. What it is known to drop stands in
// a list that must stay true in both directions.

import { isDeepStrictEqual } from 'node:util';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  GetOriginAccessControlConfigCommand,
} from '@aws-sdk/client-cloudfront';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { type Resource, stacksOf } from '../../src/golden-assembly.ts';
import { at } from '../support/golden.ts';
import { type Compared, compare, list, type Options, type Reader } from './compare.ts';
import { monitoringReaders } from './read-monitoring.ts';

/** Type and property that the emulator takes and forgets. */
export const dropped: ReadonlySet<string> = new Set([
  'AWS::S3::Bucket BucketEncryption', // a key of ours becomes its own AES256
  'AWS::S3::Bucket LifecycleConfiguration',
  'AWS::S3::Bucket LoggingConfiguration',
  'AWS::SNS::Topic KmsMasterKeyId',
]);

export interface ReadBack {
  readonly compared: number;
  readonly different: readonly string[];
  readonly dropped: readonly string[];
  /** Type → how many of it were looked at. */
  readonly read: ReadonlyMap<string, number>;
  /** Logical ids, under the names of their stacks, of what was looked at. */
  readonly resources: readonly string[];
  /** Types that were created and that nobody looked at: their creation proves nothing. */
  readonly unread: ReadonlyMap<string, number>;
  /** Type and declared property that the reader of the type leaves out. */
  readonly unreadProperties: readonly string[];
}

/** One line for each declared property that is compared. */
const readers: Readonly<Record<string, Reader>> = {
  ...monitoringReaders,
  'AWS::KMS::Key': async (KeyId, declared, options) => {
    const kms = new KMSClient(options);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId }));
    const { Policy = '{}' } = await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    return [
      compare('EnableKeyRotation', at(declared, 'EnableKeyRotation'), KeyRotationEnabled),
      compare('Description', at(declared, 'Description'), KeyMetadata?.Description),
      compare('KeyPolicy', sids(at(declared, 'KeyPolicy')), sids(JSON.parse(Policy))),
    ];
  },
  'AWS::S3::Bucket': async (Bucket, declared, options) => {
    const s3 = new S3Client(options);
    const { PublicAccessBlockConfiguration: block } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    const ownership = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    const { LoggingEnabled } = await s3.send(new GetBucketLoggingCommand({ Bucket }));
    const rule = [
      'ServerSideEncryptionConfiguration',
      0,
      'ServerSideEncryptionByDefault',
      'SSEAlgorithm',
    ] as const;
    return [
      compare('PublicAccessBlockConfiguration', at(declared, 'PublicAccessBlockConfiguration'), block),
      compare('VersioningConfiguration', at(declared, 'VersioningConfiguration', 'Status'), Status),
      compare(
        'BucketEncryption',
        at(declared, 'BucketEncryption', ...rule),
        encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
          ?.SSEAlgorithm,
      ),
      compare(
        'LoggingConfiguration',
        at(declared, 'LoggingConfiguration', 'LogFilePrefix'),
        LoggingEnabled?.TargetPrefix,
      ),
      compare(
        'LifecycleConfiguration',
        list(at(declared, 'LifecycleConfiguration', 'Rules')).map((one) => at(one, 'Id')),
        await lifecycleRules(s3, Bucket),
      ),
      compare(
        'OwnershipControls',
        at(declared, 'OwnershipControls', 'Rules', 0, 'ObjectOwnership'),
        ownership.OwnershipControls?.Rules?.[0]?.ObjectOwnership,
      ),
    ];
  },
  'AWS::S3::BucketPolicy': async (_physicalId, declared, options, ids) => {
    const Bucket = ids.get(String(at(declared, 'Bucket', 'Ref')));
    const { Policy = '{}' } = await new S3Client(options).send(new GetBucketPolicyCommand({ Bucket }));
    return [compare('PolicyDocument', sids(at(declared, 'PolicyDocument')), sids(JSON.parse(Policy)))];
  },
  'AWS::Logs::LogGroup': async (name, declared, options) => {
    const found = await new CloudWatchLogsClient(options).send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
    );
    const group = found.logGroups?.find(({ logGroupName }) => logGroupName === name);
    return [
      compare('RetentionInDays', at(declared, 'RetentionInDays'), group?.retentionInDays),
      compare('KmsKeyId', at(declared, 'KmsKeyId') !== undefined, group?.kmsKeyId !== undefined),
    ];
  },
  'AWS::IAM::Role': async (RoleName, declared, options) => {
    const { Role } = await new IAMClient(options).send(new GetRoleCommand({ RoleName }));
    const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '{}'));
    return [
      compare('AssumeRolePolicyDocument', sids(at(declared, 'AssumeRolePolicyDocument')), sids(trust)),
      compare('Tags', tag(at(declared, 'Tags')), tag(Role?.Tags)),
    ];
  },
  'AWS::SecretsManager::Secret': async (SecretId, declared, options) => {
    const found = await new SecretsManagerClient(options).send(new DescribeSecretCommand({ SecretId }));
    return [
      compare('Name', at(declared, 'Name'), found.Name),
      compare('KmsKeyId', at(declared, 'KmsKeyId') !== undefined, found.KmsKeyId !== undefined),
      compare('Tags', tag(at(declared, 'Tags')), tag(found.Tags)),
    ];
  },
  'AWS::CloudFront::OriginAccessControl': async (Id, declared, options) => {
    const found = await new CloudFrontClient(options).send(new GetOriginAccessControlConfigCommand({ Id }));
    const config = at(declared, 'OriginAccessControlConfig');
    return (['OriginAccessControlOriginType', 'SigningBehavior', 'SigningProtocol'] as const).map(
      (property) => compare(property, at(config, property), found.OriginAccessControlConfig?.[property]),
    );
  },
  'AWS::CloudFront::Distribution': async (Id, declared, options) => {
    const found = await new CloudFrontClient(options).send(new GetDistributionConfigCommand({ Id }));
    const config = at(declared, 'DistributionConfig');
    const { DistributionConfig: live } = found;
    const policy = ['DefaultCacheBehavior', 'ViewerProtocolPolicy'] as const;
    return [
      compare('Enabled', at(config, 'Enabled'), live?.Enabled),
      compare('Aliases', at(config, 'Aliases'), live?.Aliases?.Items),
      compare('HttpVersion', at(config, 'HttpVersion'), live?.HttpVersion),
      compare('DefaultRootObject', at(config, 'DefaultRootObject'), live?.DefaultRootObject),
      compare(policy.join('.'), at(config, ...policy), at(live, ...policy)),
      compare(
        'MinimumProtocolVersion',
        at(config, 'ViewerCertificate', 'MinimumProtocolVersion'),
        live?.ViewerCertificate?.MinimumProtocolVersion,
      ),
      compare(
        'CacheBehaviors',
        list(at(config, 'CacheBehaviors')).map((behaviour) => at(behaviour, 'PathPattern')),
        live?.CacheBehaviors?.Items?.map(({ PathPattern }) => PathPattern),
      ),
      compare(
        'OriginAccessControlId',
        list(at(config, 'Origins')).map((origin) => at(origin, 'OriginAccessControlId') !== undefined),
        live?.Origins?.Items?.map(({ OriginAccessControlId = '' }) => OriginAccessControlId !== ''),
      ),
    ];
  },
};

async function lifecycleRules(s3: S3Client, Bucket: string): Promise<readonly unknown[]> {
  try {
    const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return Rules.map(({ ID }) => ID);
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchLifecycleConfiguration') return [];
    throw error;
  }
}

export async function readBack(input: {
  readonly environment: string;
  /** The pruned assembly, as it was deployed. */
  readonly assembly: string;
  readonly options: Options;
}): Promise<ReadBack> {
  const stacks = stacksOf(new CloudAssembly(input.assembly)).filter(
    ({ environment }) => environment === input.environment,
  );
  let compared = 0;
  const different: string[] = [];
  const forgotten = new Set<string>();
  const read = new Map<string, number>();
  const unread = new Map<string, number>();
  const resources: string[] = [];
  const unreadProperties = new Set<string>();
  const count = (map: Map<string, number>, type: string) => map.set(type, (map.get(type) ?? 0) + 1);
  for (const { stackName, region, template } of stacks) {
    if (Object.keys(template.Resources).length === 0) continue; // the CLI deploys no empty stack
    const options = { ...input.options, region };
    const ids = await physicalIds(stackName, options);
    for (const [id, resource] of Object.entries(template.Resources)) {
      const lines = await compareOne(resource, id, options, ids);
      if (lines === undefined) {
        count(unread, resource.Type);
        continue;
      }
      count(read, resource.Type);
      resources.push(`${stackName} ${id}`);
      for (const property of leftOut(resource, lines)) unreadProperties.add(`${resource.Type} ${property}`);
      for (const { property, declared, found } of lines) {
        const name = `${resource.Type} ${property}`;
        const same = isDeepStrictEqual(declared, found);
        if (same) compared += 1;
        else if (dropped.has(name)) forgotten.add(name);
        else
          different.push(
            `${stackName} ${id} ${name}: declared ${JSON.stringify(declared)}, found ${JSON.stringify(found)}`,
          );
      }
    }
  }
  const stale = [...dropped].filter((name) => !forgotten.has(name));
  return {
    compared,
    different: [...different, ...stale.map((name) => `${name}: said to be dropped, and is not any more`)],
    dropped: [...forgotten].sort(),
    read,
    resources,
    unread,
    unreadProperties: [...unreadProperties].sort(),
  };
}

async function compareOne(
  { Type, Properties }: Resource,
  id: string,
  options: Options,
  ids: ReadonlyMap<string, string>,
): Promise<readonly Compared[] | undefined> {
  const reader = readers[Type];
  if (reader === undefined) return undefined;
  const physicalId = ids.get(id);
  if (physicalId === undefined) return [compare('exists', true, false)];
  return reader(physicalId, Properties, options, ids);
}

/** Declared and in no line; what a type wraps into one property is looked for inside of it. */
function leftOut({ Properties = {} }: Resource, lines: readonly Compared[]): readonly string[] {
  const seen = new Set(lines.map(({ property }) => property.split('.')[0]));
  const [[name, only] = ['', undefined], ...others] = Object.entries(Properties).filter(
    ([key]) => key !== 'Tags',
  );
  const wraps = others.length === 0 && name.endsWith('Config') && typeof only === 'object' && only !== null;
  return Object.keys(wraps ? only : Properties).filter((property) => !seen.has(property));
}

async function physicalIds(StackName: string, options: Options): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const pages = paginateListStackResources({ client: new CloudFormationClient(options) }, { StackName });
  for await (const page of pages)
    for (const { LogicalResourceId = '', PhysicalResourceId = '' } of page.StackResourceSummaries ?? [])
      ids.set(LogicalResourceId, PhysicalResourceId);
  return ids;
}

/** The statements of a policy as effect and actions: principals and resources are intrinsics in a template. */
function sids(policy: unknown): readonly string[] {
  return list(at(policy, 'Statement')).map(
    (statement) =>
      `${at(statement, 'Effect')} ${[at(statement, 'Action') ?? at(statement, 'NotAction')].flat().sort().join(',')}`,
  );
}

/** The tag the promises name. */
function tag(tags: unknown): unknown {
  return at(
    list(tags).find((one) => at(one, 'Key') === 'Environment'),
    'Value',
  );
}
