// A bucket for files that strangers produced: each new object is scanned, and nobody reads one before the scanner
// tagged it clean. An object that is not scanned yet is refused like an infected one.

import { Stack } from 'aws-cdk-lib';
import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge, reasons } from './acknowledge.ts';
import { objectsFinding, PrivateBucket, type PrivateBucketProps } from './private-bucket.ts';
import { afterRights, serviceRole } from './service-role.ts';

// The tag GuardDuty writes, and its value for a clean object (GuardDuty user guide, "Using tag-based access control").
const verdictTag = 's3:ExistingObjectTag/GuardDutyMalwareScanStatus';
const clean = 'NO_THREATS_FOUND';

const scanner = 'malware-protection-plan.guardduty.amazonaws.com';

export class ScannedBucket extends Construct {
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    const made = new PrivateBucket(this, 'Files', props);
    this.bucket = made.bucket;
    const resource = this.bucket.node.defaultChild;
    if (resource instanceof s3.CfnBucket)
      resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    const role = serviceRole(this, 'ScanRole', {
      service: scanner,
      description: `Lets GuardDuty scan and tag what arrives in the ${props.purpose} bucket`,
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      statements: this.scanStatements(props.key.arn),
    });
    acknowledge(
      role,
      ...[objectsFinding(this.bucket, '*'), `AwsSolutions-IAM5[Resource::${this.ruleArns()}]`].map(
        (rule) => ({
          rule,
          reason: reasons.namesMadeLater,
          owner: 'platform-team',
          expires: '2027-11-30',
        }),
      ),
    );
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'NobodyReadsBeforeTheScan',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: {
          StringNotEquals: { [verdictTag]: clean },
          ArnNotEquals: { 'aws:PrincipalArn': role.roleArn },
        },
      }),
    );
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'NobodyElseWritesTheVerdict',
        effect: iam.Effect.DENY,
        principals: [new iam.AnyPrincipal()],
        actions: ['s3:PutObjectTagging', 's3:PutObjectVersionTagging', 's3:DeleteObjectTagging'],
        resources: [this.bucket.arnForObjects('*')],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    );
    const plan = new guardduty.CfnMalwareProtectionPlan(this, 'Plan', {
      role: role.roleArn,
      protectedResource: { s3Bucket: { bucketName: this.bucket.bucketName } },
      actions: { tagging: { status: 'ENABLED' } },
    });
    // GuardDuty tries the role as it takes the plan: what the role may do has to be there already.
    afterRights(plan, role);
  }

  private ruleArns(): string {
    const { account, region } = Stack.of(this);
    return `arn:aws:events:${region}:${account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*`;
  }

  // What GuardDuty's guide lists for a protection plan, on this bucket and this key.
  private scanStatements(keyArn: string): readonly iam.PolicyStatementProps[] {
    const { region } = Stack.of(this);
    const rules = this.ruleArns();
    return [
      {
        sid: 'HearOfNewObjects',
        actions: ['events:PutRule', 'events:DeleteRule', 'events:PutTargets', 'events:RemoveTargets'],
        resources: [rules],
        conditions: { StringLike: { 'events:ManagedBy': scanner } },
      },
      {
        sid: 'SeeOwnRules',
        actions: ['events:DescribeRule', 'events:ListTargetsByRule'],
        resources: [rules],
      },
      {
        sid: 'SwitchOnEvents',
        actions: ['s3:PutBucketNotification', 's3:GetBucketNotification', 's3:ListBucket'],
        resources: [this.bucket.bucketArn],
      },
      {
        sid: 'ReadAndTag',
        actions: [
          's3:GetObject',
          's3:GetObjectVersion',
          's3:GetObjectTagging',
          's3:GetObjectVersionTagging',
          's3:PutObjectTagging',
          's3:PutObjectVersionTagging',
        ],
        resources: [this.bucket.arnForObjects('*')],
      },
      {
        sid: 'ProveAccess',
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects('malware-protection-resource-validation-object')],
      },
      {
        sid: 'Decrypt',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` } },
      },
    ];
  }
}
