import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources } from '../../test/support/golden.ts';
import { interfaceEndpoints } from '../endpoint-policies.ts';

describe.each(everyEnvironment)('the names of $name', ({ name, account, database }) => {
  const lists = resources(name, 'dns', 'AWS::Route53Resolver::FirewallDomainList');
  const domainsOf = (rule: unknown) => {
    const id = at(rule, 'FirewallDomainListId', 'Fn::GetAtt', 0);
    return [at(lists.find((list) => list.id === id)?.properties, 'Domains')].flat();
  };
  const rules = [
    at(only(name, 'dns', 'AWS::Route53Resolver::FirewallRuleGroup').properties, 'FirewallRules'),
  ].flat();

  it('are denied last and by default, as names that do not exist', () => {
    const last = [...rules].sort((a, b) => Number(at(b, 'Priority')) - Number(at(a, 'Priority')))[0];
    expect(last).toMatchObject({ Action: 'BLOCK', BlockResponse: 'NXDOMAIN' });
    expect(domainsOf(last)).toEqual(['*']);
  });

  it('are allowed by one rule, for exactly what the endpoints, our buckets and the database answer to', () => {
    const allowing = rules.filter((rule) => at(rule, 'Action') === 'ALLOW');
    expect(allowing).toHaveLength(1);
    const domains = domainsOf(allowing[0]);
    const literal = domains.filter((domain) => typeof domain === 'string');
    expect(literal).toEqual([
      ...interfaceEndpoints.map(({ service }) => `${service}.eu-west-1.amazonaws.com`),
      's3.eu-west-1.amazonaws.com',
      'amazon-ssm-eu-west-1.s3.eu-west-1.amazonaws.com',
      'aws-ssm-eu-west-1.s3.eu-west-1.amazonaws.com',
      '*.eu-west-1.compute.internal',
    ]);
    const made = domains.filter((domain) => typeof domain !== 'string').map((made) => JSON.stringify(made));
    expect(made.filter((text) => text.includes('RegionalDomainName'))).toHaveLength(2);
    expect(made.filter((text) => text.includes('Endpoint'))).toHaveLength(2 + database.instances);
    expect(made).toHaveLength(4 + database.instances);
  });

  it('hold no wildcard under which a stranger can register', () => {
    for (const { properties } of lists)
      for (const domain of [properties['Domains']].flat())
        expect(String(domain)).not.toMatch(/^\*\..*(amazonaws|aws|com|org)$/);
  });

  it('are filtered in the VPC, and the filter cannot be taken off unnoticed', () => {
    const association = only(name, 'dns', 'AWS::Route53Resolver::FirewallRuleGroupAssociation').properties;
    expect(association).toMatchObject({ MutationProtection: 'ENABLED' });
    expect(JSON.stringify(association['VpcId'])).toContain(`${name}-network`);
  });

  it('are all logged', () => {
    const config = only(name, 'dns', 'AWS::Route53Resolver::ResolverQueryLoggingConfig').properties;
    const group = only(name, 'dns', 'AWS::Logs::LogGroup');
    expect(at(config, 'DestinationArn', 'Fn::GetAtt', 0)).toBe(group.id);
    const association = only(name, 'dns', 'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation');
    expect(JSON.stringify(association.properties['ResourceId'])).toContain(`${name}-network`);
  });

  it('are logged by a service that writes to this group, for this account', () => {
    const text = JSON.stringify(only(name, 'dns', 'AWS::Logs::ResourcePolicy').properties['PolicyDocument']);
    expect(text).toContain('delivery.logs.amazonaws.com');
    expect(text).toContain(`\\"aws:SourceAccount\\":\\"${account}\\"`);
    expect(text).not.toMatch(/Resource\\":\\?\[?\\?"\*/);
  });
});
