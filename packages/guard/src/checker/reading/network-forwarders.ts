// What may pass connections from the internet on as they are, as the checker reads it: no certificate speaks of such ways.

import { parseCidr } from '../../addresses.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, number, text, type Value } from '../../read/cloudformation/value.ts';
import {
  byKey,
  get,
  hidden,
  names,
  type Subject,
  subnetBlocks,
  subnetsOf,
  textAt,
  textsIn,
  under,
  type World,
} from './network-facts.ts';

const v2 = 'AWS::ElasticLoadBalancingV2::';
const classic = 'AWS::ElasticLoadBalancing::LoadBalancer';
const accelerated = 'AWS::GlobalAccelerator::EndpointGroup';

/** Keys of those that may pass a connection on to one of these ports of it. */
export function forwardersTo(to: string, ports: Subject['ports'], world: World): readonly string[] {
  const owner = byKey(world, to);
  const own = [to.replace(/#\d+$/, ''), ...(owner ? textsIn(owner.properties) : [])];
  const blocks = (subnetsOf(to, world) ?? []).flatMap((key) =>
    ([4, 6] as const).flatMap((family) => subnetBlocks(byKey(world, key), family, world)),
  );
  const isNamed = (target: string): boolean => {
    const address = parseCidr(target);
    return (
      own.includes(target) ||
      blocks.some((it) => address && it.first <= address.first && address.last <= it.last)
    );
  };
  const isAsked = (value: Value | undefined): boolean => {
    const port = number(value);
    return port === undefined || !ports || (ports.from <= port && port <= ports.to);
  };
  return world.flatMap((it) => {
    if (!isForwarder(it)) return [];
    const parts = partsOf(it, world);
    const names = parts.flatMap((part) => [part.key, ...textsIn(part.properties)]);
    const isOpen = parts.some((part) => hidden(part, '')) || names.some(isNamed);
    return isOpen && (!ports || portsOf(it, parts).some(isAsked)) ? [it.key] : [];
  });
}

const isForwarder = (it: Resource): boolean =>
  it.type === accelerated ||
  (textAt(it, 'Scheme') !== 'internal' &&
    (it.type === classic || (it.type === `${v2}LoadBalancer` && textAt(it, 'Type') === 'network')));

/** The forwarder itself, or the target groups that the listeners of a network load balancer name. */
function partsOf(it: Resource, world: World): readonly Resource[] {
  if (it.type !== `${v2}LoadBalancer`) return [it];
  const listeners = world.filter(({ type }) => type === `${v2}Listener`);
  const named = listeners
    .filter((one) => names(one, 'LoadBalancerArn', it.key))
    .flatMap(({ properties }) => under(properties, /^TargetGroupArn$/));
  return named.map((one) => byKey(world, text(one)) ?? it);
}

/** HTTP listeners of a classic load balancer answer for themselves. */
const portsOf = (it: Resource, parts: readonly Resource[]): readonly (Value | undefined)[] =>
  it.type === classic
    ? items(get(it, 'Listeners'))
        .filter((one) => !/^https?$/i.test(text(at(one, 'Protocol')) ?? ''))
        .map((one) => at(one, 'InstancePort'))
    : parts.flatMap((part): readonly (Value | undefined)[] =>
        part.type === `${v2}TargetGroup` ? under(part.properties, /^Port$/) : [undefined],
      );
