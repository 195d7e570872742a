// From an interface to the internet: straight through the internet gateway, through a NAT gateway in another subnet,
// or, for IPv6, through an egress-only gateway. Each way that the subnet's table names is an answer of its own.

import { internetRanges, overlaps, parseCidr } from '../addresses.ts';
import type { Interface, NatGateway, Subnet } from '../model/network.ts';
import { answer, type Stage } from './answer.ts';
import { blockPublicAccessStage } from './block-public-access.ts';
import { type BoxSet, intersect, union } from './boxes.ts';
import { groupStage } from './group-stage.ts';
import { natPorts, packets } from './packet-space.ts';
import { addresses, type Placement, placements, question, type Service, type Span } from './placement.ts';
import { attachmentStage, internet, internetName, type Reach, unplaced } from './reachability.ts';
import {
  elsewhere,
  internetGateway,
  leadsElsewhere,
  routeStage,
  tableOf,
  type Way,
  wayThrough,
} from './routes.ts';
import {
  aclStage,
  entering,
  family,
  type Ground,
  gate,
  leaving,
  publicAddressStage,
  replyEntering,
  replyLeaving,
} from './stages.ts';

/** From an interface to these internet addresses, or any, once for each of its subnets and ways out. */
export function toInternet(
  ground: Ground,
  from: Interface,
  service: Service,
  destinations: readonly Span[] = internetRanges,
): Reach[] {
  return placements(ground, from).flatMap((placement) => {
    if (!placement) return [unplaced(ground, from, from)];
    const { subnet } = placement;
    return waysOut(ground, subnet).map((way): Reach => {
      const stages = [
        groupStage(ground, from, 'egress', internet),
        ...stagesOut(ground, from, placement, way),
      ];
      const asked = question(ground, addresses(from, subnet), destinations, service);
      const subject = {
        from: from.key,
        fromSubnet: subnet.key,
        to: internetName,
        toSubnet: undefined,
        via: way.via,
        protocol: service.protocol,
        ports: service.ports,
        remote: destinations,
      };
      return { to: from, subnet, way: way.name, answer: answer(ground.space, asked, stages, subject) };
    });
  });
}

/** Always the internet gateway, so that an answer says why not; the others when a route names them. */
function waysOut(ground: Ground, subnet: Subnet): Way[] {
  const { natGateways, egressOnlyGateways } = ground.network;
  const named = new Map(
    (tableOf(ground, subnet)?.routes ?? []).flatMap(({ target, via, place }) => {
      if (target !== 'nat-gateway' && target !== 'egress-only-gateway') return [];
      const key = via ?? '⟦not known⟧';
      const declared = natGateways.get(key) ?? egressOnlyGateways.get(key);
      return [[key, wayThrough(key, declared?.place.id ?? `the gateway of ${place.id}`)] as const];
    }),
  );
  return [
    internetGateway,
    ...named.values(),
    ...(translatesIpv6(ground, subnet) ? [nat64] : []),
    ...(leadsElsewhere(ground, subnet) ? [elsewhere(ground)] : []),
  ];
}

/** From IPv6 to IPv4 by a NAT gateway: one packet with addresses of two families, which the packet space does not hold. */
const nat64: Way = { via: 'nat64', name: 'NAT64', leadsBy: () => false };
const nat64Block = parseCidr('64:ff9b::/96');

const translatesIpv6 = (ground: Ground, subnet: Subnet): boolean =>
  (tableOf(ground, subnet)?.routes ?? []).some(
    ({ target, destination, uncertain }) =>
      target === 'nat-gateway' &&
      uncertain === undefined &&
      destination !== undefined &&
      nat64Block !== undefined &&
      overlaps(destination, nat64Block),
  );

