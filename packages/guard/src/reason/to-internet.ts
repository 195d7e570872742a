// From an interface to the internet: straight through the internet gateway, through a NAT gateway in another subnet or
// in another VPC behind a transit gateway, or, for IPv6, through an egress-only gateway. Each way is an answer of its own.

import { internetRanges, overlaps, parseCidr } from '../addresses.ts';
import type { Interface, NatGateway, Subnet } from '../model/network.ts';
import { answer, type Stage } from './answer.ts';
import { blockPublicAccessStage } from './block-public-access.ts';
import { type BoxSet, intersect, union } from './boxes.ts';
import { elsewhere, elsewhereStage, leadsElsewhere } from './elsewhere.ts';
import { groupStage } from './group-stage.ts';
import { natPorts, packets } from './packet-space.ts';
import { addresses, type Placement, placements, question, type Service, type Span } from './placement.ts';
import { attachmentStage, internet, internetName, type Reach, unplaced } from './reachability.ts';
import { internetGateway, routeStage, tableOf, type Way, wayThrough } from './routes.ts';
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
import { type Crossing, crossingStages, crossings } from './transit.ts';

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
    return waysOut(ground, placement).map((way): Reach => {
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
function waysOut(ground: Ground, placement: Placement): WayOut[] {
  const { subnet } = placement;
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
    ...transitExits(ground, placement),
    ...(leadsElsewhere(ground, subnet) ? [outside] : []),
  ];
}

const outside: Way = { ...elsewhere, leadsBy: () => false };

/** A NAT gateway in another VPC, and the way there by a transit gateway. */
interface TransitExit extends Way {
  readonly there: Crossing;
  readonly back: Crossing;
  readonly nat: NatGateway;
  readonly at: Placement;
}

type WayOut = Way | TransitExit;

/** The NAT gateways to which a transit gateway that the subnet's table names may lead: those of the VPCs attached to it. */
function transitExits(ground: Ground, { subnet, vpc }: Placement): TransitExit[] {
  const { natGateways, subnets, transit, vpcs } = ground.network;
  const named = new Set((tableOf(ground, subnet)?.routes ?? []).map(({ via }) => via));
  const others = transit.attachments.filter((it) => named.has(it.gateway) && it.vpc !== vpc.key);
  return others.flatMap((to) =>
    crossings(ground, vpc.key, to.vpc ?? '')
      .filter(({ via }) => via === to.gateway)
      .flatMap((there) => {
        const [back] = crossings(ground, to.vpc ?? '', vpc.key).filter(({ via }) => via === there.via);
        return [...natGateways.values()].flatMap((nat): TransitExit[] => {
          const natSubnet = subnets.get(nat.subnet ?? '');
          const natVpc = vpcs.get(natSubnet?.vpc ?? '');
          if (!back || !natSubnet || !natVpc || natVpc.key !== to.vpc) return [];
          const way = wayThrough(`${there.via} ${nat.key}`, `${there.name} and ${nat.place.id}`);
          return [{ ...way, there, back, nat, at: { subnet: natSubnet, vpc: natVpc } }];
        });
      }),
  );
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

function stagesOut(ground: Ground, from: Interface, placement: Placement, way: WayOut): Stage[] {
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
  if (way === nat64 || way === outside) {
    const hidden =
      way === nat64
        ? `${subnet.place.id} reaches IPv4 by NAT64, which is not modelled`
        : `where a route of ${subnet.place.id} leads is decided outside of the given templates`;
    const unseen = gate(ground, 'link', subnet.key, subnet.place, hidden, '', hidden);
    return way === nat64 ? [unseen] : [unseen, elsewhereStage(ground, placement, 'forward')];
  }
  if ('there' in way) return throughTransit(ground, placement, way, leave);
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
  const sameSubnet = natSubnet.key === placement.subnet.key;
  return [
    translating(ground, nat),
    ...(sameSubnet ? [] : [own.leave]),
    own.forward,
    ...(sameSubnet ? [] : [aclStage(ground, natSubnet, 'acl-ingress', false, entering)]),
    ...beyondNat(ground, placement, there),
    ...(sameSubnet
      ? []
      : [aclStage(ground, natSubnet, 'acl-return-egress', true, replyLeaving), own.comeBack]),
  ];
}

/** To a NAT gateway in another VPC: the tables of the subnets where the transit gateway comes out lead on to it. */
function throughTransit(
  ground: Ground,
  placement: Placement,
  { there, back, nat, at }: TransitExit,
  leave: Stage,
): Stage[] {
  const toNat = wayThrough(nat.key, nat.place.id);
  const onward = (entry: Placement) => [routeStage(ground, entry, 'forward', toNat)];
  return [
    translating(ground, nat),
    leave,
    routeStage(ground, placement, 'forward', wayThrough(there.gateway, there.name)),
    ...crossingStages(ground, there, [placement, at], 'forward', onward),
    ...beyondNat(ground, placement, at),
    aclStage(ground, at.subnet, 'acl-return-egress', true, replyLeaving),
    ...(leadsHomeOtherwise(ground, at.subnet, back)
      ? [otherwise(ground, at, placement)]
      : [
          routeStage(ground, at, 'return', wayThrough(back.gateway, back.name)),
          ...crossingStages(ground, back, [at, placement], 'return'),
        ]),
  ];
}

/** Whether replies may leave the subnet of a NAT gateway by another link than the one they are asked for. */
const leadsHomeOtherwise = (ground: Ground, subnet: Subnet, { gateway }: Crossing): boolean =>
  tableOf(ground, subnet)?.routes.some(
    ({ target, via }) =>
      ['peering', 'appliance', 'other'].includes(target) || (target === 'transit-gateway' && via !== gateway),
  ) ?? true;

function otherwise(ground: Ground, { subnet }: Placement, host: Placement): Stage {
  const hidden = `by which link replies get from ${subnet.place.id} to ${host.subnet.place.id} is not followed`;
  return gate(ground, 'link', subnet.key, subnet.place, hidden, '', hidden);
}

function translating(ground: Ground, nat: NatGateway): Stage {
  const open = nat.uncertain ?? nat.isPublic;
  const ipv4 = family(ground, false);
  const stage = gate(
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
  return { ...stage, could: open === false ? [] : ipv4, surely: open === true ? ipv4 : [] };
}

/** From a NAT gateway to the internet and back to it. */
const beyondNat = (ground: Ground, host: Placement, at: Placement): Stage[] => [
  attachmentStage(ground, at),
  natBlockPublicAccess(ground, host, at),
  aclStage(ground, at.subnet, 'acl-egress', true, leaving),
  routeStage(ground, at, 'forward', internetGateway),
  toSomeNatPort(ground, aclStage(ground, at.subnet, 'acl-nat-return', false, replyEntering)),
];

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
