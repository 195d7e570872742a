// Each filter on the way of a packet as a stage: the ACLs, addresses and listeners of one interface in one of its
// subnets; groups and routes have files of their own. A stage never knows about the others; reachability.ts puts them
// in order.

import { ipv6Base } from '../addresses.ts';
import {
  type Acl,
  everyPort,
  type Interface,
  isIcmp,
  type Network,
  type Range,
  type Subnet,
} from '../model/network.ts';
import type { Place } from '../model/place.ts';
import { defaultAclKey } from '../model/read-segments.ts';
import { readable } from '../read/cloudformation/value.ts';
import type { Stage, StageKind } from './answer.ts';
import { firstHolding } from './answer.ts';
import { type BoxSet, empty, unionAll } from './boxes.ts';
import { type AclView, aclAllows } from './filters.ts';
import { type PacketSpace, packets } from './packet-space.ts';

export interface Ground {
  readonly network: Network;
  readonly space: PacketSpace;
}

const known = new WeakMap<Ground, Map<string, Map<string, unknown>>>();

/**
 * What is the same for every question on one ground is worked out once: a subnet's filters, a group's open packets.
 * `kind` says what it is, `key` of what; apart, because putting both together costs more than the two look-ups.
 */
export function remembered<T>(ground: Ground, kind: string, key: string, make: () => T): T {
  const ofGround = known.get(ground) ?? new Map<string, Map<string, unknown>>();
  known.set(ground, ofGround);
  const ofKind = ofGround.get(kind) ?? new Map<string, unknown>();
  ofGround.set(kind, ofKind);
  // One maker for each kind: what is found there is what it made.
  if (!ofKind.has(key)) ofKind.set(key, make());
  return ofKind.get(key) as T;
}

export const everything = (ground: Ground): BoxSet =>
  remembered(ground, 'everything', '', () => packets(ground.space, {}));

/** A stage that lets all pass or none. */
export function gate(
  ground: Ground,
  kind: StageKind,
  at: string,
  place: Place,
  open: boolean | string,
  opened: string,
  closed: string,
): Stage {
  const all = everything(ground);
  return {
    kind,
    at,
    place,
    could: open === false ? empty : all,
    surely: open === true ? all : empty,
    uncertain: typeof open === 'string' ? open : undefined,
    closed,
    explain: () => ({ text: opened, place }),
  };
}

