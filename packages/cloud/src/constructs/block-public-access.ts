// VPC Block Public Access, in both directions for the whole account and region, with an exclusion for each load
// balancer subnet and nothing else.
//
// Why any exclusion: Block Public Access also stops CloudFront's VPC origins (Amazon VPC user guide, "Block public
// access to VPCs"). Why one for each subnet: CloudFormation excludes a subnet or a whole VPC, and the VPC would take
// hosts and database with it. In the excluded subnets the setting protects nothing; there the proof rests on no route
// to a gateway, an internal load balancer, and its security group.

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

export interface BlockPublicAccessProps {
  readonly excluded: readonly ec2.ISubnet[];
}

export class BlockPublicAccess extends Construct {
  constructor(scope: Construct, id: string, props: BlockPublicAccessProps) {
    super(scope, id);
    const options = new ec2.CfnVPCBlockPublicAccessOptions(this, 'Options', {
      internetGatewayBlockMode: 'block-bidirectional',
    });
    for (const [index, subnet] of props.excluded.entries()) {
      const exclusion = new ec2.CfnVPCBlockPublicAccessExclusion(this, `EdgeSubnet${index}`, {
        internetGatewayExclusionMode: 'allow-bidirectional',
        subnetId: subnet.subnetId,
      });
      exclusion.addResourceDependency(options);
    }
  }
}
