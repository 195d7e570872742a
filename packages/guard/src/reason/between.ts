// From one interface to another by their private addresses: inside a VPC, over a peering connection, or by a link whose
// tables no template shows. A way over the internet is not asked here: it is two questions, out and in.

import type { Interface } from '../model/network.ts';
import { answer, type Stage } from './answer.ts';
import { blockPublicAccessStage } from './block-public-access.ts';
import type { Remote } from './filters.ts';
import { groupStage } from './group-stage.ts';
import { addresses, type Placement, placements, question, type Service } from './placement.ts';
import { attachmentStage, type Reach, unplaced } from './reachability.ts';
import { elsewhere, leadsElsewhere, localRouteStage, routeStage, type Way, wayThrough } from './routes.ts';
import {
  aclStage,
  entering,
  type Ground,
  gate,
  leaving,
  listenerStage,
  replyEntering,
  replyLeaving,
} from './stages.ts';

/** From one interface to another, once for each pair of subnets and each way between them. */
export function between(ground: Ground, from: Interface, to: Interface, service: Service): Reach[] {
  return placements(ground, from).flatMap((source) =>
    placements(ground, to).flatMap((target) => {
      if (!source || !target) return [unplaced(ground, to, source ? to : from, target?.subnet)];
      return waysBetween(ground, source, target).map((link): Reach => {
        const stages = stagesBetween(ground, source, target, link, from, to);
        const asked = question(ground, addresses(from, source.subnet), addresses(to, target.subnet), service);
        const subject = {
          from: from.key,
          fromSubnet: source.subnet.key,
          to: to.key,
          toSubnet: target.subnet.key,
          via: link?.way?.via,
          protocol: service.protocol,
          ports: service.ports,
          remote: undefined,
        };
        return {
          to,
          subnet: target.subnet,
          way: link?.way?.name,
          answer: answer(ground.space, asked, stages, subject),
        };
      });
    }),
  );
}

/** Two VPCs and what may join them; without a way nothing does. */
interface Link {
  readonly stage: Stage;
  readonly way: Way | undefined;
}

/** Undefined: both stand in one VPC, whose local route always leads there. */
function waysBetween(ground: Ground, source: Placement, target: Placement): (Link | undefined)[] {
  if (source.vpc.key === target.vpc.key) return [undefined];
  const { network } = ground;
  const ends = [source.vpc.key, target.vpc.key];
  const link = (open: boolean | string, way: Way | undefined, place = source.vpc.place): Link => {
    const names = `${source.vpc.place.id} and ${target.vpc.place.id}`;
    const joined = `${way?.name ?? 'a link'} joins ${names}`;
    return {
      way,
      stage: gate(ground, 'link', target.vpc.key, place, open, joined, `no link joins ${names}`),
    };
  };
  const peered = [...network.peerings.values()].flatMap((peering) => {
    const joins = [peering.requester, peering.accepter];
    const fits = ends.every((end) => joins.includes(end));
    if (!fits && peering.uncertain === undefined) return [];
    const way = wayThrough(peering.key, peering.place.id);
    return [link(fits || (peering.uncertain ?? false), way, peering.place)];
  });
  const [first] = network.links;
  const others =
    first !== undefined || leadsElsewhere(ground, source.subnet)
      ? [
          link(
            `where ${first?.id ?? `a route of ${source.subnet.place.id}`} leads is decided outside of the given templates`,
            elsewhere(ground),
          ),
        ]
      : [];
  const ways = [...peered, ...others];
  return ways.length > 0 ? ways : [link(false, undefined)];
}

function stagesBetween(
  ground: Ground,
  source: Placement,
  target: Placement,
  link: Link | undefined,
  from: Interface,
  to: Interface,
): Stage[] {
  const isService = from.kind === 'vpc-origin';
  const asSource: Remote = { groups: from.groups, somewhereIn: addresses(from, source.subnet), isService };
  const asTarget: Remote = { groups: to.groups, somewhereIn: addresses(to, target.subnet), isService: false };
  const way = link?.way;
  const route = (placement: Placement, direction: 'forward' | 'return') =>
    way ? [routeStage(ground, placement, direction, way)] : [];
  const crosses = source.subnet.key !== target.subnet.key;
  // Which ACLs stand before a transit gateway or an appliance depends on the subnet it has an interface in.
  const acl = crosses && way !== elsewhere(ground);
  const local = (placement: Placement, direction: 'forward' | 'return') =>
    crosses && !link ? (localRouteStage(ground, placement, direction) ?? []) : [];
  return [
    ...(isService ? serviceEntry(ground, source) : [groupStage(ground, from, 'egress', asTarget)]),
    ...(link ? [link.stage] : []),
    ...(acl ? [aclStage(ground, source.subnet, 'acl-egress', true, leaving)] : []),
    ...[local(source, 'forward')].flat(),
    ...route(source, 'forward'),
    ...(acl ? [aclStage(ground, target.subnet, 'acl-ingress', false, entering)] : []),
    groupStage(ground, to, 'ingress', asSource),
    ...listenerStage(ground, to),
    ...(acl ? [aclStage(ground, target.subnet, 'acl-return-egress', true, replyLeaving)] : []),
    ...[local(target, 'return')].flat(),
    ...route(target, 'return'),
    ...(acl ? [aclStage(ground, source.subnet, 'acl-return-ingress', false, replyEntering)] : []),
  ];
}

/** CloudFront's interfaces work only while the VPC has a gateway attached and Block Public Access lets them. */
const serviceEntry = (ground: Ground, placement: Placement): Stage[] => [
  attachmentStage(ground, placement),
  blockPublicAccessStage(ground, placement.subnet, placement.vpc),
];
