// Checks the "no path" certificates of the network engine from the declared resources. Imports nothing from the
// engine or its model. Invariant: what is accepted is true; what this folder cannot follow is refused.
//
// Checked are: that the question holds every packet from the one end to the other, that the boxes are disjoint and
// fill it (by exact volumes), and that no packet of a box passes the filter named beside it.

import { ipv6Base } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import {
  blocksAt,
  byKey,
  descriptionOf,
  hasIpv6Address,
  type Span,
  type Subject,
  subnetBlocks,
  type World,
} from './reading/network-facts.ts';
import { type Box, boxOf, everyPort, type Filter, span } from './reading/network-rules.ts';
import { filtersAt, type Way, waysBetween } from './reading/network-way.ts';

export interface NetworkCertificate {
  readonly subject: Subject;
  readonly question: readonly Box[];
  readonly stopped: readonly { readonly by: string; readonly at: string; readonly boxes: readonly Box[] }[];
}

/** What was asked: a subject without the way. */
export type Asked = Omit<Subject, keyof Way>;

/** Everything that is wrong with a "no path at all": each way needs a certificate of its own. */
export function checkNoPath(
  asked: Asked,
  certificates: readonly NetworkCertificate[],
  resources: readonly Resource[],
): string[] {
  const ways = waysBetween(asked.from, asked.to, asked.ports, resources);
  if (!ways || ways.length === 0) return ['the ways between the two ends cannot be told'];
  const certified = new Set(certificates.map(({ subject }) => nameOf(subject)));
  const missing = ways.filter((way) => !certified.has(nameOf({ ...asked, ...way })));
  return [
    ...missing.map((way) => `no certificate speaks of ${way.fromSubnet} → ${way.toSubnet} by ${way.via}`),
    ...certificates.flatMap((certificate) => checkNetworkCertificate(certificate, resources)),
  ];
}

/** Equal for equal subjects; all interfaces of a host count as the host. */
const nameOf = ({ from, to, fromSubnet, toSubnet, via, protocol, ports, remote }: Subject) =>
  [
    ...[from, to].map((end) => end.replace(/#\d+$/, '')),
    ...[fromSubnet, toSubnet, via, protocol, ports?.from, ports?.to],
    ...(remote ?? []).flatMap(({ first, last }) => [first, last]),
  ].join(' ');

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
    ...(shared(boxes, question) === volume(question) ? [] : ['the stopped boxes do not cover the question']),
    ...(asks(certificate, resources) ? [] : ['the question leaves out packets between the two ends']),
    ...stopped.flatMap(({ by, at, boxes: claimed }) => {
      const choices = filtersAt(by, at, subject, resources);
      if (choices.length === 0) return [`${by} at ${at} does not stand on the way of this question`];
      // A NAT gateway chooses the port of the reply: every port it takes has to be refused.
      const asked = by === 'acl-nat-return' ? claimed.map((box) => box.with(3, span(1024, 65535))) : claimed;
      const open = asked.find((box) =>
        choices.every((ways) => ways.some((filters) => passing(box, filters))),
      );
      return open ? [`${by} at ${at} lets a packet pass: ${shown(open)}`] : [];
    }),
  ];
}

const volume = (boxes: readonly Box[]) =>
  boxes.reduce((sum, box) => sum + box.reduce((size, { first, last }) => size * (last - first + 1n), 1n), 0n);

function meet(a: Box, b: Box): Box | undefined {
  const both = a.map((own, axis) => {
    const other = b[axis] ?? own;
    return {
      first: own.first > other.first ? own.first : other.first,
      last: own.last < other.last ? own.last : other.last,
    };
  });
  return both.every(({ first, last }) => first <= last) ? both : undefined;
}

const isDisjoint = (boxes: readonly Box[]) =>
  boxes.every((box, index) => boxes.slice(index + 1).every((other) => meet(box, other) === undefined));

/** The volume of `inner` that lies in `outer`; exact when the boxes of each do not overlap. */
const shared = (inner: readonly Box[], outer: readonly Box[]) =>
  volume(
    inner.flatMap((box) => outer.flatMap((other) => [meet(box, other) ?? []].filter((it) => it.length))),
  );

/** Whether one packet of the box gets past all filters: in each, the first rule that holds it decides. */
function passing(box: Box, [filter, ...others]: readonly Filter[]): boolean {
  if (!filter) return true;
  const [rule, ...rest] = filter;
  if (!rule) return false;
  const held = meet(box, rule.box);
  if (!held) return passing(box, [rest, ...others]);
  if (rule.passes && passing(held, others)) return true;
  // What the rule does not hold, cut off one axis after the other.
  return box.some(({ first, last }, axis) => {
    const edge = held[axis] ?? { first, last };
    const around = [
      { first, last: edge.first - 1n },
      { first: edge.last + 1n, last },
    ];
    return around.some(
      (part) =>
        part.first <= part.last &&
        passing([...held.slice(0, axis), part, ...box.slice(axis + 1)], [rest, ...others]),
    );
  });
}

/** Whether the question holds every packet from the one end to the other, families apart. */
function asks({ subject, question }: NetworkCertificate, world: World): boolean {
  const { protocol, ports, remote = [] } = subject;
  const ends = (['from', 'to'] as const).map((end) =>
    subject[end] === 'internet' ? [remote] : ownAddresses(subject, end, world),
  );
  // Who asks for a port asks for a protocol that has ports.
  const protocols = protocol === undefined && ports ? [6, 17] : [protocol];
  const services = protocols.map((one) =>
    boxOf({
      protocol: one === undefined ? undefined : span(one),
      destinationPort: ports ? span(ports.from, ports.to) : everyPort,
    }).slice(2),
  );
  return (ends[0] ?? []).some((sources) =>
    (ends[1] ?? []).some((targets) => {
      const expected = sources.flatMap((source) =>
        targets
          .filter((target) => target.first < ipv6Base === source.first < ipv6Base)
          .flatMap((target) => services.map((service) => [source, target, ...service])),
      );
      return sources.length * targets.length > 0 && shared(question, expected) === volume(expected);
    }),
  );
}

/** The addresses an end may have, in each reading that the resources allow. */
function ownAddresses(subject: Subject, end: 'from' | 'to', world: World): (readonly Span[])[] {
  const subnet = byKey(world, end === 'from' ? subject.fromSubnet : subject.toSubnet);
  const ipv6 = subnetBlocks(subnet, 6, world);
  const described = descriptionOf(byKey(world, subject[end]), world);
  const given = hasIpv6Address(byKey(world, subject[end]), described, subnet) ? ipv6 : [];
  const single = described.flatMap((it) => blocksAt(it, 'PrivateIpAddress'));
  const ipv4 = subnetBlocks(subnet, 4, world);
  const isHost = described.some(({ type }) => /::(EC2::Instance|AutoScalingGroup)$/.test(type));
  return [
    [...ipv4, ...ipv6],
    ...(isHost ? [[...ipv4, ...given]] : []),
    ...single.map((own) => [own, ...given]),
  ];
}

const shown = (box: Box) =>
  ['source', 'destination', 'protocol', 'source port', 'destination port']
    .map((name, axis) => `${name} ${box[axis]?.first}–${box[axis]?.last}`)
    .join(', ');
