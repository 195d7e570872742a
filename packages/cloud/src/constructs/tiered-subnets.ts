// Three tiers over three zones. Each tier has one route table, and no route table names a gateway to the internet:
// what separates the tiers from the world is the absence of a route, before any rule is asked.

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { subnetCidr, type Tier, tiers } from '../addressing.ts';
import { region } from '../region.ts';

export interface TierSubnets {
  readonly routeTableId: string;
  readonly subnets: readonly ec2.ISubnet[];
}

export interface TieredSubnetsProps {
  readonly vpc: ec2.Vpc;
  readonly cidr: string;
}

export class TieredSubnets extends Construct {
  readonly tiers: Readonly<Record<Tier, TierSubnets>>;

  constructor(scope: Construct, id: string, props: TieredSubnetsProps) {
    super(scope, id);
    this.tiers = {
      edge: this.makeTier('edge', props),
      private: this.makeTier('private', props),
      secured: this.makeTier('secured', props),
    };
  }

  all(): readonly { readonly tier: Tier; readonly subnet: ec2.ISubnet }[] {
    return tiers.flatMap((tier) => this.tiers[tier].subnets.map((subnet) => ({ tier, subnet })));
  }

  private makeTier(tier: Tier, { vpc, cidr }: TieredSubnetsProps): TierSubnets {
    const scope = new Construct(this, tier);
    const routeTable = new ec2.CfnRouteTable(scope, 'RouteTable', {
      vpcId: vpc.vpcId,
      tags: [
        { key: 'Name', value: tier },
        { key: 'Tier', value: tier },
      ],
    });
    const subnets = region.zones.map((zone, index) => {
      const letter = zone.slice(-1);
      const subnet = new ec2.CfnSubnet(scope, `Subnet${letter}`, {
        vpcId: vpc.vpcId,
        availabilityZone: zone,
        cidrBlock: subnetCidr(cidr, tier, index),
        mapPublicIpOnLaunch: false,
        tags: [
          { key: 'Name', value: `${tier}-${letter}` },
          { key: 'Tier', value: tier },
        ],
      });
      // Named on purpose: a subnet without an association falls to the VPC's main table, which no one declares.
      new ec2.CfnSubnetRouteTableAssociation(scope, `Route${letter}`, {
        subnetId: subnet.attrSubnetId,
        routeTableId: routeTable.attrRouteTableId,
      });
      return ec2.Subnet.fromSubnetAttributes(scope, `Handle${letter}`, {
        subnetId: subnet.attrSubnetId,
        availabilityZone: zone,
        ipv4CidrBlock: subnetCidr(cidr, tier, index),
        routeTableId: routeTable.attrRouteTableId,
      });
    });
    return { routeTableId: routeTable.attrRouteTableId, subnets };
  }
}
