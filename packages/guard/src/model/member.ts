// Anything with an address in subnets and a list of security groups, whatever its type calls these properties.

import type { Resource } from '../read/closed-world.ts';
import { number, type Value } from '../read/cloudformation/value.ts';
import type { Interface, InterfaceKind, Subnet } from './network.ts';
import { placeOf } from './place.ts';
import { defaultGroupKey } from './read-groups.ts';
import { property, texts } from './resources.ts';

export type Subnets = ReadonlyMap<string, Subnet>;

export function member(
  resource: Resource,
  kind: InterfaceKind,
  subnetIds: Value | undefined,
  groupIds: Value | undefined,
  subnets: Subnets,
  hasPublicAddress = false,
): Interface {
  const placed = texts(subnetIds);
  const grouped = texts(groupIds);
  const vpc = subnets.get(placed.values[0] ?? '')?.vpc;
  // Nothing named means the VPC's default group: AWS never leaves an interface without one.
  const isUnnamed = groupIds === undefined || (groupIds.kind === 'list' && groupIds.items.length === 0);
  const groups = isUnnamed && vpc !== undefined ? [defaultGroupKey(vpc)] : grouped.values;
  return {
    key: resource.key,
    name: resource.id,
    kind,
    place: placeOf(resource),
    subnets: placed.values,
    groups,
    hasPublicAddress,
    isPublicByIpv6Alone: false,
    hasIpv6: undefined,
    privateAddress: undefined,
    unfiltered: false,
    hasHiddenSubnets: placed.uncertain !== undefined,
    uncertain:
      placed.uncertain ??
      grouped.uncertain ??
      (placed.values.length === 0 ? `${resource.id} names no subnet` : undefined),
    port: number(property(resource, 'Port')),
  };
}
