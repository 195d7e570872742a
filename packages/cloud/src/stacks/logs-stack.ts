// The environment's own part of "logs and monitoring": the key of every log group and the bucket that takes the logs
// of services which write to S3 only.

import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { acknowledgeNoReplica, acknowledgeServiceKey } from '../constructs/private-bucket.ts';
import { PurposeKey } from '../constructs/purpose-key.ts';
import type { Environment } from '../environments.ts';

/** Folder of the logs that nobody can mask. */
const unmasked = 'load-balancer';

/** Long enough to follow an incident back, short because of what is in it. */
const unmaskedDays = 30;

/** The roles that Identity Center makes in an account for the permission set IncidentReader. */
const incidentReaders = (account: string) =>
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_IncidentReader_*`;

export interface LogsStackProps extends StackProps {
  readonly environment: Environment;
}

export class LogsStack extends Stack {
  readonly key: PurposeKey;
  readonly bucket: s3.Bucket;

  constructor(scope: Construct, id: string, props: LogsStackProps) {
    super(scope, id, props);
    const { environment } = props;
    this.key = new PurposeKey(this, 'Key', {
      environmentName: environment.name,
      purpose: 'logs',
      usedThrough: [],
    });
    this.key.allowLogGroups(
      `/cool-delivery/${environment.name}/*`,
      `/aws/docdb/cool-delivery-${environment.name}/*`,
    );
    this.bucket = new s3.Bucket(this, 'Bucket', {
      // Load balancer logs and S3 access logs are delivered to buckets with S3's own key only (Elastic Load
      // Balancing and S3 user guides).
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C], // nobody writes under a key that we do not have
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      lifecycleRules: [
        {
          id: 'expire',
          expiration: Duration.days(environment.logDays),
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
        {
          // Where two rules meet, S3 keeps to the shorter one (S3 user guide, "overlapping lifecycle rules").
          id: 'unmasked',
          prefix: `${unmasked}/`,
          expiration: Duration.days(unmaskedDays),
          noncurrentVersionExpiration: Duration.days(1),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.admit('LoadBalancerWrites', 'logdelivery.elasticloadbalancing.amazonaws.com', {
      // Elastic Load Balancing writes under the number of the load balancer's account, so the path binds it to ours.
      path: `${unmasked}/AWSLogs/${this.account}/*`,
    });
    this.admit('AccessLogsWrite', 'logging.s3.amazonaws.com', {
      path: 'access/*',
      conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
    });
    this.keepUnmasked();
    acknowledge(
      this.bucket,
      ...['AwsSolutions-S1', 'NIST.800.53.R5-S3BucketLoggingEnabled'].map((rule) => ({
        rule,
        reason: 'It is the target of access logs; logging itself would loop',
        owner: 'platform-team',
        expires: '2027-11-30',
      })),
    );
    acknowledgeNoReplica(this.bucket);
    acknowledgeServiceKey(this.bucket);
  }

  // Nothing masks what a load balancer writes: addresses of visitors, and the links they follow. Administrators of the
  // account may not read it either; who investigates does so under a permission set of its own.
  private keepUnmasked(): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'IncidentReadersAlone',
        effect: iam.Effect.DENY,
        principals: [new iam.StarPrincipal()],
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.bucket.arnForObjects(`${unmasked}/*`)],
        conditions: { ArnNotLike: { 'aws:PrincipalArn': incidentReaders(this.account) } },
      }),
    );
  }

  // Each service writes under its own path, and only for this account (confused deputy).
  private admit(sid: string, service: string, { path, conditions }: Admission): void {
    this.bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ServicePrincipal(service)],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(path)],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }
}

interface Admission {
  readonly path: string;
  readonly conditions?: iam.PolicyStatementProps['conditions'];
}
