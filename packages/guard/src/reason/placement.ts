// Where the ends of a question stand: the subnets of an interface, the addresses it may have there, and the packets
// that are asked about. Families never mix: an IPv4 packet has two IPv4 addresses.

import { type Block, ipv6Base, parseCidr } from '../addresses.ts';
import type { Interface, Range, Subnet, Vpc } from '../model/network.ts';
import type { BoxSet } from './boxes.ts';
import { packets } from './packet-space.ts';
import type { Ground } from './stages.ts';

/** What is asked for; parts left out stand for every protocol and port, and a port alone for TCP and UDP. */
export interface Service {
  readonly protocol?: number;
  readonly ports?: Range;
}

export interface Span {
  readonly first: bigint;
  readonly last: bigint;
}

export interface Placement {
  readonly subnet: Subnet;
  readonly vpc: Vpc;
}

/** One for each subnet; undefined where the input does not say in which subnet, or what that subnet is. */
export function placements({ network }: Ground, owner: Interface): (Placement | undefined)[] {
  const known = owner.subnets.map((key): Placement | undefined => {
    const subnet = network.subnets.get(key);
    const vpc = network.vpcs.get(subnet?.vpc ?? '');
    return subnet && vpc && { subnet, vpc };
  });
  return owner.hasHiddenSubnets || known.length === 0 ? [...known, undefined] : known;
}

/** The addresses an interface may have in a subnet; empty when the input does not say. */
export function addresses(owner: Interface, subnet: Subnet): readonly Block[] {
  const own = parseCidr(owner.privateAddress ?? '');
  const isSure = owner.kind === 'host' && owner.uncertain === undefined && subnet.uncertain === undefined;
  const hasIpv6 = owner.hasIpv6 ?? subnet.assignsIpv6;
  // A block that cannot be read may be any: it stands for the others of its family.
  const ofFamily = (wanted: 4 | 6) => {
    const is = ({ family }: Block) => family === wanted;
    const hidden = subnet.hiddenBlocks.filter(is);
    return hidden.length > 0 ? hidden : subnet.blocks.filter(is);
  };
  const ipv6 = hasIpv6 || (!isSure && own === undefined) ? ofFamily(6) : [];
  return own === undefined ? [...ofFamily(4), ...ipv6] : [own, ...ipv6];
}

/** The packets from these addresses to those; an empty list stands for addresses that nobody knows. */
export function question(
  ground: Ground,
  sources: readonly Span[],
  destinations: readonly Span[],
  service: Service,
): BoxSet {
  const family = (isIpv6: boolean): BoxSet => {
    const ofFamily = (spans: readonly Span[]) =>
      spans.length === 0
        ? [isIpv6 ? everyAddress.ipv6 : everyAddress.ipv4]
        : spans.filter(({ first }) => first >= ipv6Base === isIpv6);
    return protocolsOf(service).flatMap((protocol) =>
      packets(ground.space, {
        source: ofFamily(sources),
        destination: ofFamily(destinations),
        protocol,
        ...(service.ports && { destinationPorts: service.ports }),
      }),
    );
  };
  return [...family(false), ...family(true)]; // no packet is of both
}

/** Who asks for a port asks for a protocol that has ports. */
const protocolsOf = ({ protocol, ports }: Service): readonly (number | undefined)[] =>
  protocol === undefined && ports !== undefined ? [6, 17] : [protocol];

const everyAddress = {
  ipv4: { first: 0n, last: ipv6Base - 1n },
  ipv6: { first: ipv6Base, last: ipv6Base + (1n << 128n) - 1n },
};
