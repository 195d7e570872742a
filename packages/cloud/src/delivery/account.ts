// One AWS account as `deploy` and `promote` see it: who am I, what runs here, put this there. The only file of the
// delivery that speaks to AWS; region, credentials and endpoint come from the process, as for every AWS tool.

import type { Agent } from 'node:https';
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import {
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Refused } from './refused.ts';

export interface ClientOptions {
  readonly endpoint?: string;
  readonly forcePathStyle?: boolean;
  readonly requestHandler?: { readonly httpsAgent: Agent };
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface StoredFile {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

export interface Account {
  readonly id: () => Promise<string>;
  readonly readParameter: (name: string) => Promise<string | undefined>;
  readonly writeParameter: (name: string, value: string) => Promise<void>;
  /** Values of all parameters right below a folder. */
  readonly readFolder: (folder: string) => Promise<readonly string[]>;
  /** Name of the one bucket a stack made. */
  readonly bucketOf: (stackName: string) => Promise<string>;
  readonly putFile: (bucket: string, file: StoredFile) => Promise<void>;
  readonly getFile: (bucket: string, key: string) => Promise<Uint8Array>;
  readonly listKeys: (bucket: string, prefix: string) => Promise<readonly string[]>;
}

/** `options` are those of every SDK client; tests name an endpoint and keys, everybody else leaves them out. */
export function accountIn(region: string, options: ClientOptions = {}): Account {
  const ssm = new SSMClient({ region, ...options });
  const s3 = new S3Client({ region, ...options });
  const cloudFormation = new CloudFormationClient({ region, ...options });
  return {
    async id() {
      const { Account: id } = await new STSClient({ region, ...options }).send(
        new GetCallerIdentityCommand({}),
      );
      return id ?? '';
    },
    async readParameter(name) {
      try {
        return (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    },
    async writeParameter(name, value) {
      await ssm.send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', Overwrite: true }));
    },
    async readFolder(folder) {
      const values: string[] = [];
      for await (const page of paginateGetParametersByPath({ client: ssm }, { Path: folder }))
        for (const { Value } of page.Parameters ?? []) if (Value !== undefined) values.push(Value);
      return values;
    },
    async bucketOf(stackName) {
      const buckets: string[] = [];
      const pages = paginateListStackResources({ client: cloudFormation }, { StackName: stackName });
      for await (const page of pages)
        for (const { ResourceType, PhysicalResourceId } of page.StackResourceSummaries ?? [])
          if (ResourceType === 'AWS::S3::Bucket' && PhysicalResourceId !== undefined)
            buckets.push(PhysicalResourceId);
      const [bucket, ...others] = buckets;
      if (bucket === undefined || others.length > 0)
        throw new Refused(
          `${stackName}: given ${buckets.length} buckets, allowed is one; is the stack the one of this version?`,
        );
      return bucket;
    },
    async putFile(bucket, { key, body, contentType, cacheControl }) {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body: body,
          ContentType: contentType,
          CacheControl: cacheControl,
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    },
    async getFile(bucket, key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined) throw new Refused(`${bucket}/${key}: given no content, allowed is a file.`);
      return Body.transformToByteArray();
    },
    async listKeys(bucket, prefix) {
      const keys: string[] = [];
      for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }))
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
      return keys;
    },
  };
}
