// Whoever forgets to name a group lands in the default one, so it must admit and allow nothing and hold nobody.

import type { Model } from '../../model/model.ts';
import type { Group } from '../../model/network.ts';
import { property } from '../../model/resources.ts';
import { text } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

/** CDK's custom resource that takes the rules out of a default group. CloudFormation itself cannot. */
const closingType = 'Custom::VpcRestrictDefaultSG';

export default control({
  id: 'default-group-closed',
  claim: 'The default security group of every VPC has no rules and no members.',
  because: 'The default group lets its members talk to each other and to everyone outside.',
  keeps: ['BP-NOPUBLIC', 'SVC-VPC', 'T-MISCONF'],
  threats: ['lateral-movement'],
  needs: 'template',
  severity: 'medium',
  satisfies: ['nist-800-53r5/cm-6', 'nist-800-53r5/sc-7.5'],
  prove: (model) =>
    all(
      [...model.network.groups.values()]
        .filter(({ isDefault }) => isDefault)
        .map((group) => judge(model, group)),
      'no VPC in the given templates',
    ),
  remedy: 'Close the default group of the VPC and name a group for every interface.',
  examples: [
    { name: 'closed and empty', given: site, verdict: 'proved' },
    {
      name: 'left as it was born',
      given: changed(site, { DefaultGroupClosed: undefined }),
      verdict: 'refuted',
    },
    {
      name: 'a host that names no group',
      given: changed(site, { 'HostTemplate.Properties.LaunchTemplateData.SecurityGroupIds': undefined }),
      verdict: 'refuted',
    },
    {
      name: 'a host that names no group, in a VPC nobody can name',
      given: changed(site, {
        'HostTemplate.Properties.LaunchTemplateData.SecurityGroupIds': undefined,
        'Hosts.Properties.VPCZoneIdentifier': [{ 'Fn::ImportValue': 'subnet' }],
      }),
      verdict: 'unknown',
    },
    {
      name: 'closed, but for a group nobody can name',
      given: changed(site, {
        'DefaultGroupClosed.Properties.DefaultSecurityGroupId': { 'Fn::ImportValue': 'group' },
      }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model, group: Group): Finding {
  const member = model.network.interfaces.find((it) => it.groups.includes(group.key));
  if (member)
    return refuted(
      [member.place, group.place],
      'setting',
      `${member.name} names no security group of its own and stands in the default group.`,
    );
  const lost = model.network.interfaces.find((it) => it.kind !== 'vpc-origin' && it.groups.length === 0);
  if (lost) {
    return unknown([lost.place], lost.uncertain ?? `which security groups ${lost.name} is in is not known`);
  }
  const closers = model.resources.ofType(closingType);
  const targets = closers.map((it) => text(property(it, 'DefaultSecurityGroupId')));
  if (targets.includes(group.key))
    return proved([group.place], `a ${closingType} takes all rules out of the ${group.name}`);
  if (targets.includes(undefined))
    return unknown([group.place], `which group a ${closingType} closes is not known`);
  return refuted(
    [group.place],
    'absence',
    `Nothing closes the ${group.name}: no ${closingType} names it, so its members reach each other and the world.`,
  );
}
