// Facts about the region that synthesis may not look up: everything is literal, so templates are made offline.

export const region = {
  name: 'eu-west-1',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  /** The AWS-managed prefix list of S3 (com.amazonaws.eu-west-1.s3): the addresses behind the gateway endpoint. */
  s3PrefixListId: 'pl-6da54004',
  /** AWS's own buckets the SSM agent reads; without them agent updates and documents stop without a word. */
  agentBuckets: ['amazon-ssm-eu-west-1', 'aws-ssm-eu-west-1'],
} as const;
