// What was not asked about load balancers although the rest depends on it: a listener's rules, a group's targets.
// Invariant: what was not asked is out of sight, never absent.

import type { Resource } from '../closed-world.ts';
import { at, text } from '../cloudformation/value.ts';
import { keyOfTarget, targetsOf } from './join-traffic.ts';

const elb = 'AWS::ElasticLoadBalancingV2::';

/** One sentence for each gap. `files`: names of the recorded files without their ending. */
export function unseenTraffic(
  folder: string,
  resources: readonly Resource[],
  files: ReadonlySet<string>,
): string[] {
  const ofType = (name: string) => resources.filter(({ type }) => type === `${elb}${name}`);
  const named = (resource: Resource, name: string) => text(at(resource.properties, name));
  const balancers = ofType('LoadBalancer');
  const listeners = ofType('Listener');
  const rules = ofType('ListenerRule');
  const groups = ofType('TargetGroup');
  const hasListeners = (balancer: Resource) =>
    listeners.some((it) => named(it, 'LoadBalancerArn') === balancer.key) ||
    files.has(`elbv2.describe-listeners@${named(balancer, 'LoadBalancerName')}`) ||
    (balancers.length === 1 && files.has('elbv2.describe-listeners'));
  // Only application load balancers have rules, and each of their listeners has one at least.
  const hasRules = (listener: Resource) =>
    !/^HTTPS?$/.test(named(listener, 'Protocol') ?? '') ||
    rules.some((it) => named(it, 'ListenerArn') === listener.key);
  const hasTargets = (group: Resource) =>
    files.has(`elbv2.describe-target-health@${named(group, 'TargetGroupName')}`);
  const strangers = groups.flatMap((group) =>
    targetsOf(group, resources).filter((target) => keyOfTarget(target, resources) === undefined),
  );
  return [
    ...balancers
      .filter((it) => !hasListeners(it))
      .map((it) => `${folder} records ${it.id} without elbv2.describe-listeners`),
    ...listeners
      .filter((it) => !hasRules(it))
      .map((it) => `${folder} records ${it.id} without elbv2.describe-rules`),
    ...groups
      .filter((it) => !hasTargets(it))
      .map(
        (it) =>
          `${folder} records ${it.id} without elbv2.describe-target-health@${named(it, 'TargetGroupName')}`,
      ),
    ...strangers.map(
      (it) =>
        `${folder} records ${text(at(it.properties, 'Target.Id')) ?? 'a target'} as a target and nowhere else`,
    ),
  ];
}
