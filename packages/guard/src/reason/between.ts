// From one interface to another by their private addresses: inside a VPC, over a peering connection or a transit gateway,
// or by what no template shows. A way over the internet is not asked here: it is two questions, out and in.

import type { Interface } from '../model/network.ts';
import { answer, type Stage } from './answer.ts';
import { blockPublicAccessStage } from './block-public-access.ts';
import { elsewhere, elsewhereStage, isTranslated, leadsElsewhere } from './elsewhere.ts';
import type { Remote } from './filters.ts';
import { groupStage } from './group-stage.ts';
import { addresses, type Placement, placements, question, type Service } from './placement.ts';
import { attachmentStage, type Reach, unplaced } from './reachability.ts';
import { localRouteStage, routeStage, wayThrough } from './routes.ts';
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
import { type Crossing, crossingStages, crossings } from './transit.ts';

/** From one interface to another, once for each pair of subnets and each way between them, there and back. */
export function between(ground: Ground, from: Interface, to: Interface, service: Service): Reach[] {
  return placements(ground, from).flatMap((source) =>
    placements(ground, to).flatMap((target) => {
      if (!source || !target) return [unplaced(ground, to, source ? to : from, target?.subnet)];
      return waysBetween(ground, source, target).map((way): Reach => {
        const stages = stagesBetween(ground, source, target, way, from, to);
        const asked = question(ground, addresses(from, source.subnet), addresses(to, target.subnet), service);
        const subject = {
          from: from.key,
          fromSubnet: source.subnet.key,
          to: to.key,
          toSubnet: target.subnet.key,
          via: way.via,
          protocol: service.protocol,
          ports: service.ports,
          remote: undefined,
        };
        return {
          to,
          subnet: target.subnet,
          way: way.name,
          answer: answer(ground.space, asked, stages, subject),
        };
      });
    }),
  );
}

/** How packets get from one subnet to another, and how replies come back: not always by the same link. */
interface Way {
  /** Undefined: inside one VPC, or where nothing joins two. */
  readonly via: string | undefined;
  readonly name: string | undefined;
  readonly gates: readonly Stage[];
  readonly forward: readonly Stage[];
  readonly back: readonly Stage[];
  /** Whether rules at the far end may name groups of the near one. */
  readonly groupReferences: { readonly egress: boolean; readonly ingress: boolean };
  /** The far end may see another source address. */
  readonly isTranslated: boolean;
}

/** What joins two VPCs. */
interface Link extends Omit<Way, 'gates'> {
  readonly via: string;
  readonly gate: Stage;
}

function waysBetween(ground: Ground, source: Placement, target: Placement): Way[] {
  const crosses = source.subnet.key !== target.subnet.key;
  const inside = { via: undefined, name: undefined, groupReferences: everyReference, isTranslated: false };
  if (!crosses) return [{ ...inside, gates: [], forward: [], back: [] }];
  const { leave, enter, replyOut, replyIn } = acls(ground, source, target);
  if (source.vpc.key === target.vpc.key) {
    const local = (placement: Placement, direction: 'forward' | 'return') =>
      localRouteStage(ground, placement, direction) ?? [];
    return [
      {
        ...inside,
        gates: [],
        forward: [leave, ...[local(source, 'forward')].flat(), enter],
        back: [replyOut, ...[local(target, 'return')].flat(), replyIn],
      },
    ];
  }
  const links = linksBetween(ground, source, target);
  if (links.length > 0)
    return links.flatMap((there) =>
      links.map((back): Way => (there === back ? whole(there) : both(there, back))),
    );
  const names = `${source.vpc.place.id} and ${target.vpc.place.id}`;
  const nothing = gate(ground, 'link', target.vpc.key, source.vpc.place, false, '', `no link joins ${names}`);
  return [{ ...inside, gates: [nothing], forward: [leave, enter], back: [replyOut, replyIn] }];
}

const everyReference = { egress: true, ingress: true };
const whole = ({ gate, ...link }: Link): Way => ({ ...link, gates: [gate] });
const both = (there: Link, back: Link): Way => ({
  ...there,
  via: `${there.via} | ${back.via}`,
  name: `${there.name}, back by ${back.name}`,
  gates: [there.gate, back.gate],
  back: there.isTranslated ? [] : back.back,
});

