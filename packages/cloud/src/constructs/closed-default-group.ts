// The VPC's default security group, emptied. CloudFormation can add rules to it but not take its built-in ones away.
// The type name is that of CDK's own provider for the same job, so that whoever knows one knows the other.

import { Duration, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { InlineCustomResource } from './inline-custom-resource.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface ClosedDefaultGroupProps {
  readonly vpc: ec2.Vpc;
  readonly environmentName: string;
  readonly logsKey: PurposeKey;
  readonly logDays: number;
}

export class ClosedDefaultGroup extends Construct {
  constructor(scope: Construct, id: string, props: ClosedDefaultGroupProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    const groupId = props.vpc.vpcDefaultSecurityGroup;
    new InlineCustomResource(this, 'Closing', {
      type: 'Custom::VpcRestrictDefaultSG',
      handler: 'close-default-group',
      environmentName: props.environmentName,
      properties: { DefaultSecurityGroupId: groupId, Account: account },
      timeout: Duration.minutes(1),
      logsKey: props.logsKey,
      logDays: props.logDays,
      statements: [
        {
          sid: 'CloseThisGroup',
          actions: ['ec2:RevokeSecurityGroupIngress', 'ec2:RevokeSecurityGroupEgress'],
          resources: [`arn:aws:ec2:${region}:${account}:security-group/${groupId}`],
        },
        {
          sid: 'ReadRules',
          actions: ['ec2:DescribeSecurityGroupRules'], // knows no resource-level permission
          resources: ['*'],
        },
      ],
    });
  }
}
