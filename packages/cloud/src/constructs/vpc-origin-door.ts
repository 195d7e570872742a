// The door between CloudFront and the load balancer: the VPC origin, and the one rule that admits it.
//
// CloudFront makes the security group CloudFront-VPCOrigins-Service-SG in the VPC together with the first VPC origin
// and CloudFormation does not return its id. So it goes in two phases within one deployment: the origin is made while
// the load balancer admits nobody, then a custom resource finds the group and the rule names it. The alternative,
// CloudFront's prefix list, would admit every customer's distribution.

import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import { flows } from '../flows.ts';
import { InlineCustomResource } from './inline-custom-resource.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface VpcOriginDoorProps {
  readonly environment: Environment;
  readonly vpc: ec2.Vpc;
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  readonly loadBalancerGroup: ec2.ISecurityGroup;
  readonly logsKey: PurposeKey;
}

export class VpcOriginDoor extends Construct {
  readonly origin: cloudfront.VpcOrigin;

  constructor(scope: Construct, id: string, props: VpcOriginDoorProps) {
    super(scope, id);
    const { environment } = props;
    this.origin = new cloudfront.VpcOrigin(this, 'Origin', {
      vpcOriginName: `cool-delivery-${environment.name}`,
      endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(props.loadBalancer),
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY, // the default would follow the viewer
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2], // the newest CloudFront speaks to an origin
      httpsPort: 443,
    });
    const found = new InlineCustomResource(this, 'ServiceGroup', {
      type: 'Custom::VpcOriginServiceGroup',
      handler: 'find-service-group',
      environmentName: environment.name,
      properties: { VpcId: props.vpc.vpcId, GroupName: 'CloudFront-VPCOrigins-Service-SG' },
      timeout: Duration.minutes(6),
      logsKey: props.logsKey,
      logDays: environment.logDays,
      statements: [
        {
          sid: 'FindGroup',
          actions: ['ec2:DescribeSecurityGroups'], // knows no resource-level permission
          resources: ['*'],
        },
      ],
    });
    found.resource.node.addDependency(this.origin);
    for (const { port, why } of flows.filter(({ from }) => from === 'cloudfront'))
      new ec2.CfnSecurityGroupIngress(this, `From-cloudfront-${port}`, {
        groupId: props.loadBalancerGroup.securityGroupId,
        sourceSecurityGroupId: found.resource.getAttString('GroupId'),
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        description: why,
      });
  }
}
