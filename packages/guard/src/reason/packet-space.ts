// The grid on which packets are counted. Each axis is cut where some rule begins or ends, so a cell holds packets that
// no rule tells apart, and a set of 2¹²⁸ addresses costs as much as a set of one.
// Invariant: a range can only be placed when its ends are cuts; a space is built from everything it will be asked.

import { everyIpv4, everyIpv6, internetRanges } from '../addresses.ts';
import type { Network, Range } from '../model/network.ts';
import type { Box, BoxSet } from './boxes.ts';

/** Axis of a grid: cell i holds the values starts[i] … starts[i + 1] − 1. */
interface Axis {
  readonly starts: readonly bigint[];
  readonly indexOf: ReadonlyMap<bigint, number>;
  readonly end: bigint;
}

interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

export interface PacketSpace {
  readonly axes: readonly [Axis, Axis, Axis, Axis, Axis];
}

export const axisNames = ['source', 'destination', 'protocol', 'sourcePort', 'destinationPort'] as const;

/** What a set of packets is made of; a part left out stands for everything. */
export interface PacketPattern {
  readonly source?: readonly Span[];
  readonly destination?: readonly Span[];
  readonly protocol?: number | undefined;
  readonly sourcePorts?: Range;
  readonly destinationPorts?: Range;
}

