// The VPC: three tiers over three zones, no NAT, an internet gateway that no route names, and the rules between the
// parties. Nothing in it has a public address.

import { Stack, type StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { BlockPublicAccess } from '../constructs/block-public-access.ts';
import { ClosedDefaultGroup } from '../constructs/closed-default-group.ts';
import { FlowGroups, type OwnParty } from '../constructs/flow-groups.ts';
import { FlowLog } from '../constructs/flow-log.ts';
import type { PurposeKey } from '../constructs/purpose-key.ts';
import { ServiceEndpoints } from '../constructs/service-endpoints.ts';
import { TierAcls } from '../constructs/tier-acls.ts';
import { TieredSubnets } from '../constructs/tiered-subnets.ts';
import type { Environment } from '../environments.ts';
import { region } from '../region.ts';

export interface NetworkStackProps extends StackProps {
  readonly environment: Environment;
  readonly logsKey: PurposeKey;
}

export class NetworkStack extends Stack {
  readonly vpc: ec2.Vpc;
  readonly subnets: TieredSubnets;
  readonly groups: Readonly<Record<OwnParty, ec2.ISecurityGroup>>;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { environment, logsKey } = props;
    const { cidr, logDays, name: environmentName } = environment;
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      vpcName: `cool-delivery-${environmentName}`,
      ipAddresses: ec2.IpAddresses.cidr(cidr),
      availabilityZones: [...region.zones],
      subnetConfiguration: [], // ours, below: CDK's would have a route table for each subnet
      natGateways: 0,
      restrictDefaultSecurityGroup: false, // ours, below: without an asset and with a log of its own
    });
    acknowledge(this.vpc, {
      rule: 'NIST.800.53.R5-VPCDefaultSecurityGroupClosed',
      reason: 'The rule warns of every VPC; ClosedDefaultGroup takes the rules out of the group',
      owner: 'platform-team',
      expires: '2027-11-30',
    });
    this.attachUnroutedGateway();
    this.subnets = new TieredSubnets(this, 'Tiers', { vpc: this.vpc, cidr });
    new TierAcls(this, 'Acls', { vpc: this.vpc, cidr, subnets: this.subnets });
    this.groups = new FlowGroups(this, 'Groups', this.vpc).groups;
    new ClosedDefaultGroup(this, 'DefaultGroup', { vpc: this.vpc, environmentName, logsKey, logDays });
    new BlockPublicAccess(this, 'BlockPublicAccess', { excluded: this.subnets.tiers.edge.subnets });
    new ServiceEndpoints(this, 'Endpoints', {
      vpc: this.vpc,
      secured: this.subnets.tiers.secured,
      callers: this.subnets.tiers.private,
      group: this.groups.endpoints,
      zones: environment.endpointZones,
      environmentName,
    });
    new FlowLog(this, 'FlowLog', { vpc: this.vpc, environmentName, logsKey, logDays });
  }

  // A VPC origin demands an internet gateway attached to the VPC and sends nothing through it (CloudFront developer
  // guide, "Restrict access with VPC origins"). It is safe because no route table of ours names it.
  private attachUnroutedGateway(): void {
    const gateway = new ec2.CfnInternetGateway(this, 'UnroutedGateway');
    new ec2.CfnVPCGatewayAttachment(this, 'UnroutedGatewayAttachment', {
      vpcId: this.vpc.vpcId,
      internetGatewayId: gateway.attrInternetGatewayId,
    });
  }
}