function stagesOut(ground: Ground, from: Interface, placement: Placement, way: Way): Stage[] {
  const { subnet, vpc } = placement;
  const leave = aclStage(ground, subnet, 'acl-egress', true, leaving);
  const forward = routeStage(ground, placement, 'forward', way);
  const comeBack = aclStage(ground, subnet, 'acl-return-ingress', false, replyEntering);
  if (way.via === internetGateway.via) {
    return [
      attachmentStage(ground, placement),
      blockPublicAccessStage(ground, subnet, vpc),
      publicAddressStage(ground, from, subnet),
      leave,
      forward,
      comeBack,
    ];
  }
  if (way === nat64 || way === elsewhere(ground)) {
    const hidden =
      way === nat64
        ? `${subnet.place.id} reaches IPv4 by NAT64, which is not modelled`
        : `where a route of ${subnet.place.id} leads is decided outside of the given templates`;
    const outside = gate(ground, 'link', subnet.key, subnet.place, hidden, '', hidden);
    return way === nat64 ? [outside] : [outside, forward];
  }
  const { natGateways, egressOnlyGateways } = ground.network;
  const nat = natGateways.get(way.via);
  if (nat) return throughNat(ground, placement, nat, { leave, forward, comeBack });
  const outward = egressOnlyGateways.get(way.via);
  if (!outward) {
    const hidden = `${way.name} is not in the given templates`;
    return [gate(ground, 'declaration', subnet.key, subnet.place, hidden, '', hidden)];
  }
  const isHere = outward.uncertain ?? outward.vpc === vpc.key;
  const ipv6 = family(ground, true);
  return [
    {
      ...gate(
        ground,
        'egress-only-gateway',
        outward.key,
        outward.place,
        isHere,
        `${outward.place.id} lets IPv6 out`,
        `${outward.place.id} carries IPv6 alone`,
      ),
      could: isHere === false ? [] : ipv6,
      surely: isHere === true ? ipv6 : [],
    },
    blockPublicAccessStage(ground, subnet, vpc, 'outward'),
    publicAddressStage(ground, from, subnet),
    leave,
    forward,
    comeBack,
  ];
}

interface OwnStages {
  readonly leave: Stage;
  readonly forward: Stage;
  readonly comeBack: Stage;
}

function throughNat(ground: Ground, placement: Placement, nat: NatGateway, own: OwnStages): Stage[] {
  const { network } = ground;
  const natSubnet = network.subnets.get(nat.subnet ?? '');
  const natVpc = network.vpcs.get(natSubnet?.vpc ?? '');
  if (!natSubnet || !natVpc) {
    const hidden = nat.uncertain ?? `the subnet of ${nat.place.id} is not in the given templates`;
    return [gate(ground, 'nat-gateway', nat.key, nat.place, hidden, '', hidden)];
  }
  const there = { subnet: natSubnet, vpc: natVpc };
  const open = nat.uncertain ?? nat.isPublic;
  const translating = gate(
    ground,
    'nat-gateway',
    nat.key,
    nat.place,
    open,
    `${nat.place.id} lends its address`,
    nat.isPublic
      ? `${nat.place.id} translates IPv4 alone`
      : `${nat.place.id} is private: it leads to no internet`,
  );
  const ipv4 = family(ground, false);
  const sameSubnet = natSubnet.key === placement.subnet.key;
  return [
    { ...translating, could: open === false ? [] : ipv4, surely: open === true ? ipv4 : [] },
    ...(sameSubnet ? [] : [own.leave]),
    own.forward,
    ...(sameSubnet ? [] : [aclStage(ground, natSubnet, 'acl-ingress', false, entering)]),
    attachmentStage(ground, there),
    natBlockPublicAccess(ground, placement, there),
    aclStage(ground, natSubnet, 'acl-egress', true, leaving),
    routeStage(ground, there, 'forward', internetGateway),
    toSomeNatPort(ground, aclStage(ground, natSubnet, 'acl-nat-return', false, replyEntering)),
    ...(sameSubnet
      ? []
      : [aclStage(ground, natSubnet, 'acl-return-egress', true, replyLeaving), own.comeBack]),
  ];
}

/** AWS does not say which of the two subnets an exclusion has to name: both is open, none is closed, one is unknown. */
function natBlockPublicAccess(ground: Ground, host: Placement, nat: Placement): Stage {
  const [ofNat, ofHost] = [nat, host].map(({ subnet, vpc }) =>
    blockPublicAccessStage(ground, subnet, vpc, 'outward'),
  );
  if (!ofNat || !ofHost) throw new Error('broken invariant: two placements give two stages');
  return {
    ...ofNat,
    could: union(ofNat.could, ofHost.could),
    surely: intersect(ofNat.surely, ofHost.surely),
    uncertain:
      ofNat.uncertain ??
      ofHost.uncertain ??
      'only one of host and NAT gateway is excluded from Block Public Access',
  };
}

/** Replies come to a port that the NAT gateway chose: the filter lets them pass when it does so for one of its ports. */
function toSomeNatPort(ground: Ground, stage: Stage): Stage {
  const chosen = packets(ground.space, { sourcePorts: natPorts });
  const [whole] = packets(ground.space, {});
  const widened = (set: BoxSet): BoxSet =>
    intersect(set, chosen).reduce<BoxSet>((all, box) => {
      const wide = [...box.slice(0, 6), whole?.[6] ?? 0, whole?.[7] ?? 0, ...box.slice(8)];
      return union(all, [wide]);
    }, []);
  return { ...stage, could: widened(stage.could), surely: widened(stage.surely) };
}
