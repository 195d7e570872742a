// One machine in one zone is a promise that the zone will never fail and the load never grow.

import { placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, number, text } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { declaredHosts } from '../declared-hosts.ts';
import { changed, exposedHost, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

export default control({
  id: 'hosts-scale-across-zones',
  claim:
    'Every host is a member of an Auto Scaling group that may grow and that stands in at least two zones.',
  because: 'The as-built site was one instance in one zone, with no Auto Scaling group.',
  keeps: ['SCALE', 'SVC-EC2', 'T-DDOS'],
  threats: ['single-door-lost'],
  needs: 'template',
  severity: 'medium',
  satisfies: ['nist-800-53r5/sc-5', 'nist-800-53r5/cp-10'],
  prove: ({ resources }) =>
    all(
      declaredHosts(resources).map((host) => judge(host, resources)),
      'no host in the given templates',
    ),
  remedy:
    'Launch hosts from an Auto Scaling group over subnets of several zones, with MaxSize above MinSize.',
  examples: [
    { name: 'two zones, room to grow', given: site, verdict: 'proved' },
    { name: 'one instance', given: exposedHost([]), verdict: 'refuted' },
    {
      name: 'a group in one zone',
      given: changed(site, { 'AppBSubnet.Properties.AvailabilityZone': 'eu-west-1a' }),
      verdict: 'refuted',
    },
    {
      name: 'a group that cannot grow',
      given: changed(site, { 'Hosts.Properties.MaxSize': '1' }),
      verdict: 'refuted',
    },
    {
      name: 'zones decided elsewhere',
      given: changed(site, { 'AppBSubnet.Properties.AvailabilityZone': { 'Fn::ImportValue': 'zone' } }),
      verdict: 'unknown',
    },
    {
      name: 'limits decided elsewhere',
      given: changed(site, { 'Hosts.Properties.MaxSize': { 'Fn::ImportValue': 'size' } }),
      verdict: 'unknown',
    },
  ],
});

function judge(host: Resource, resources: Resources): Finding {
  const group = groupOf(host, resources);
  if (!group)
    return refuted(
      [placeOf(host)],
      'absence',
      `${host.id} is one machine in one zone and in no Auto Scaling group: when it or its zone fails, or the load grows, nothing takes over.`,
    );
  return all([judgeLimits(group), judgeZones(group, resources)], '');
}

/** The host as a group, or the group whose member it is: a recorded group tells its instances. */
function groupOf(host: Resource, resources: Resources): Resource | undefined {
  if (host.type !== 'AWS::EC2::Instance') return host;
  return resources
    .ofType('AWS::AutoScaling::AutoScalingGroup')
    .find((group) =>
      items(property(group, 'Instances')).some((it) => text(at(it, 'InstanceId')) === host.key),
    );
}

function judgeLimits(group: Resource): Finding {
  const [least, most] = [property(group, 'MinSize'), property(group, 'MaxSize')];
  const [min, max] = [number(least), number(most)];
  if (min === undefined || max === undefined)
    return unknown([placeOf(group)], hiddenIn(group, 'MinSize', 'MaxSize') ?? `${group.id} names no limits`);
  if (max > min) return proved([placeOf(group)], `${group.id} grows from ${min} to ${max}`);
  return refuted(
    [placeOf(group, 'MaxSize', most)],
    'setting',
    `${group.id} cannot grow: MinSize is ${min} and MaxSize ${max}.`,
  );
}

function judgeZones(group: Resource, resources: Resources): Finding {
  const named = texts(property(group, 'VPCZoneIdentifier'));
  const subnets = named.values.map((key) => resources.byKey.get(key));
  const zones = new Set(subnets.flatMap((it) => (it && propertyText(it, 'AvailabilityZone')) ?? []));
  const place = placeOf(group, 'VPCZoneIdentifier', property(group, 'VPCZoneIdentifier'));
  if (zones.size > 1) return proved([place], `${group.id} stands in ${zones.size} zones`);
  const hidden = subnets.map((it) =>
    it ? hiddenIn(it, 'AvailabilityZone') : `a subnet of ${group.id} is not in the given templates`,
  );
  const reason = named.uncertain ?? hidden.find((it) => it !== undefined);
  if (reason !== undefined) return unknown([place], reason);
  if (subnets.length > 1 && zones.size === 0)
    return unknown([place], `the subnets of ${group.id} do not say their zones`);
  return refuted(
    [place],
    'setting',
    `${group.id} stands in one zone (${[...zones][0] ?? 'which one, nobody says'}): when it fails, no host is left.`,
  );
}
