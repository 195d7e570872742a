// Mail in the name of the domain: signed (DKIM), aligned (SPF, DMARC), sent over TLS or not at all, and not sent again to
// addresses that bounced or complained.

import { Stack, type StackProps } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as ses from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { Environment } from '../environments.ts';

export interface MailStackProps extends StackProps {
  readonly environment: Environment;
}

export class MailStack extends Stack {
  readonly sender: string;
  /** What a sender names in its request: the identity and the configuration set. */
  readonly arns: readonly string[];
  readonly configurationSetName: string;

  constructor(scope: Construct, id: string, props: MailStackProps) {
    super(scope, id, props);
    const { name, domain, hostedZoneId } = props.environment;
    const zone = route53.PublicHostedZone.fromPublicHostedZoneAttributes(this, 'Zone', {
      hostedZoneId,
      zoneName: domain,
    });
    this.configurationSetName = `cool-delivery-${name}`;
    const configurationSet = new ses.ConfigurationSet(this, 'Rules', {
      configurationSetName: this.configurationSetName,
      tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE, // the PIN travels in these mails
      suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
    });
    new ses.EmailIdentity(this, 'Domain', {
      identity: ses.Identity.publicHostedZone(zone),
      configurationSet,
      dkimIdentity: ses.DkimIdentity.easyDkim(ses.EasyDkimSigningKeyLength.RSA_2048_BIT),
      mailFromDomain: `mail.${domain}`,
      mailFromBehaviorOnMxFailure: ses.MailFromBehaviorOnMxFailure.REJECT_MESSAGE,
      feedbackForwarding: false,
    });
    new route53.TxtRecord(this, 'Dmarc', {
      zone,
      recordName: '_dmarc',
      values: ['v=DMARC1; p=reject; adkim=s; aspf=r'], // the return path is a name below the domain: relaxed for SPF
    });
    this.sender = `no-reply@${domain}`;
    this.arns = [`identity/${domain}`, `configuration-set/${this.configurationSetName}`].map(
      (resource) => `arn:aws:ses:${this.region}:${this.account}:${resource}`,
    );
  }
}
