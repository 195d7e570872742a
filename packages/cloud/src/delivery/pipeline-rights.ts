// What the pipeline's roles may do in an account, as statements. They move files and name releases; stacks are deployed
// by the roles of CDK's bootstrap, which the deployer may take.

import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { EnvironmentName } from '../environments.ts';
import { releaseParameters } from './release-parameters.ts';

export interface PipelineSurroundings {
  readonly environment: EnvironmentName;
  readonly account: string;
  readonly region: string;
  readonly artefacts: { readonly bucketArn: string; readonly keyArn: string };
  readonly front: { readonly bucketArn: string };
}

/** Roles that CDK's bootstrap makes in each region, by their fixed names. */
const bootstrapRoles = ['deploy', 'file-publishing', 'lookup'] as const;
const bootstrapRegions = ['eu-west-1', 'us-east-1'] as const;

/** Takes a release out again: what ran here, and its files. */
export function readerRights(surroundings: PipelineSurroundings): readonly PolicyStatementProps[] {
  const { artefacts, environment } = surroundings;
  const { current, history } = releaseParameters(environment);
  return [
    {
      sid: 'ReadWhatRan',
      actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
      resources: [current, history].map((name) => parameterArn(surroundings, name)),
    },
    {
      sid: 'FindArtefacts',
      actions: ['cloudformation:ListStackResources'],
      resources: [stackArn(surroundings, 'artefacts')],
    },
    { sid: 'ListArtefacts', actions: ['s3:ListBucket'], resources: [artefacts.bucketArn] },
    { sid: 'ReadArtefacts', actions: ['s3:GetObject'], resources: [`${artefacts.bucketArn}/*`] },
    {
      sid: 'DecryptArtefacts',
      actions: ['kms:Decrypt'],
      resources: [artefacts.keyArn],
      conditions: throughS3(surroundings),
    },
  ];
}

/** Puts a release in: its files, the parameters that name it, and through the bootstrap's roles the stacks. */
export function deployerRights(surroundings: PipelineSurroundings): readonly PolicyStatementProps[] {
  const { account, artefacts, environment, front } = surroundings;
  const { history, ...values } = releaseParameters(environment);
  return [
    {
      sid: 'DeployThroughBootstrap',
      actions: ['sts:AssumeRole'],
      resources: bootstrapRegions.flatMap((region) =>
        bootstrapRoles.map(
          (role) => `arn:aws:iam::${account}:role/cdk-hnb659fds-${role}-role-${account}-${region}`,
        ),
      ),
    },
    {
      sid: 'NameRelease',
      actions: ['ssm:GetParameter', 'ssm:PutParameter'],
      resources: Object.values(values).map((name) => parameterArn(surroundings, name)),
    },
    {
      sid: 'RememberRelease',
      actions: ['ssm:PutParameter'],
      resources: [`${parameterArn(surroundings, history)}/*`],
    },
    {
      sid: 'FindBuckets',
      actions: ['cloudformation:ListStackResources'],
      resources: ['artefacts', 'front'].map((name) => stackArn(surroundings, name)),
    },
    {
      sid: 'StoreRelease',
      actions: ['s3:PutObject'],
      resources: [artefacts, front].map(({ bucketArn }) => `${bucketArn}/*`),
    },
    {
      sid: 'EncryptArtefacts',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'], // S3 decrypts the key again for the parts of a large file
      resources: [artefacts.keyArn],
      conditions: throughS3(surroundings),
    },
  ];
}

/** Resources of these statements that end in a wildcard, as cdk-nag writes them: below one bucket, folder or stack. */
export function wildcardsIn(
  statements: readonly PolicyStatementProps[],
  surroundings: PipelineSurroundings,
): readonly string[] {
  const { artefacts, environment, front } = surroundings;
  const shown = new Map([
    [`${artefacts.bucketArn}/*`, `${environment}-artefacts:BucketArn/*`],
    [`${front.bucketArn}/*`, `${environment}-front:BucketArn/*`],
  ]);
  const resources = new Set(statements.flatMap((statement) => statement.resources ?? []));
  return [...resources].filter((resource) => resource.endsWith('*')).map((one) => shown.get(one) ?? one);
}

function parameterArn({ account, region }: PipelineSurroundings, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name}`;
}

/** The last part is an id that CloudFormation gives when the stack is made. */
function stackArn({ account, environment, region }: PipelineSurroundings, name: string): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${environment}-${name}/*`;
}

function throughS3({ region }: PipelineSurroundings) {
  return { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } };
}
