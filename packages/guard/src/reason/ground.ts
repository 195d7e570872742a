// One prepared space for all questions about a network: controls ask the same ones again and again.

import type { Network, Range } from '../model/network.ts';
import { groundOf, type Service } from './reachability.ts';
import type { Ground } from './stages.ts';

const prepared = new WeakMap<Network, Ground>();

/** Ports that controls ask about, beside those that listeners, target groups and databases declare. */
const asked: readonly number[] = [22, 80, 443, 3389];

const single = (port: number): Range => ({ from: port, to: port });

/** The ground of a network, reused while it can place what the services ask for. */
export function groundFor(network: Network, services: readonly Service[]): Ground {
  const ports = new Set([
    ...asked,
    ...network.loadBalancers.flatMap(({ listeners }) => listeners.map(({ port }) => port)),
    ...[...network.targetGroups.values()].flatMap(({ port }) => port ?? []),
    ...network.interfaces.flatMap(({ port }) => port ?? []),
  ]);
  const foreseen = services.every(
    ({ ports: range }) => range === undefined || (range.from === range.to && ports.has(range.from)),
  );
  if (!foreseen) return groundOf(network, services);
  const existing = prepared.get(network);
  if (existing) return existing;
  const ground = groundOf(
    network,
    [...ports].map((port) => ({ ports: single(port) })),
  );
  prepared.set(network, ground);
  return ground;
}
