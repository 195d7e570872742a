// The load balancer is the one that speaks to hosts: it exists, it reaches them, and no other source outside does.

import type { Model } from '../../model/model.ts';
import type { Interface } from '../../model/network.ts';
import { texts } from '../../model/resources.ts';
import { legsToHosts } from '../../reason/intended-way.ts';
import { control, type Finding } from '../control.ts';
import { changed, exposedHost, fromEverywhere, site } from '../examples/site.ts';
import { all, refuted, unknown } from '../finding.ts';
import { hostsOf } from '../hosts.ts';
import { noInternetPath } from '../no-internet-path.ts';
import { openLeg } from '../open-leg.ts';

export default control({
  id: 'hosts-behind-load-balancer',
  claim:
    'Every host takes its connections from a load balancer, and no packet from the internet reaches it otherwise.',
  because: 'The as-built account had no load balancer: its one host was the front door.',
  keeps: ['SVC-ALB', 'NET-PRIVATE', 'NET-PUBLIC', 'API', 'SVC-EC2'],
  threats: ['edge-bypass', 'single-door-lost'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/sc-5'],
  prove: (model) =>
    all(
      hostsOf(model).map((host) => judge(model, host)),
      'no host in the given templates',
    ),
  remedy:
    'Put the hosts into a target group of a load balancer and let its group be the only source they admit.',
  examples: [
    { name: 'targets of the load balancer', given: site, verdict: 'proved' },
    { name: 'no load balancer at all', given: exposedHost([fromEverywhere(443)]), verdict: 'refuted' },
    {
      name: 'a host that no target group names',
      given: changed(site, { 'Hosts.Properties.TargetGroupARNs': undefined }),
      verdict: 'refuted',
    },
    {
      name: 'the host admits the wrong port',
      given: changed(site, { 'Targets.Properties.Port': 9000 }),
      verdict: 'refuted',
    },
    {
      name: 'target group of another template',
      given: changed(site, { 'Hosts.Properties.TargetGroupARNs': [{ 'Fn::ImportValue': 'targets' }] }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model, host: Interface): Finding {
  const { network } = model;
  const vpc = network.vpcs.get(network.subnets.get(host.subnets[0] ?? '')?.vpc ?? '');
  if (network.loadBalancers.length === 0) {
    const where = vpc ? [vpc.place] : [];
    return refuted(
      [...where, host.place],
      'absence',
      `No AWS::ElasticLoadBalancingV2::LoadBalancer is declared: ${host.name} is reached without one.`,
    );
  }
  const legs = network.loadBalancers
    .flatMap((balancer) => legsToHosts(model, balancer))
    .filter(({ to }) => to.key === host.key);
  if (legs.length === 0) {
    const named = texts(model.resources.byKey.get(host.key)?.properties.entries.get('TargetGroupARNs'));
    const elsewhere = named.values.some((key) => !network.targetGroups.has(key));
    if (elsewhere || named.uncertain !== undefined)
      return unknown([host.place], `the target groups of ${host.name} are not in the given templates`);
    return refuted(
      [host.place],
      'absence',
      `No listener forwards to a target group that ${host.name} is in.`,
    );
  }
  const otherwise = noInternetPath(model, [host], {}, 'no host', ({ byBalancer }) => !byBalancer);
  return all([otherwise, ...legs.map(openLeg)], 'no host');
}
