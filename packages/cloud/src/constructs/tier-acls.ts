// One network ACL for each tier, holding what the flow table says and nothing else. It repeats the security groups
// on purpose: a group changed in a hurry still meets the ACL of the tier.

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { aclRules } from '../acl-rules.ts';
import { tiers } from '../addressing.ts';
import { acknowledge } from './acknowledge.ts';
import type { TieredSubnets } from './tiered-subnets.ts';

export interface TierAclsProps {
  readonly vpc: ec2.Vpc;
  readonly cidr: string;
  readonly subnets: TieredSubnets;
}

const tcp = 6;

export class TierAcls extends Construct {
  constructor(scope: Construct, id: string, props: TierAclsProps) {
    super(scope, id);
    for (const tier of tiers) {
      const tierScope = new Construct(this, tier);
      const acl = new ec2.CfnNetworkAcl(tierScope, 'Acl', {
        vpcId: props.vpc.vpcId,
        tags: [
          { key: 'Name', value: tier },
          { key: 'Tier', value: tier },
        ],
      });
      const next = { ingress: 100, egress: 100 };
      for (const { direction, cidr, ports } of aclRules(tier, props.cidr)) {
        const ruleNumber = next[direction];
        next[direction] += 10;
        new ec2.CfnNetworkAclEntry(tierScope, `${direction}${ruleNumber}`, {
          networkAclId: acl.attrId,
          egress: direction === 'egress',
          ruleNumber,
          ruleAction: 'allow',
          protocol: tcp,
          cidrBlock: cidr,
          portRange: ports,
        });
      }
      for (const [index, subnet] of props.subnets.tiers[tier].subnets.entries())
        new ec2.CfnSubnetNetworkAclAssociation(tierScope, `Association${index}`, {
          networkAclId: acl.attrId,
          subnetId: subnet.subnetId,
        });
    }
    acknowledge(this, {
      rule: 'AwsSolutions-VPC3',
      reason: 'The rule warns that ACLs exist at all; ours are made from the table the groups are made from',
      owner: 'platform-team',
      expires: '2027-11-30',
    });
  }
}
