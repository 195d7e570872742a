// Checks the "no path" certificates of the network engine from the declared resources. Imports nothing from the
// engine or its model. Invariant: what is accepted is true; what this file cannot follow is refused.
//
// Two things are checked: that the boxes are disjoint and cover every packet that was asked about (by exact volumes),
// and that no packet of a box gets past the filter named beside it (one packet for each cell that the filter's own
// numbers cut the box into, walked past the resource as it is written).

import { ipv6Base } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import { type Filter, ownAddresses, type Packet, type Span, type Subject } from './network-facts.ts';
import { filterAt } from './network-walk.ts';

export interface NetworkCertificate {
  readonly subject: Subject;
  readonly question: readonly (readonly Span[])[];
  readonly stopped: readonly {
    readonly by: string;
    readonly at: string;
    readonly boxes: readonly (readonly Span[])[];
  }[];
}

type Box = readonly Span[];

/** Everything that is wrong with a certificate; empty when it proves what it says. */
export function checkNetworkCertificate(
  certificate: NetworkCertificate,
  resources: readonly Resource[],
): string[] {
  const { subject, question, stopped } = certificate;
  const boxes = stopped.flatMap((part) => part.boxes);
  return [
    ...(isDisjoint(question) ? [] : ['the boxes of the question overlap']),
    ...(isDisjoint(boxes) ? [] : ['the stopped boxes overlap']),
    ...(volumeInside(boxes, question) === volume(question)
      ? []
      : ['the stopped boxes do not cover the question']),
    ...(asks(certificate, resources) ? [] : ['the question leaves out packets between the two ends']),
    ...stopped.flatMap(({ by, at, boxes: claimed }) => {
      const filter = filterAt(by, at, subject, resources);
      if (!filter) return [`${by} at ${at} does not stand on the way of this question`];
      const through = claimed.flatMap((box) => passing(box, filter) ?? []);
      return through.slice(0, 1).map((packet) => `${by} at ${at} lets a packet pass: ${shown(packet)}`);
    }),
  ];
}

const size = ({ first, last }: Span) => last - first + 1n;
const volumeOf = (box: Box) => box.reduce((product, span) => product * size(span), 1n);
const volume = (boxes: readonly Box[]) => boxes.reduce((sum, box) => sum + volumeOf(box), 0n);

function meet(a: Box, b: Box): Box | undefined {
  const both = a.map((span, axis) => {
    const other = b[axis] ?? span;
    return {
      first: span.first > other.first ? span.first : other.first,
      last: span.last < other.last ? span.last : other.last,
    };
  });
  return both.every(({ first, last }) => first <= last) ? both : undefined;
}

const isDisjoint = (boxes: readonly Box[]) =>
  boxes.every((box, index) => boxes.slice(index + 1).every((other) => meet(box, other) === undefined));

/** The volume of `inner` that lies in `outer`; exact when the boxes of each do not overlap. */
const volumeInside = (inner: readonly Box[], outer: readonly Box[]) =>
  volume(
    inner.flatMap((box) =>
      outer.flatMap((other): Box[] => {
        const both = meet(box, other);
        return both ? [both] : [];
      }),
    ),
  );

/** Whether the question holds every packet from the one end to the other, families apart. */
function asks({ subject, question }: NetworkCertificate, resources: readonly Resource[]): boolean {
  const { protocol, ports, remote } = subject;
  const sources = subject.from === 'internet' ? [remote ?? []] : ownAddresses(subject, 'from', resources);
  const targets = subject.to === 'internet' ? [remote ?? []] : ownAddresses(subject, 'to', resources);
  const service: Box = [
    protocol === undefined ? { first: 0n, last: 255n } : { first: BigInt(protocol), last: BigInt(protocol) },
    { first: 0n, last: 65535n },
    ports ? { first: BigInt(ports.from), last: BigInt(ports.to) } : { first: 0n, last: 65535n },
  ];
  return sources.some((from) =>
    targets.some((to) => {
      const expected = from.flatMap((source) =>
        to
          .filter((target) => target.first < ipv6Base === source.first < ipv6Base)
          .map((target): Box => [source, target, ...service]),
      );
      return from.length * to.length > 0 && volumeInside(question, expected) === volume(expected);
    }),
  );
}

/** A packet of the box that gets past the filter. */
function passing(box: Box, filter: Filter): Packet | undefined {
  const cuts = [filter.addresses, filter.addresses, filter.protocols, filter.ports, filter.ports];
  const samples = box.map(({ first, last }, axis) => [
    first,
    ...new Set((cuts[axis] ?? []).filter((cut) => cut > first && cut <= last)),
  ]);
  const [sources = [], destinations = [], protocols = [], sourcePorts = [], destinationPorts = []] = samples;
  for (const source of sources)
    for (const destination of destinations)
      for (const protocol of protocols)
        for (const sourcePort of sourcePorts)
          for (const destinationPort of destinationPorts) {
            const packet = { source, destination, protocol, sourcePort, destinationPort };
            if (filter.passes(packet)) return packet;
          }
  return undefined;
}

const shown = (packet: Packet) =>
  Object.entries(packet)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
