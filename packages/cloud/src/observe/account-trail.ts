// Who did what to this account, in every region, as files that prove their own integrity and as a log that filters
// read. Write-once storage in another account is the organisation's trail; this one is what wakes people here.

import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from '../constructs/encrypted-log-group.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { PurposeKey } from '../constructs/purpose-key.ts';
import { serviceRole } from '../constructs/service-role.ts';
import type { Environment } from '../environments.ts';

export interface AccountTrailProps {
  readonly environment: Environment;
  readonly logsKey: PurposeKey;
  readonly logBucketName: string;
}

const service = 'cloudtrail.amazonaws.com';

export class AccountTrail extends Construct {
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, { environment, logsKey, logBucketName }: AccountTrailProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const trailName = `cool-delivery-${environment.name}`;
    const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/${trailName}`;
    const ofThisTrail = { StringEquals: { 'aws:SourceArn': trailArn } };

    const key = new PurposeKey(this, 'Key', {
      environmentName: environment.name,
      purpose: 'trail',
      usedThrough: ['s3'],
    });
    key.allowService('TrailEncrypts', service, ['kms:GenerateDataKey*', 'kms:DescribeKey'], ofThisTrail);
    const { bucket } = new PrivateBucket(this, 'Files', {
      purpose: 'trail',
      key,
      logBucketName,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(environment.logDays),
          noncurrentVersionExpiration: Duration.days(30),
        },
      ],
    });
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'TrailChecks',
        principals: [new iam.ServicePrincipal(service)],
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions: ofThisTrail,
      }),
    );
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'TrailWrites',
        principals: [new iam.ServicePrincipal(service)],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`AWSLogs/${account}/*`)],
        conditions: ofThisTrail,
      }),
    );
    const log = new EncryptedLogGroup(this, 'Log', {
      name: `/cool-delivery/${environment.name}/account/trail`,
      key: logsKey,
      days: environment.logDays,
    });
    this.logGroupName = log.group.logGroupName;
    const role = serviceRole(this, 'LogRole', {
      service,
      description: `Writes the trail of ${environment.name} into its log group`,
      statements: [
        {
          sid: 'WriteTrailLog',
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [log.streamsArn],
        },
      ],
      conditions: ofThisTrail,
    });
    const trail = new cloudtrail.CfnTrail(this, 'Trail', {
      trailName,
      isLogging: true,
      isMultiRegionTrail: true, // IAM and root sign-ins are recorded in us-east-1
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      s3BucketName: bucket.bucketName,
      kmsKeyId: key.arn,
      cloudWatchLogsLogGroupArn: log.streamsArn,
      cloudWatchLogsRoleArn: role.roleArn,
    });
    if (bucket.policy !== undefined) trail.node.addDependency(bucket.policy);
    trail.node.addDependency(role);
  }
}
