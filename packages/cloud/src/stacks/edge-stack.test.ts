import { limits } from '@cool/contract/edge';
import { urls } from '@cool/contract/urls';
import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources } from '../../test/support/golden.ts';

// Capacity units of the managed groups (AWS WAF developer guide). A web ACL costs more above 1,500.
const capacity: Readonly<Record<string, number>> = {
  AWSManagedRulesAntiDDoSRuleSet: 50,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
};

// What our own statements take, after the same guide: a base for each kind, and ten for each transformation of a text.
const bases: Readonly<Record<string, number>> = {
  IPSetReferenceStatement: 1,
  SizeConstraintStatement: 1,
  RateBasedStatement: 2,
  ByteMatchStatement: 2, // the beginning of a path
  RegexMatchStatement: 3,
};

function unitsOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, child]) => {
    const transformations = name === 'TextTransformations' && Array.isArray(child) ? child.length : 0;
    return sum + (bases[name] ?? 0) + 10 * transformations + unitsOf(child);
  }, 0);
}

describe.each(everyEnvironment)('the edge of $name', ({ name, domain, hostedZoneId }) => {
  const acl = only(name, 'edge', 'AWS::WAFv2::WebACL');
  const rules = [acl.properties['Rules']].flat();
  const rule = (wanted: string) => rules.find((one) => at(one, 'Name') === wanted);
  const managedGroups = rules.map((one) => at(one, 'Statement', 'ManagedRuleGroupStatement', 'Name'));

  it('asks in one order: banned, flooded, too large, too often, known attack', () => {
    expect(rules.map((one) => at(one, 'Name'))).toEqual([
      'banned',
      'anti-ddos',
      'body-size',
      'sign-in-rate',
      'tracking-rate',
      'api-rate',
      'site-rate',
      'ip-reputation',
      'common',
      'known-bad-inputs',
      'sqli',
      'linux',
    ]);
    expect(rules.map((one) => at(one, 'Priority'))).toEqual(rules.map((_, index) => index));
  });

  it('lets WAF write its log before it is told to, so that it gives itself no right of its own', () => {
    const logging = only(name, 'edge', 'AWS::WAFv2::LoggingConfiguration');
    expect(at(logging.resource, 'DependsOn')).toEqual([only(name, 'edge', 'AWS::Logs::ResourcePolicy').id]);
  });

  it('blocks a banned address before anything else, IPv4 and IPv6', () => {
    const lists = resources(name, 'edge', 'AWS::WAFv2::IPSet');
    expect(lists.map(({ properties }) => properties['IPAddressVersion'])).toEqual(['IPV4', 'IPV6']);
    expect(at(rules[0], 'Statement', 'OrStatement', 'Statements')).toEqual(
      lists.map(({ id }) => ({ IPSetReferenceStatement: { Arn: { 'Fn::GetAtt': [id, 'Arn'] } } })),
    );
    expect(at(rules[0], 'Action')).toEqual({ Block: {} });
  });

  it('says what the anti-DDoS group does with a browser, and asks no challenge of scripts', () => {
    const challenge = at(
      rule('anti-ddos'),
      'Statement',
      'ManagedRuleGroupStatement',
      'ManagedRuleGroupConfigs',
      0,
      'AWSManagedRulesAntiDDoSRuleSet',
      'ClientSideActionConfig',
      'Challenge',
    );
    expect(challenge).toMatchObject({ UsageOfAction: 'ENABLED' });
    const exempt = [at(challenge, 'ExemptUriRegularExpressions')]
      .flat()
      .map((one) => new RegExp(String(at(one, 'RegexString'))));
    const isExempt = (path: string) => exempt.some((pattern) => pattern.test(path));
    for (const path of ['/api/orders', '/api/live', '/t/abc/live', '/assets/app-1.js'])
      expect(isExempt(path), path).toBe(true);
    for (const path of ['/', '/board']) expect(isExempt(path), path).toBe(false);
  });

  it('lets every managed group act, but for the one rule our own body limit replaces', () => {
    for (const one of rules.filter((candidate) => at(candidate, 'Statement', 'ManagedRuleGroupStatement'))) {
      expect(at(one, 'OverrideAction')).toEqual({ None: {} });
      const overrides = at(one, 'Statement', 'ManagedRuleGroupStatement', 'RuleActionOverrides');
      expect(overrides).toEqual(
        at(one, 'Name') === 'common'
          ? [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]
          : undefined,
      );
    }
  });

  it('refuses a body above the limit of the API, but on the paths that take more', () => {
    const [size, ...exceptions] = [at(rule('body-size'), 'Statement', 'AndStatement', 'Statements')].flat();
    expect(at(size, 'SizeConstraintStatement')).toMatchObject({
      ComparisonOperator: 'GT',
      Size: limits.bodyBytes,
      FieldToMatch: { Body: { OversizeHandling: 'MATCH' } },
    });
    const [large, ...others] = exceptions.map((one) => at(one, 'NotStatement', 'Statement'));
    const takesMore = new RegExp(String(at(large, 'RegexMatchStatement', 'RegexString')));
    const id = 'ord_01JBWXYZ0123456789ABCDEFGH';
    const measured = [
      urls.importOrders(),
      urls.command(id, 'deliver'),
      urls.command(id, 'fail'),
      `${urls.importOrders()}/x`,
      `/x${urls.importOrders()}`,
      `${urls.order(id)}/x/deliver`,
      '/api/orders//deliver',
    ].map((path) => takesMore.test(path));
    expect(measured).toEqual([true, true, false, false, false, false, false]);
    expect(others).toEqual([]);
    expect(at(acl.properties, 'AssociationConfig', 'RequestBody', 'CLOUDFRONT')).toEqual({
      DefaultSizeInspectionLimit: 'KB_64', // 65,536 bytes: what lies above is oversize, so it matches
    });
    expect(limits.bodyBytes).toBe(65_536);
  });

  it('limits each address by the minute, tighter where secrets can be guessed', () => {
    const limit = (wanted: string) => at(rule(wanted), 'Statement', 'RateBasedStatement', 'Limit');
    expect([limit('sign-in-rate'), limit('tracking-rate')]).toEqual([60, 200]);
    const scope = at(rule('sign-in-rate'), 'Statement', 'RateBasedStatement', 'ScopeDownStatement');
    const guessed = new RegExp(String(at(scope, 'RegexMatchStatement', 'RegexString')));
    const counted = [
      urls.signIn(),
      urls.verifyTotp(),
      urls.stepUp(),
      urls.acceptInvitation(),
      urls.confirmPasswordReset(),
      urls.confirmEmail(),
      urls.manage('instruct'),
      urls.orders(),
      urls.session(),
      `/x${urls.signIn()}`,
    ].map((path) => guessed.test(path));
    expect(counted).toEqual([...Array(7).fill(true), ...Array(3).fill(false)]);
    expect(limit('api-rate')).toBe(limits.requestsPerMinutePerAddress);
    for (const one of rules.filter((candidate) => at(candidate, 'Statement', 'RateBasedStatement'))) {
      expect(at(one, 'Statement', 'RateBasedStatement')).toMatchObject({
        AggregateKeyType: 'IP',
        EvaluationWindowSec: 60,
      });
      expect(at(one, 'Action', 'Block', 'CustomResponse', 'ResponseCode')).toBe(429);
    }
  });

  it('reads a path as the API will, so that an encoded one meets the same limit', () => {
    const matches = [...JSON.stringify(rules).matchAll(/"TextTransformations":\[(.*?)\]/g)].map(
      ([, list]) => list,
    );
    expect(matches.filter((list) => list?.includes('URL_DECODE')).length).toBe(matches.length - 1); // the body
    for (const list of matches.slice(1)) expect(list).toContain('NORMALIZE_PATH');
  });

  it('stays within the capacity of one web ACL', () => {
    const groups = managedGroups.reduce<number>((sum, group) => sum + (capacity[String(group)] ?? 0), 0);
    expect(managedGroups.filter((group) => group !== undefined).sort()).toEqual(Object.keys(capacity).sort());
    expect(groups + unitsOf(rules)).toBeLessThanOrEqual(1_500);
  });

  it('logs every decision, without cookies, credentials or bodies, and with tracking secrets masked', () => {
    const log = only(name, 'edge', 'AWS::Logs::LogGroup');
    expect(log.properties['LogGroupName']).toBe(`aws-waf-logs-cool-delivery-${name}`);
    const logging = only(name, 'edge', 'AWS::WAFv2::LoggingConfiguration').properties;
    expect(JSON.stringify(logging['LogDestinationConfigs'])).toContain(log.id);
    expect(logging['LoggingFilter']).toBeUndefined();
    expect(at(acl.properties, 'DataProtectionConfig', 'DataProtections')).toMatchObject([
      { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['cookie', 'authorization'] } },
      { Field: { FieldType: 'BODY' } },
    ]);
    expect(JSON.stringify(log.properties['DataProtectionPolicy'])).toContain('/t/[A-Za-z0-9_-]{16,}');
  });

  it('has a certificate for its domain, validated in its zone, that Amazon alone may issue', () => {
    expect(only(name, 'edge', 'AWS::CertificateManager::Certificate').properties).toMatchObject({
      DomainName: domain,
      DomainValidationOptions: [{ HostedZoneId: hostedZoneId }],
    });
    expect(only(name, 'edge', 'AWS::Route53::RecordSet').properties).toMatchObject({
      Type: 'CAA',
      ResourceRecords: ['0 issue "amazon.com"'],
    });
  });
});