/** One concrete packet. The destination port of ICMP is its type × 256 + its code. */
export interface Packet {
  readonly source: bigint;
  readonly destination: bigint;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

const addressEnd = everyIpv6.last + 1n;
/** A NAT gateway gives each connection one of these as its source port. */
export const natPorts: Range = { from: 1024, to: 65535 };

const asSpan = ({ from, to }: Range): Span => ({ first: BigInt(from), last: BigInt(to) });

/** A space in which every rule of the network, the internet and the extra parts of a question can be placed. */
export function packetSpace(
  network: Network,
  extra: { blocks?: readonly Span[]; ports?: readonly Range[] } = {},
): PacketSpace {
  const addresses: Span[] = [everyIpv4, everyIpv6, ...internetRanges, ...(extra.blocks ?? [])];
  const ports: Span[] = [natPorts, ...(extra.ports ?? [])].map(asSpan);
  const protocols: number[] = [1, 6, 17, 58];
  for (const vpc of network.vpcs.values()) addresses.push(...vpc.blocks);
  for (const subnet of network.subnets.values()) addresses.push(...subnet.blocks);
  ports.push(...listenerPorts(network));
  for (const table of network.routeTables.values()) {
    addresses.push(...table.routes.flatMap(({ destination }) => destination ?? []));
  }
  for (const table of network.transit.tables.values()) {
    addresses.push(...table.routes.flatMap(({ destination }) => destination ?? []));
  }
  for (const acl of network.acls.values()) {
    for (const entry of acl.entries) {
      if (entry.block) addresses.push(entry.block);
      ports.push(asSpan(entry.ports));
      if (entry.protocol !== undefined) protocols.push(entry.protocol);
    }
  }
  for (const group of network.groups.values()) {
    for (const rule of [...group.ingress, ...group.egress]) {
      if (rule.peer.kind === 'block') addresses.push(rule.peer.block);
      if (rule.peer.kind === 'prefix-list') addresses.push(...(rule.peer.blocks ?? []));
      ports.push(asSpan(rule.ports));
      if (rule.protocol !== undefined) protocols.push(rule.protocol);
    }
  }
  const addressAxis = axis(addresses, addressEnd);
  const portAxis = axis(ports, 65536n);
  const protocolAxis = axis(
    protocols.map((it) => asSpan({ from: it, to: it })),
    256n,
  );
  return { axes: [addressAxis, addressAxis, protocolAxis, portAxis, portAxis] };
}

const listenerPorts = ({ loadBalancers }: Network): Span[] =>
  loadBalancers.flatMap(({ listeners }) => listeners.map(({ port }) => asSpan({ from: port, to: port })));

function axis(spans: readonly Span[], end: bigint): Axis {
  const cuts = new Set<bigint>([0n]);
  for (const { first, last } of spans) {
    cuts.add(first);
    if (last + 1n < end) cuts.add(last + 1n);
  }
  const starts = [...cuts].sort((a, b) => (a < b ? -1 : 1));
  return { starts, indexOf: new Map(starts.map((start, index) => [start, index])), end };
}

function cells(on: Axis, { first, last }: Span): readonly [number, number] {
  const low = on.indexOf.get(first);
  const next = last + 1n === on.end ? on.starts.length : on.indexOf.get(last + 1n);
  if (low === undefined || next === undefined)
    throw new Error(`broken invariant: ${first}–${last} is no union of cells`);
  return [low, next - 1];
}

/** All packets that match the pattern. The spans of one address part must not overlap. */
export function packets(space: PacketSpace, pattern: PacketPattern): BoxSet {
  const [addresses, , protocols, ports] = space.axes;
  const whole = (on: Axis): readonly (readonly [number, number])[] => [[0, on.starts.length - 1]];
  const addressCells = (spans: readonly Span[] | undefined) =>
    spans?.map((span) => cells(addresses, span)) ?? whole(addresses);
  const portCells = (range: Range | undefined) =>
    range === undefined ? whole(ports) : [cells(ports, asSpan(range))];
  const protocolCells =
    pattern.protocol === undefined
      ? whole(protocols)
      : [cells(protocols, asSpan({ from: pattern.protocol, to: pattern.protocol }))];
  const [sourcePorts, destinationPorts] = [
    portCells(pattern.sourcePorts),
    portCells(pattern.destinationPorts),
  ];
  const boxes: Box[] = [];
  for (const source of addressCells(pattern.source)) {
    for (const destination of addressCells(pattern.destination)) {
      for (const protocol of protocolCells) {
        for (const from of sourcePorts) {
          for (const to of destinationPorts)
            boxes.push([...source, ...destination, ...protocol, ...from, ...to]);
        }
      }
    }
  }
  return boxes;
}

/** Packets that were never sent: what a witness prefers when a set leaves the choice. */
const documentation = [BigInt(0xcb007109), (1n << 32n) + 0x20010db8000000000000000000000009n]; // 203.0.113.9, 2001:db8::9
const preferred: readonly (readonly bigint[])[] = [
  documentation,
  documentation,
  [6n, 17n],
  [50000n],
  [22n, 443n, 80n],
];

/** A concrete packet of a set that is not empty. */
export function samplePacket(space: PacketSpace, set: BoxSet): Packet | undefined {
  const [best] = set
    .map((box) => pick(space, box))
    .map((values) => ({ values, score: preference(values) }))
    .sort((a, b) => b.score - a.score);
  if (!best) return undefined;
  const [source = 0n, destination = 0n, protocol = 0n, sourcePort = 0n, destinationPort = 0n] = best.values;
  return {
    source,
    destination,
    protocol: Number(protocol),
    sourcePort: Number(sourcePort),
    destinationPort: Number(destinationPort),
  };
}

/** The cell a packet falls into, one index per axis. */
export function locate(space: PacketSpace, packet: Packet): readonly number[] {
  const values = [
    packet.source,
    packet.destination,
    packet.protocol,
    packet.sourcePort,
    packet.destinationPort,
  ];
  return space.axes.map(({ starts }, index) => lastAtMost(starts, BigInt(values[index] ?? 0)));
}

/** The last of these rising numbers that is not beyond the value; the first is 0. */
function lastAtMost(starts: readonly bigint[], value: bigint): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0n) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What a ping is: type 8 of ICMP, type 128 of ICMPv6. */
const echo: ReadonlyMap<bigint, bigint> = new Map([
  [1n, 8n * 256n],
  [58n, 128n * 256n],
]);

const pick = (space: PacketSpace, box: Box): bigint[] =>
  space.axes.map((on, index) => {
    const { first, last } = valuesOf(on, box[2 * index] ?? 0, box[2 * index + 1] ?? 0);
    const ping = index === 4 ? echo.get(protocolOf(space, box)) : undefined;
    const wanted = ping === undefined ? preferred[index] : [ping];
    return wanted?.find((value) => value >= first && value <= last) ?? first;
  });

function protocolOf({ axes: [, , on] }: PacketSpace, box: Box): bigint {
  const { first, last } = valuesOf(on, box[4] ?? 0, box[5] ?? 0);
  return preferred[2]?.find((value) => value >= first && value <= last) ?? first;
}

const preference = (values: readonly bigint[]): number =>
  values.filter((value, index) => preferred[index]?.includes(value)).length;

function valuesOf(on: Axis, low: number, high: number): Span {
  return { first: on.starts[low] ?? 0n, last: (on.starts[high + 1] ?? on.end) - 1n };
}

/** A box in the numbers of packets instead of cells; what a certificate is written in. */
export function decode(space: PacketSpace, box: Box): readonly Span[] {
  return space.axes.map((on, index) => valuesOf(on, box[2 * index] ?? 0, box[2 * index + 1] ?? 0));
}
