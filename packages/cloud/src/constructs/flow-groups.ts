// The security groups, one for each party, and their rules from the flow table. Both ends of a flow state it, and
// name each other as groups: an address alone never admits anyone.

import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { type Flow, flows, type Party } from '../flows.ts';
import { region } from '../region.ts';

/** CloudFront's group is made by the service, S3 has none: these are ours. */
export type OwnParty = Exclude<Party, 'cloudfront' | 's3'>;

const descriptions: Readonly<Record<OwnParty, string>> = {
  'load-balancer': 'Internal load balancer; reached only from the VPC origin of CloudFront',
  backend: 'API hosts; reached only from the load balancer',
  'database-access': 'Task that makes the users of the database; reached from nowhere',
  database: 'DocumentDB cluster; reached only from the API hosts and the task that makes its users',
  endpoints: 'Interface endpoints of AWS services; reached only from the API hosts and the database task',
};

// Without an egress rule of its own EC2 lets a new group open connections to everywhere. This one matches no packet,
// stands in every group, and leaves the rules below as the only ones that allow something.
const nothing: ec2.CfnSecurityGroup.EgressProperty = {
  cidrIp: '255.255.255.255/32',
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
  description: 'No traffic: keeps EC2 from adding its allow-all rule',
};

export class FlowGroups extends Construct {
  /** As handles that take no further rules: whoever needs a connection adds it to the flow table. */
  readonly groups: Readonly<Record<OwnParty, ec2.ISecurityGroup>>;

  constructor(scope: Construct, id: string, vpc: ec2.Vpc) {
    super(scope, id);
    this.groups = {
      'load-balancer': this.make('load-balancer', vpc),
      backend: this.make('backend', vpc),
      'database-access': this.make('database-access', vpc),
      database: this.make('database', vpc),
      endpoints: this.make('endpoints', vpc),
    };
    for (const flow of flows) {
      this.addEgress(flow);
      this.addIngress(flow);
    }
  }

  private make(party: OwnParty, vpc: ec2.Vpc): ec2.ISecurityGroup {
    const group = new ec2.CfnSecurityGroup(this, party, {
      vpcId: vpc.vpcId,
      groupDescription: descriptions[party],
      securityGroupEgress: [nothing],
      tags: [{ key: 'Name', value: party }],
    });
    return ec2.SecurityGroup.fromSecurityGroupId(this, `${party}-handle`, group.attrGroupId, {
      mutable: false,
    });
  }

  private addEgress({ from, to, port, why }: Flow): void {
    if (from === 'cloudfront' || from === 's3') return; // theirs, not ours to write
    new ec2.CfnSecurityGroupEgress(this, `${from}-to-${to}`, {
      groupId: this.groups[from].securityGroupId,
      ...this.destination(to),
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: why,
    });
  }

  private addIngress({ from, to, port, why }: Flow): void {
    if (to === 's3' || to === 'cloudfront' || from === 's3') return;
    if (from === 'cloudfront') return; // its group does not exist yet: vpc-origin-door.ts
    new ec2.CfnSecurityGroupIngress(this, `${to}-from-${from}`, {
      groupId: this.groups[to].securityGroupId,
      sourceSecurityGroupId: this.groups[from].securityGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: why,
    });
  }

  private destination(to: Party) {
    if (to === 's3') return { destinationPrefixListId: region.s3PrefixListId };
    if (to === 'cloudfront') throw new Error('Flow table: nothing of ours opens a connection to CloudFront.');
    return { destinationSecurityGroupId: this.groups[to].securityGroupId };
  }
}