export const protocolName = (protocol: number): string =>
  ({ 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' })[protocol] ?? `protocol ${protocol}`;

/** Entering the subnet: the entry's block is the source, its ports are the destination's. */
export const entering: AclView = ({ block, protocol, ports }) => ({
  ...(block && { source: [block] }),
  protocol,
  destinationPorts: ports,
});
/** Leaving the subnet: the entry's block is the destination. */
export const leaving: AclView = ({ block, protocol, ports }) => ({
  ...(block && { destination: [block] }),
  protocol,
  destinationPorts: ports,
});
/** The reply leaving the server's subnet: it goes to the source, to the port the packet came from. */
export const replyLeaving: AclView = ({ block, protocol, ports }) => ({
  ...(block && { source: [block] }),
  ...replyService(protocol, ports),
});
/** The reply entering the client's subnet: it comes from the destination, to the port the packet came from. */
export const replyEntering: AclView = ({ block, protocol, ports }) => ({
  ...(block && { destination: [block] }),
  ...replyService(protocol, ports),
});

/** ICMP answers a type with another one: which, an entry about single types does not tell. */
const replyService = (protocol: number | undefined, ports: Range) =>
  isIcmp(protocol)
    ? { protocol, isPartial: ports.from !== everyPort.from || ports.to !== everyPort.to }
    : { protocol, sourcePorts: ports };

/** The kind of the stage determines direction and view, so one is remembered for each kind and subnet. */
export const aclStage = (
  ground: Ground,
  subnet: Subnet,
  kind: StageKind,
  egress: boolean,
  view: AclView,
): Stage => remembered(ground, kind, subnet.key, () => readAclStage(ground, subnet, kind, egress, view));

function readAclStage(
  ground: Ground,
  subnet: Subnet,
  kind: StageKind,
  egress: boolean,
  view: AclView,
): Stage {
  const { network, space } = ground;
  const acl = network.acls.get(subnet.acl ?? defaultAclKey(subnet.vpc ?? ''));
  if (subnet.acl !== undefined && acl === undefined) {
    const hidden = `network ACL ${readable(subnet.acl)} of ${subnet.place.id} is not in the given templates`;
    return gate(ground, kind, subnet.key, subnet.place, hidden, 'the network ACL lets it pass', hidden);
  }
  const direction = egress ? 'outbound' : 'inbound';
  const reply = kind.includes('return') ? 'the reply ' : '';
  const place = acl?.place ?? subnet.place;
  const isDefault = acl === undefined || acl.key === defaultAclKey(subnet.vpc ?? '');
  const name = isDefault ? 'the default network ACL' : acl.place.id;
  const passed = { text: `${name} lets ${reply || 'it '}pass ${direction}`.replace('  ', ' '), place };
  const entries = [...allowingEntries(space, acl, egress, view, passed.text)];
  return {
    kind,
    at: subnet.key,
    place,
    could: aclAllows(space, acl, egress, view, 'could'),
    surely: aclAllows(space, acl, egress, view, 'surely'),
    uncertain: acl?.entries.find((entry) => entry.uncertain)?.uncertain,
    closed: `${name} lets ${reply || 'it '}not pass ${direction}`,
    explain: (point) => firstHolding(entries, point, passed),
  };
}

function* allowingEntries(
  space: PacketSpace,
  acl: Acl | undefined,
  egress: boolean,
  view: AclView,
  text: string,
) {
  for (const entry of acl?.entries ?? []) {
    if (entry.egress !== egress || !entry.allow || !entry.block) continue;
    // What the default ACL is born with no reader wrote: it is told without its number.
    const isWritten = entry.place.type !== 'AWS::EC2::VPC';
    yield {
      set: packets(space, view(entry)),
      step: { text: isWritten ? `${text} by entry ${entry.number}` : text, place: entry.place },
    };
  }
}

/** All packets of one family: both ends of a packet belong to it, so the source tells it. */
export const family = (ground: Ground, isIpv6: boolean): BoxSet =>
  remembered(ground, 'family', isIpv6 ? 'IPv6' : 'IPv4', () =>
    packets(ground.space, {
      source: [
        isIpv6 ? { first: ipv6Base, last: ipv6Base + (1n << 128n) - 1n } : { first: 0n, last: ipv6Base - 1n },
      ],
    }),
  );

/** IPv4 needs a public address, IPv6 an address at all. */
export function publicAddressStage(ground: Ground, owner: Interface, subnet: Subnet): Stage {
  const ipv4 = owner.hasPublicAddress && !owner.isPublicByIpv6Alone ? family(ground, false) : empty;
  const isDualStack = owner.hasIpv6 === true && owner.hasPublicAddress && subnet.hasIpv6;
  const hasIpv6 = owner.kind === 'load-balancer' ? isDualStack : (owner.hasIpv6 ?? subnet.assignsIpv6);
  const ipv6 = hasIpv6 ? family(ground, true) : empty;
  const open = unionAll([ipv4, ipv6]);
  const hidden = owner.uncertain ?? subnet.uncertain;
  return {
    kind: 'public-address',
    at: owner.key,
    place: owner.place,
    could: hidden === undefined ? open : everything(ground),
    surely: open,
    uncertain: hidden,
    closed: `${owner.name} has no public address`,
    explain: () => ({ text: `${owner.name} has a public address`, place: owner.place }),
  };
}

/** A load balancer takes packets on the ports of its listeners and nowhere else. */
export function listenerStage(ground: Ground, owner: Interface): Stage[] {
  const { network, space } = ground;
  if (owner.kind !== 'load-balancer') return [];
  const balancer = network.loadBalancers.find(({ key }) => key === owner.key);
  if (!balancer || balancer.kind === 'gateway' || !balancer.kind) return [];
  const open = unionAll(
    balancer.listeners.flatMap(({ port, protocol }) =>
      listenerProtocols(protocol).map((number) =>
        packets(space, { protocol: number, destinationPorts: { from: port, to: port } }),
      ),
    ),
  );
  const hidden = balancer.hiddenListener;
  return [
    {
      kind: 'listener',
      at: owner.key,
      place: owner.place,
      could: hidden === undefined ? open : everything(ground),
      surely: open,
      uncertain: hidden,
      closed: `no listener of ${owner.name} takes it`,
      explain: () => ({ text: `a listener of ${owner.name} takes it`, place: owner.place }),
    },
  ];
}

const listenerProtocols = (protocol: string): readonly number[] =>
  ({ UDP: [17], QUIC: [17], TCP_UDP: [6, 17], TCP_QUIC: [6, 17] })[protocol] ?? [6];
