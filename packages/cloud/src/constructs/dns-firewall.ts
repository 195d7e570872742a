// What the VPC's resolver answers: the names of the list, and for every other name "does not exist". Names are a way
// out even where no packet is: a lookup of <secret>.attacker.example reaches the attacker's name server.

import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';

export interface DnsFirewallProps {
  readonly environmentName: string;
  readonly vpc: ec2.IVpc;
  readonly allowed: readonly string[];
}

export class DnsFirewall extends Construct {
  constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const name = `cool-delivery-${props.environmentName}`;
    const allowed = new resolver.CfnFirewallDomainList(this, 'Allowed', {
      name: `${name}-allowed`,
      domains: [...props.allowed],
    });
    const everything = new resolver.CfnFirewallDomainList(this, 'Everything', {
      name: `${name}-everything`,
      domains: ['*'],
    });
    const rules = new resolver.CfnFirewallRuleGroup(this, 'Rules', {
      name,
      firewallRules: [
        {
          priority: 100,
          action: 'ALLOW',
          firewallDomainListId: allowed.attrId,
          // S3 answers with aliases of its own; trusting the target of a name we allow is what allowing it means.
          firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
        },
        {
          priority: 1_000,
          action: 'BLOCK',
          blockResponse: 'NXDOMAIN', // agents give up at once; with NODATA some retry for minutes
          firewallDomainListId: everything.attrId,
        },
      ],
    });
    new resolver.CfnFirewallRuleGroupAssociation(this, 'Association', {
      name,
      firewallRuleGroupId: rules.attrId,
      vpcId: props.vpc.vpcId,
      priority: 101, // 100 and below is left to the organisation's own groups
      mutationProtection: 'ENABLED',
    });
  }
}
