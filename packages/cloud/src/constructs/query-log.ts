// Every name asked of the VPC's resolver, and what it answered, into a log group with a key and a period.

import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from './encrypted-log-group.ts';
import { LogDeliveryPolicy } from './log-delivery-policy.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface QueryLogProps {
  readonly vpc: ec2.IVpc;
  readonly environmentName: string;
  readonly logsKey: PurposeKey;
  readonly logDays: number;
}

export class QueryLog extends Construct {
  constructor(scope: Construct, id: string, props: QueryLogProps) {
    super(scope, id);
    const log = new EncryptedLogGroup(this, 'Log', {
      name: `/cool-delivery/${props.environmentName}/network/dns`,
      key: props.logsKey,
      days: props.logDays,
    });
    const admission = new LogDeliveryPolicy(this, 'Delivery', {
      name: `${Stack.of(this).stackName}-queries`,
      logs: [log],
    });
    const config = new resolver.CfnResolverQueryLoggingConfig(this, 'Config', {
      name: `cool-delivery-${props.environmentName}`,
      destinationArn: log.group.logGroupArn,
    });
    config.node.addDependency(admission);
    new resolver.CfnResolverQueryLoggingConfigAssociation(this, 'Association', {
      resolverQueryLogConfigId: config.attrId,
      resourceId: props.vpc.vpcId,
    });
  }
}
