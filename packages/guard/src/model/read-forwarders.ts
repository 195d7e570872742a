// What takes connections from the internet and passes them on as they are: a host behind one of these is reached from
// outside though it has no public address. An application load balancer is none: it speaks for itself.
// Sources: Elastic Load Balancing, "Target groups for your Network Load Balancers" (client IP preservation) and
// "Listeners for your Classic Load Balancer"; Global Accelerator, "Secure VPC connections".

import { parseCidr } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import { at, items, number, text, type Value } from '../read/cloudformation/value.ts';
import type { Forwarder, Interface, Subnet } from './network.ts';
import { placeOf } from './place.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from './resources.ts';

const elb = 'AWS::ElasticLoadBalancingV2::';

export function readForwarders(resources: Resources): Forwarder[] {
  return [
    ...resources
      .ofType(`${elb}LoadBalancer`)
      .filter((it) => propertyText(it, 'Type') === 'network' && isFacing(it))
      .map((it) => networkBalancer(it, resources)),
    ...resources
      .ofType('AWS::ElasticLoadBalancing::LoadBalancer')
      .filter(isFacing)
      .map((it) => classicBalancer(it, resources)),
    ...resources.ofType('AWS::GlobalAccelerator::EndpointGroup').map((it): Forwarder => {
      const named = items(property(it, 'EndpointConfigurations')).map((one) => at(one, 'EndpointId'));
      return { ...forwarder(it), isBalancer: false, ...targetsIn(named), ports: undefined };
    }),
  ];
}

const isFacing = (balancer: Resource): boolean => propertyText(balancer, 'Scheme') !== 'internal';
const forwarder = (it: Resource) => ({ key: it.key, place: placeOf(it), isBalancer: true });

/** One that cannot be read may be anything. */
const targetsIn = (named: readonly (Value | undefined)[]) => ({
  targets: named.flatMap((it) => text(it) ?? []),
  hidesTargets: named.some((it) => text(it) === undefined),
});

/** With one that cannot be read it may be any. */
function portsIn(written: readonly (Value | undefined)[]): readonly number[] | undefined {
  const ports = written.map(number);
  return ports.includes(undefined) ? undefined : ports.flatMap((port) => port ?? []);
}

function networkBalancer(balancer: Resource, resources: Resources): Forwarder {
  const listeners = resources
    .ofType(`${elb}Listener`)
    .filter((it) => propertyText(it, 'LoadBalancerArn') === balancer.key || hiddenIn(it, 'LoadBalancerArn'));
  const actions = listeners.flatMap((it) => items(property(it, 'DefaultActions')));
  const named = actions.flatMap((action) => [
    ...[at(action, 'TargetGroupArn')].flatMap((it) => it ?? []),
    ...items(at(action, 'ForwardConfig.TargetGroups')).map((it) => at(it, 'TargetGroupArn')),
  ]);
  const groups = named.map((it) => resources.byKey.get(text(it) ?? ''));
  const scaling = resources.ofType('AWS::AutoScaling::AutoScalingGroup');
  const registered = groups.flatMap((group) => items(group && property(group, 'Targets')));
  const joined = scaling.filter((it) =>
    texts(property(it, 'TargetGroupARNs')).values.some((arn) => groups.some((group) => group?.key === arn)),
  );
  const told = targetsIn(registered.map((it) => at(it, 'Id')));
  const ports = [
    ...groups.map((group) => group && property(group, 'Port')),
    ...registered.flatMap((it) => at(it, 'Port') ?? []),
  ];
  return {
    ...forwarder(balancer),
    targets: [...told.targets, ...joined.map(({ key }) => key)],
    hidesTargets: told.hidesTargets || groups.includes(undefined),
    ports: portsIn(ports),
  };
}

/** Its HTTP listeners answer for themselves. */
function classicBalancer(balancer: Resource, resources: Resources): Forwarder {
  const listeners = items(property(balancer, 'Listeners')).filter(
    (it) => !/^https?$/i.test(text(at(it, 'Protocol')) ?? ''),
  );
  const name = propertyText(balancer, 'LoadBalancerName');
  const joined = resources
    .ofType('AWS::AutoScaling::AutoScalingGroup')
    .filter((it) =>
      texts(property(it, 'LoadBalancerNames')).values.some((one) => [balancer.key, name].includes(one)),
    );
  const told = targetsIn(items(property(balancer, 'Instances')));
  return {
    ...forwarder(balancer),
    ...told,
    targets: [...told.targets, ...joined.map(({ key }) => key)],
    ports: portsIn(listeners.map((it) => at(it, 'InstancePort'))),
  };
}

/** Whether it names the interface, by key or by an address that the interface may have, or could. */
export function mayForwardTo(
  { targets, hidesTargets }: Forwarder,
  { key, privateAddress, subnets: stands }: Interface,
  subnets: ReadonlyMap<string, Subnet>,
): boolean {
  const [owner] = key.split('#');
  const own = stands
    .flatMap((it) => subnets.get(it) ?? [])
    .flatMap((it) => [...it.blocks, ...it.hiddenBlocks]);
  const isOwn = (target: string) => {
    const address = parseCidr(target);
    if (!address || privateAddress !== undefined) return target === privateAddress;
    return own.some(({ first, last }) => first <= address.first && address.last <= last);
  };
  return hidesTargets || targets.some((target) => target === owner || isOwn(target));
}
