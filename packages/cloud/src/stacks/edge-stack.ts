// The parts of the public tier that CloudFront takes from us-east-1 alone: the firewall and the certificate.

import { CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import { LogDeliveryPolicy } from '../constructs/log-delivery-policy.ts';
import { PurposeKey } from '../constructs/purpose-key.ts';
import { WebAcl } from '../constructs/web-acl.ts';
import type { Environment } from '../environments.ts';

export interface EdgeStackProps extends StackProps {
  readonly environment: Environment;
}

export class EdgeStack extends Stack {
  readonly logsKey: PurposeKey;
  readonly webAclArn: string;
  readonly certificate: acm.Certificate;
  readonly banLists: WebAcl['bans'];

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const { environment } = props;
    const { name: environmentName, domain, hostedZoneId, logDays } = environment;
    // Another region, another key: a key's material does not leave the region it was made in.
    this.logsKey = new PurposeKey(this, 'LogsKey', {
      environmentName,
      purpose: 'edge logs',
      usedThrough: [],
    });
    this.logsKey.allowLogGroups(
      `/cool-delivery/${environmentName}/*`,
      `aws-waf-logs-cool-delivery-${environmentName}`,
    );
    const firewall = new WebAcl(this, 'Firewall', { environmentName, logsKey: this.logsKey, logDays });
    const admission = new LogDeliveryPolicy(this, 'FirewallLogs', {
      name: this.stackName,
      logs: [firewall.log],
    });
    firewall.logging.node.addDependency(admission); // or WAF writes a policy of its own first
    this.webAclArn = firewall.acl.attrArn;
    this.banLists = firewall.bans;
    const hostedZone = route53.PublicHostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId,
      zoneName: domain,
    });
    // Nobody but Amazon may issue a certificate for this name.
    const authority = new route53.CaaAmazonRecord(this, 'Authority', { zone: hostedZone });
    this.certificate = new acm.Certificate(this, 'Certificate', {
      domainName: domain,
      validation: acm.CertificateValidation.fromDns(hostedZone),
      keyAlgorithm: acm.KeyAlgorithm.EC_PRIME256V1,
    });
    this.certificate.node.addDependency(authority);
    // An export cannot cross regions, and CDK's way around it is a function with rights over every parameter.
    for (const read of [firewall.acl, this.certificate, firewall.bans.v4, firewall.bans.v6])
      CrossStackReferences.of(read).produce(ReferenceStrength.WEAK);
  }
}