const acls = (ground: Ground, source: Placement, target: Placement) => ({
  leave: aclStage(ground, source.subnet, 'acl-egress', true, leaving),
  enter: aclStage(ground, target.subnet, 'acl-ingress', false, entering),
  replyOut: aclStage(ground, target.subnet, 'acl-return-egress', true, replyLeaving),
  replyIn: aclStage(ground, source.subnet, 'acl-return-ingress', false, replyEntering),
});

function linksBetween(ground: Ground, source: Placement, target: Placement): Link[] {
  const { network } = ground;
  const { leave, enter, replyOut, replyIn } = acls(ground, source, target);
  const ends = [source.vpc.key, target.vpc.key];
  const joining = (open: boolean | string, name: string, place = source.vpc.place): Stage => {
    const names = `${source.vpc.place.id} and ${target.vpc.place.id}`;
    return gate(
      ground,
      'link',
      target.vpc.key,
      place,
      open,
      `${name} joins ${names}`,
      `no link joins ${names}`,
    );
  };
  const peered = [...network.peerings.values()].flatMap((peering): Link[] => {
    const joins = [peering.requester, peering.accepter];
    const fits = ends.every((end) => joins.includes(end));
    if (!fits && peering.uncertain === undefined) return [];
    const way = wayThrough(peering.key, peering.place.id);
    return [
      {
        via: way.via,
        name: way.name,
        gate: joining(fits || (peering.uncertain ?? false), way.name, peering.place),
        forward: [leave, routeStage(ground, source, 'forward', way), enter],
        back: [replyOut, routeStage(ground, target, 'return', way), replyIn],
        groupReferences: everyReference,
        isTranslated: false,
      },
    ];
  });
  const home = crossings(ground, target.vpc.key, source.vpc.key);
  const crossed = crossings(ground, source.vpc.key, target.vpc.key).flatMap((there): Link[] => {
    const back = home.find(({ via }) => via === there.via);
    return back ? [transitLink(ground, there, back, source, target, joining(true, there.name))] : [];
  });
  const [first] = network.links;
  if (first === undefined && !leadsElsewhere(ground, source.subnet)) return [...peered, ...crossed];
  const hidden = `where ${first?.id ?? `a route of ${source.subnet.place.id}`} leads is decided outside of the given templates`;
  return [
    ...peered,
    ...crossed,
    {
      ...elsewhere,
      gate: joining(hidden, elsewhere.name),
      forward: [elsewhereStage(ground, source, 'forward')],
      back: isTranslated(ground) ? [] : [elsewhereStage(ground, target, 'return')],
      groupReferences: everyReference,
      isTranslated: isTranslated(ground),
    },
  ];
}

function transitLink(
  ground: Ground,
  there: Crossing,
  back: Crossing,
  source: Placement,
  target: Placement,
  joined: Stage,
): Link {
  const { leave, replyOut } = acls(ground, source, target);
  const way = ({ gateway }: Crossing) => wayThrough(gateway, there.name);
  return {
    via: there.via,
    name: there.name,
    gate: joined,
    forward: [
      leave,
      routeStage(ground, source, 'forward', way(there)),
      ...crossingStages(ground, there, [source, target], 'forward'),
    ],
    back: [
      replyOut,
      routeStage(ground, target, 'return', way(back)),
      ...crossingStages(ground, back, [target, source], 'return'),
    ],
    // AWS supports such references in ingress rules alone.
    groupReferences: { egress: false, ingress: there.groupReferences },
    isTranslated: false,
  };
}

function stagesBetween(
  ground: Ground,
  source: Placement,
  target: Placement,
  way: Way,
  from: Interface,
  to: Interface,
): Stage[] {
  const isService = from.kind === 'vpc-origin';
  const { egress, ingress } = way.groupReferences;
  const asSource: Remote = {
    groups: ingress ? from.groups : [],
    somewhereIn: addresses(from, source.subnet),
    isService,
  };
  const asTarget: Remote = {
    groups: egress ? to.groups : [],
    somewhereIn: addresses(to, target.subnet),
    isService: false,
  };
  return [
    ...(isService ? serviceEntry(ground, source) : [groupStage(ground, from, 'egress', asTarget)]),
    ...way.gates,
    ...way.forward,
    ...(way.isTranslated ? [] : [groupStage(ground, to, 'ingress', asSource)]),
    ...listenerStage(ground, to),
    ...way.back,
  ];
}

/** CloudFront's interfaces work only while the VPC has a gateway attached and Block Public Access lets them. */
const serviceEntry = (ground: Ground, placement: Placement): Stage[] => [
  attachmentStage(ground, placement),
  blockPublicAccessStage(ground, placement.subnet, placement.vpc),
];
