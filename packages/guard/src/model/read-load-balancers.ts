// Load balancers as the joint of two connections: who may reach the listener, and which targets the listener reaches.

import type { Resource } from '../read/closed-world.ts';
import { at, items, number, text } from '../read/cloudformation/value.ts';
import type { Listener, LoadBalancer, TargetGroup } from './network.ts';
import { placeOf } from './place.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from './resources.ts';

export function readLoadBalancers(resources: Resources): LoadBalancer[] {
  const listeners = resources.ofType('AWS::ElasticLoadBalancingV2::Listener');
  const hidden = listeners.map((it) => hiddenIn(it, 'LoadBalancerArn', 'Port', 'Protocol'));
  return resources.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').map((balancer) => ({
    key: balancer.key,
    kind: kindOf(balancer),
    place: placeOf(balancer),
    internetFacing: propertyText(balancer, 'Scheme') !== 'internal',
    hiddenListener: hidden.find((reason) => reason !== undefined),
    listeners: listeners
      .filter((listener) => propertyText(listener, 'LoadBalancerArn') === balancer.key)
      .map((listener): Listener => {
        const rules = resources
          .ofType('AWS::ElasticLoadBalancingV2::ListenerRule')
          .filter((rule) => propertyText(rule, 'ListenerArn') === listener.key);
        const actions = [
          ...items(property(listener, 'DefaultActions')),
          ...rules.flatMap((rule) => items(property(rule, 'Actions'))),
        ];
        return {
          place: placeOf(listener),
          port: number(property(listener, 'Port')) ?? 0,
          protocol: propertyText(listener, 'Protocol') ?? '',
          targetGroups: actions.flatMap((action) =>
            [
              text(at(action, 'TargetGroupArn')) ?? [],
              items(at(action, 'ForwardConfig.TargetGroups')).flatMap(
                (group) => text(at(group, 'TargetGroupArn')) ?? [],
              ),
            ].flat(),
          ),
        };
      }),
  }));
}

function kindOf(balancer: Resource): LoadBalancer['kind'] {
  const type = property(balancer, 'Type');
  if (type === undefined) return 'application';
  return (['application', 'network', 'gateway'] as const).find((kind) => kind === text(type));
}

export function readTargetGroups(resources: Resources): ReadonlyMap<string, TargetGroup> {
  const scaling = resources.ofType('AWS::AutoScaling::AutoScalingGroup');
  const groups = resources.ofType('AWS::ElasticLoadBalancingV2::TargetGroup').map((group): TargetGroup => {
    const fromGroups = scaling.filter((it) =>
      texts(property(it, 'TargetGroupARNs')).values.includes(group.key),
    );
    const instances = items(property(group, 'Targets')).flatMap((target) => text(at(target, 'Id')) ?? []);
    return {
      key: group.key,
      place: placeOf(group),
      port: number(property(group, 'Port')),
      targets: [...fromGroups.map(({ key }) => key), ...instances],
    };
  });
  return new Map(groups.map((group) => [group.key, group]));
}
