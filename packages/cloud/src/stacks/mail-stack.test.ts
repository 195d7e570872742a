import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources } from '../../test/support/golden.ts';

describe.each(everyEnvironment)('mail from $name', ({ name, domain, hostedZoneId }) => {
  const records = resources(name, 'mail', 'AWS::Route53::RecordSet').map(({ properties }) => properties);

  it('is signed, and its keys stand in the zone of the domain', () => {
    expect(only(name, 'mail', 'AWS::SES::EmailIdentity').properties).toMatchObject({
      EmailIdentity: domain,
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: `mail.${domain}`, BehaviorOnMxFailure: 'REJECT_MESSAGE' },
    });
    expect(records.filter((record) => record['Type'] === 'CNAME')).toHaveLength(3);
    for (const record of records) expect(record['HostedZoneId']).toBe(hostedZoneId);
  });

  it('asks receivers to refuse what only claims to come from the domain', () => {
    const dmarc = records.find((record) => record['Name'] === `_dmarc.${domain}.`);
    expect(at(dmarc, 'ResourceRecords', 0)).toMatch(/^"v=DMARC1; p=reject;/);
  });

  it('goes over TLS or not at all, and not again to who bounced or complained', () => {
    expect(only(name, 'mail', 'AWS::SES::ConfigurationSet').properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });
});
