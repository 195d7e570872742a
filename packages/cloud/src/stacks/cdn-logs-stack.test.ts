import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only } from '../../test/support/golden.ts';

describe.each(everyEnvironment)('the access log of $name', ({ name }) => {
  const delivery = only(name, 'cdn-logs', 'AWS::Logs::Delivery').properties;
  const log = only(name, 'cdn-logs', 'AWS::Logs::LogGroup');

  it('is a delivery from the distribution into a group of ours', () => {
    const source = only(name, 'cdn-logs', 'AWS::Logs::DeliverySource').properties;
    expect(source['LogType']).toBe('ACCESS_LOGS');
    expect(JSON.stringify(source['ResourceArn'])).toContain(`"StackName":"${name}-front"`);
    const destination = only(name, 'cdn-logs', 'AWS::Logs::DeliveryDestination');
    expect(at(destination.properties, 'DestinationResourceArn', 'Fn::GetAtt', 0)).toBe(log.id);
    expect(delivery['DeliverySourceName']).toBe(source['Name']);
    expect(at(delivery, 'DeliveryDestinationArn', 'Fn::GetAtt', 0)).toBe(destination.id);
  });

  it('holds what a request can be followed by, and nothing that could be replayed', () => {
    const fields = [delivery['RecordFields']].flat();
    for (const field of ['x-edge-request-id', 'c-ip', 'cs-uri-stem', 'sc-status', 'time-taken'])
      expect(fields).toContain(field);
    for (const field of ['cs(Cookie)', 'cs-uri-query', 'cs(Referer)']) expect(fields).not.toContain(field);
    expect(JSON.stringify(log.properties['DataProtectionPolicy'])).toContain('/t/[A-Za-z0-9_-]{16,}');
  });
});
