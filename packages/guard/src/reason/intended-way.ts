// The way that is meant to be open: distribution → VPC origin → load balancer → hosts. Safe and unreachable is not
// what anyone asked for, so each leg is proved open with a packet, or its blockers are named.

import type { Model } from '../model/model.ts';
import type { Interface, Listener, LoadBalancer, TargetGroup } from '../model/network.ts';
import { between } from './between.ts';
import { groundFor } from './ground.ts';
import type { Reach } from './reachability.ts';

export interface Leg {
  readonly from: Interface;
  readonly to: Interface;
  readonly port: number;
  readonly reaches: readonly Reach[];
}

/** From the listeners of a load balancer to each of its targets. */
export function legsToHosts(model: Model, balancer: LoadBalancer): Leg[] {
  const from = model.network.interfaces.find(
    ({ key, kind }) => key === balancer.key && kind === 'load-balancer',
  );
  if (!from) return [];
  const groups = balancer.listeners.flatMap(({ targetGroups }) => targetGroups);
  return [...new Set(groups)].flatMap((key) => {
    const group = model.network.targetGroups.get(key);
    return group ? targetsOf(model, group).map((to) => leg(model, from, to, group.port ?? 443)) : [];
  });
}

/** From CloudFront's interfaces in the VPC to a listener of the load balancer they stand for. */
export function legFromOrigin(model: Model, origin: Interface, balancer: Interface, listener: Listener): Leg {
  return leg(model, origin, balancer, listener.port);
}

function targetsOf(model: Model, group: TargetGroup): Interface[] {
  return group.targets.flatMap((key) =>
    model.network.interfaces.filter((it) => it.key === key && it.kind === 'host'),
  );
}

function leg(model: Model, from: Interface, to: Interface, port: number): Leg {
  const service = { protocol: 6, ports: { from: port, to: port } };
  return { from, to, port, reaches: between(groundFor(model.network, [service]), from, to, service) };
}
