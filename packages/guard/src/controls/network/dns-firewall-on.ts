// A host that reaches nothing by packets still asks for names, and a name can carry data out. The resolver is the one
// door that no security group guards.

import { placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, text, unknownReason } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { changed, site, without } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

const association = 'AWS::Route53Resolver::FirewallRuleGroupAssociation';
const ruleGroup = 'AWS::Route53Resolver::FirewallRuleGroup';

export default control({
  id: 'dns-firewall-on',
  claim: 'Every VPC answers names through a DNS Firewall rule group that blocks.',
  because: 'The as-built VPC had no rule group: any name was answered, whoever asked.',
  keeps: ['NET-SECURED'],
  threats: ['name-tunnel'],
  needs: 'template',
  severity: 'medium',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/ac-4'],
  prove: ({ resources }) =>
    all(
      resources.ofType('AWS::EC2::VPC').map((vpc) => judge(vpc, resources)),
      'no VPC in the given templates',
    ),
  remedy: 'Associate a rule group with the VPC: allow the names it needs, block all others.',
  examples: [
    { name: 'names allowed one by one, the rest blocked', given: site, verdict: 'proved' },
    { name: 'no rule group', given: without(site, 'NameRules', 'NameGuard'), verdict: 'refuted' },
    {
      name: 'a rule group that only alerts',
      given: changed(site, { 'NameRules.Properties.FirewallRules.0.Action': 'ALERT' }),
      verdict: 'refuted',
    },
    {
      name: 'associated with another VPC',
      given: changed(site, { 'NameGuard.Properties.VpcId': 'vpc-0a1b2c3d' }),
      verdict: 'refuted',
    },
    {
      name: 'VPC decided elsewhere',
      given: changed(site, { 'NameGuard.Properties.VpcId': { 'Fn::ImportValue': 'vpc' } }),
      verdict: 'unknown',
    },
    {
      name: 'a rule group of another template',
      given: changed(site, { 'NameGuard.Properties.FirewallRuleGroupId': 'rslvr-frg-1' }),
      verdict: 'unknown',
    },
  ],
});

function judge(vpc: Resource, resources: Resources): Finding {
  const associations = resources.ofType(association);
  const own = associations.filter((it) => propertyText(it, 'VpcId') === vpc.key);
  const findings = own.map((it) => judgeGroup(it, vpc, resources));
  const blocking = findings.find(({ verdict }) => verdict === 'proved');
  if (blocking) return blocking;
  const hidden = associations.map((it) => hiddenIn(it, 'VpcId')).find((reason) => reason !== undefined);
  const open = findings.find(({ verdict }) => verdict === 'unknown');
  if (open) return open;
  if (hidden !== undefined) return unknown([placeOf(vpc)], hidden);
  return (
    findings[0] ??
    refuted(
      [placeOf(vpc)],
      'absence',
      `No ${ruleGroup} is associated with ${vpc.id}: a host there gets an answer for any name it asks.`,
    )
  );
}

function judgeGroup(it: Resource, vpc: Resource, resources: Resources): Finding {
  const named = propertyText(it, 'FirewallRuleGroupId');
  const group = resources
    .ofType(ruleGroup)
    .find(({ key }) => named === key || named === key.replace('⟧', '.Id⟧'));
  if (!group) return unknown([placeOf(it)], `the rule group of ${it.id} is not in the input`);
  const rules = property(group, 'FirewallRules');
  if (items(rules).some((rule) => text(at(rule, 'Action')) === 'BLOCK'))
    return proved([placeOf(it), placeOf(group)], `${group.id} blocks names in ${vpc.id}`);
  const hidden = unknownReason(rules);
  if (hidden !== undefined) return unknown([placeOf(group)], hidden);
  return refuted(
    [placeOf(group, 'FirewallRules', rules), placeOf(vpc)],
    'setting',
    `${group.id} blocks no name in ${vpc.id}.`,
  );
}
