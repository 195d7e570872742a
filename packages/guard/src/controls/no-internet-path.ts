// The proof that several network controls share: no packet from the internet gets to these interfaces on this service.

import { formatAddress } from '../addresses.ts';
import type { Model } from '../model/model.ts';
import type { Interface } from '../model/network.ts';
import type { Answer, StageKind } from '../reason/answer.ts';
import { groundFor } from '../reason/ground.ts';
import type { Packet } from '../reason/packet-space.ts';
import { fromInternet, type Reach, type Service } from '../reason/reachability.ts';
import { protocolName } from '../reason/stages.ts';
import type { Finding } from './control.ts';
import { all, proved, refuted, unknown } from './finding.ts';

/** Proved when no internet address can send such a packet to any of the interfaces, by any way that counts. */
export function noInternetPath(
  model: Model,
  targets: readonly Interface[],
  service: Service,
  what: string,
  counts: (reach: Reach) => boolean = () => true,
): Finding {
  const ground = groundFor(model.network, [service]);
  return all(
    targets.map((to) => judge(to, fromInternet(ground, to, service).filter(counts))),
    `${what} in the given templates`,
  );
}

function judge(to: Interface, reaches: readonly Reach[]): Finding {
  const answers = reaches.map(({ answer }) => answer);
  const open = answers.find(({ kind }) => kind === 'open');
  if (open?.kind === 'open')
    return refuted(
      distinctPlaces(open, to),
      'packet',
      `${packetText(open.packet, to)} gets through.`,
      open.path,
    );
  const hidden = answers.flatMap((answer) => (answer.kind === 'unknown' ? answer.reasons : []));
  if (hidden.length > 0) return unknown([to.place], [...new Set(hidden)].join('; '));
  const closed = answers.flatMap((answer) => (answer.kind === 'closed' ? answer : []));
  const everywhere = stopperNames.filter(([kind]) =>
    closed.every(({ blockers }) => blockers.some((blocker) => blocker.kind === kind && blocker.alone)),
  );
  const names = everywhere.map(([, name]) => name);
  const by =
    names.length > 0
      ? `each alone stops every packet: ${names.join(', ')}`
      : 'the filters together stop every packet';
  return proved(
    [to.place],
    `${to.name} in ${reaches.length} subnet${reaches.length === 1 ? '' : 's'}, ${by}`,
    closed.map(({ certificate }) => certificate),
  );
}

const stopperNames: readonly (readonly [StageKind, string])[] = [
  ['internet-gateway', 'no internet gateway'],
  ['block-public-access', 'Block Public Access'],
  ['public-address', 'no public address'],
  ['acl-ingress', 'the network ACL'],
  ['group-ingress', 'the security group'],
  ['acl-return-egress', 'the network ACL for replies'],
  ['route-return', 'no route to an internet gateway'],
];

/** The rule that lets the packet in comes first: it is what a reader has to change. */
function distinctPlaces(answer: Extract<Answer, { kind: 'open' }>, to: Interface) {
  const rule = answer.path.find(({ place }) => /SecurityGroup/.test(place.type));
  return [...(rule ? [rule.place] : []), to.place];
}

export function packetText(packet: Packet, to: Interface): string {
  const { source, protocol, sourcePort, destinationPort } = packet;
  const from = formatAddress(source);
  const target = to.privateAddress ?? to.name;
  const host = to.privateAddress === undefined ? '' : ` (${to.name})`;
  const hasPorts = protocol === 6 || protocol === 17;
  const ends = hasPorts ? `${from}:${sourcePort} → ${target}:${destinationPort}` : `${from} → ${target}`;
  return `A packet ${protocolName(protocol)} ${ends}${host}`;
}
