// The public tier, and the only door: the distribution, the bucket of the application's files, the way to the load
// balancer, and the name people type.

import { CrossStackReferences, ReferenceStrength, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { FrontBucket } from '../constructs/front-bucket.ts';
import { FrontDistribution } from '../constructs/front-distribution.ts';
import { VpcOriginDoor } from '../constructs/vpc-origin-door.ts';
import type { Environment } from '../environments.ts';
import type { ApiStack } from './api-stack.ts';
import type { EdgeStack } from './edge-stack.ts';
import type { LogsStack } from './logs-stack.ts';
import type { NetworkStack } from './network-stack.ts';

export interface FrontStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly api: ApiStack;
  readonly edge: EdgeStack;
  readonly logs: LogsStack;
}

export class FrontStack extends Stack {
  readonly distributionId: string;
  /** By a name of ours: a policy with a wildcard is acknowledged by the text it ends up with. */
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: FrontStackProps) {
    super(scope, id, props);
    const { environment, network, api, edge, logs } = props;
    const { bucket } = new FrontBucket(this, 'Files', { logBucketName: logs.bucket.bucketName });
    const door = new VpcOriginDoor(this, 'Door', {
      environment,
      vpc: network.vpc,
      loadBalancer: api.loadBalancer,
      loadBalancerGroup: network.groups['load-balancer'],
      logsKey: logs.key,
    });
    const { distribution } = new FrontDistribution(this, 'Public', {
      environment,
      bucket,
      vpcOrigin: door.origin,
      certificate: edge.certificate,
      webAclArn: edge.webAclArn,
    });
    this.distributionId = distribution.distributionId;
    this.bucketArn = this.exportValue(bucket.bucketArn, { name: `${this.stackName}:BucketArn` });
    this.nameIt(environment, new targets.CloudFrontTarget(distribution));
    // A VPC origin that a distribution uses cannot change at all, not even a tag: it carries only what never changes.
    Tags.of(door.origin).add('Environment', environment.name, { priority: 300 });
    Tags.of(door.origin).add('Service', 'cool-delivery', { priority: 300 });
    // The log delivery in us-east-1 names the distribution; an export cannot cross regions.
    CrossStackReferences.of(distribution).produce(ReferenceStrength.WEAK);
  }

  private nameIt({ domain, hostedZoneId }: Environment, target: route53.IAliasRecordTarget): void {
    const zone = route53.PublicHostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId,
      zoneName: domain,
    });
    const record = { zone, target: route53.RecordTarget.fromAlias(target) };
    new route53.ARecord(this, 'Name4', record);
    new route53.AaaaRecord(this, 'Name6', record);
  }
}
