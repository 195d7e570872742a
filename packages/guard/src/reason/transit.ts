// Across transit gateways: the table that an attachment is associated with chooses the next attachment, the longest
// prefix first, and packets come out of the interface that this attachment has in a zone.
// https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html

import type { Network, Subnet, Vpc } from '../model/network.ts';
import type { Place } from '../model/place.ts';
import {
  associationKey,
  type TransitAttachment,
  type TransitRoute,
  type TransitTable,
} from '../model/transit.ts';
import { readable } from '../read/cloudformation/value.ts';
import type { Stage } from './answer.ts';
import { type BoxSet, empty, intersect, subtract, union, unionAll } from './boxes.ts';
import type { Certainty } from './filters.ts';
import { type PacketSpace, packets } from './packet-space.ts';
import type { Placement } from './placement.ts';
import { localRouteStage, mirrored } from './routes.ts';
import {
  aclStage,
  entering,
  everything,
  family,
  type Ground,
  gate,
  leaving,
  remembered,
  replyEntering,
  replyLeaving,
} from './stages.ts';

/** From one attached VPC to another, over one transit gateway or over two that are peered. */
export interface Crossing {
  /** Key of the transit gateway, or of the peering between two of them. */
  readonly via: string;
  readonly name: string;
  /** What a route of the VPC that is left has to name. */
  readonly gateway: string;
  readonly from: TransitAttachment;
  readonly to: TransitAttachment;
  /** Tables that are asked one after the other, and the attachment that each has to choose. */
  readonly hops: readonly { readonly at: TransitAttachment; readonly gateway: string; readonly to: string }[];
  /** Whether rules of the one VPC may name groups of the other. */
  readonly groupReferences: boolean;
  readonly uncertain: string | undefined;
}

/** Whether everything that the gateway does is written down. */
export const isModelled = ({ transit }: Network, gateway: string | undefined): boolean =>
  transit.hidden === undefined && transit.gateways.has(gateway ?? '');

/** Every crossing from the one VPC to the other; a gateway that either is not attached to joins nothing. */
export const crossings = (ground: Ground, from: string, to: string): Crossing[] =>
  remembered(ground, `crossings ${from}`, to, () => findCrossings(ground.network, from, to));

function findCrossings({ transit }: Network, from: string, to: string): Crossing[] {
  if (transit.hidden !== undefined) return [];
  const ofVpc = (vpc: string) =>
    transit.attachments.filter((it) => it.vpc === vpc && transit.gateways.has(it.gateway));
  const peerings = transit.attachments.filter(({ kind }) => kind === 'peering');
  return ofVpc(from).flatMap((start) =>
    ofVpc(to).flatMap((end): Crossing[] => {
      const gateway = transit.gateways.get(start.gateway);
      const common = { gateway: start.gateway, from: start, to: end };
      const own = start.uncertain ?? end.uncertain;
      if (start.gateway === end.gateway)
        return [
          {
            ...common,
            via: start.gateway,
            name: gateway?.place.id ?? '',
            hops: [{ at: start, gateway: start.gateway, to: end.key }],
            groupReferences: [gateway, start, end].every((it) => it?.groupReferences),
            uncertain: own,
          },
        ];
      return peerings
        .filter((it) => [start, end].every(({ gateway }) => [it.gateway, it.peer].includes(gateway)))
        .map((peering) => ({
          ...common,
          via: peering.key,
          name: peering.place.id,
          hops: [
            { at: start, gateway: start.gateway, to: peering.key },
            { at: peering, gateway: end.gateway, to: end.key },
          ],
          groupReferences: false,
          uncertain: own ?? peering.uncertain,
        }));
    }),
  );
}

/** The table that packets from an attachment are looked up in; undefined: none, so they are dropped. */
export function tableOfAttachment({ transit }: Network, attachment: string, gateway: string) {
  const key = transit.associations.get(associationKey(attachment, gateway));
  return key === undefined ? undefined : { key, table: transit.tables.get(key) };
}

/** Destinations that a table of a transit gateway sends to these attachments. */
export function transitRouted(
  space: PacketSpace,
  table: TransitTable,
  leads: (attachment: string) => boolean,
  certainty: Certainty,
): BoxSet {
  let undecided = packets(space, {});
  let found: BoxSet = empty;
  const to = ({ attachment }: TransitRoute) => attachment !== undefined && leads(attachment);
  const held = ({ destination }: TransitRoute) =>
    packets(space, destination ? { destination: [destination] } : {});
  // A route that may be there or not is weighed before them all, as far as its block is known.
  for (const route of table.routes.filter(({ uncertain }) => uncertain !== undefined)) {
    if (certainty === 'could' && to(route)) found = union(found, held(route));
    if (certainty === 'surely' && !to(route)) undecided = subtract(undecided, held(route));
  }
  const known = table.routes.flatMap((route) =>
    route.destination && route.uncertain === undefined ? { route, prefix: route.destination.prefix } : [],
  );
  for (const { route } of known.sort((a, b) => b.prefix - a.prefix || a.route.rank - b.route.rank)) {
    const matched = intersect(undecided, held(route));
    if (to(route)) found = union(found, matched);
    undecided = subtract(undecided, matched);
  }
  return found;
}

/** Everything between the subnet that packets leave and the one they reach, without the ACL and route of the former. */
export function crossingStages(
  ground: Ground,
  crossing: Crossing,
  [from, to]: readonly [Placement, Placement],
  direction: 'forward' | 'return',
  onward: (entry: Placement) => readonly Stage[] = (entry) =>
    [localRouteStage(ground, entry, direction) ?? []].flat(),
): Stage[] {
  const leave = departure(ground, crossing, from);
  return [
    attachmentStage(ground, crossing, from, direction, leave),
    departureStage(ground, crossing, from, direction, leave),
    routeStage(ground, crossing, direction),
    arrivalStage(ground, crossing, to, direction, leave, onward),
  ];
}

interface Choice {
  /** Keys of subnets that packets may take. */
  readonly could: readonly string[];
  /** Those of which they surely take one; empty: perhaps none. */
  readonly surely: readonly string[];
}

/** The attachment's subnet in the zone of the subnet that is left: without one nothing gets to the gateway. */
function departure({ network }: Ground, { from }: Crossing, { subnet }: Placement): Choice {
  if (from.subnets.includes(subnet.key)) return { could: [subnet.key], surely: [subnet.key] };
  const near = (key: string) => sameZone(subnet, network.subnets.get(key));
  const [surely] = from.subnets.filter((key) => near(key) === true);
  if (surely !== undefined) return { could: [surely], surely: [surely] };
  return { could: from.subnets.filter((key) => near(key) === undefined), surely: [] };
}

/** Packets stay in their zone while the attachment has an interface there; another one takes them when that fails. */
function arrival(ground: Ground, { from, to }: Crossing, leave: Choice): Choice {
  const { subnets, vpcs } = ground.network;
  const [start, end] = [from, to].map(({ vpc }) => vpcs.get(vpc ?? ''));
  const [left] = leave.surely;
  // Two accounts give one name to different zones.
  const comparable = left !== undefined && start && end && account(start) === account(end);
  const near = (key: string) => comparable && sameZone(subnets.get(left), subnets.get(key));
  const own = to.subnets.filter((key) => near(key) === true);
  return { could: to.subnets, surely: own.length > 0 && !to.applianceMode ? own : to.subnets };
}

const account = ({ environment }: Vpc) => environment?.replace(/\/[^/]*$/, '');

/** Undefined: the input does not say. */
function sameZone(a: Subnet | undefined, b: Subnet | undefined): boolean | undefined {
  if (a?.zone === undefined || b?.zone === undefined) return undefined;
  if (a.zone === b.zone) return true;
  const [tokens, other] = [a.zone, b.zone].map((zone) => zone.replace(/[^⟧]*$/, ''));
  const open = [a.zone, b.zone].some((zone) => zone.endsWith('⟧')) || tokens !== other;
  return open || a.zone.startsWith('id ') !== b.zone.startsWith('id ') ? undefined : false;
}

const returning = (direction: 'forward' | 'return') => (direction === 'return' ? ('-return' as const) : '');

function attachmentStage(
  ground: Ground,
  { from, to, gateway, uncertain }: Crossing,
  { subnet }: Placement,
  direction: 'forward' | 'return',
  { could, surely }: Choice,
): Stage {
  const name = ground.network.transit.gateways.get(gateway)?.place.id ?? readable(gateway);
  const hidden = `whether ${from.place.id} has a subnet in the zone of ${subnet.place.id} is not in the given templates`;
  const open = could.length > 0 && (surely.length > 0 || hidden);
  const stage = gate(
    ground,
    `transit-attachment${returning(direction)}`,
    subnet.key,
    from.place,
    open === true ? (uncertain ?? true) : open,
    `${from.place.id} takes it to ${name}`,
    open === false
      ? `${from.place.id} has no subnet in the zone of ${subnet.place.id}`
      : `${from.place.id} or ${to.place.id} carries no IPv6`,
  );
  if (from.ipv6 && to.ipv6) return stage;
  const ipv4 = family(ground, false);
  return { ...stage, could: intersect(stage.could, ipv4), surely: intersect(stage.surely, ipv4) };
}

/** Into the subnet of the gateway's interface, in the same subnet as well: the documents say so of this direction. */
function departureStage(
  ground: Ground,
  { from }: Crossing,
  { subnet }: Placement,
  direction: 'forward' | 'return',
  choice: Choice,
): Stage {
  const way = (key: string) => {
    const exit = ground.network.subnets.get(key);
    if (!exit) return [undeclared(ground, from, key)];
    return direction === 'forward'
      ? [aclStage(ground, exit, 'acl-ingress', false, entering)]
      : [aclStage(ground, exit, 'acl-return-ingress', false, replyEntering)];
  };
  const text = `before ${from.place.id}`;
  return oneOf(ground, `transit-departure${returning(direction)}`, subnet.key, from.place, text, choice, way);
}

const undeclared = (ground: Ground, { place }: TransitAttachment, key: string): Stage => {
  const hidden = `subnet ${readable(key)} of ${place.id} is not in the given templates`;
  return gate(ground, 'declaration', key, place, hidden, '', hidden);
};

function routeStage(ground: Ground, crossing: Crossing, direction: 'forward' | 'return'): Stage {
  const { from, to, hops } = crossing;
  const tables = hops.map(({ at, gateway }) => tableOfAttachment(ground.network, at.key, gateway));
  const lost = tables.find((it) => it && !it.table)?.key;
  const kind = `transit-route${returning(direction)}` as const;
  const closed = `the table of ${from.place.id} does not lead ${direction === 'return' ? 'the reply ' : ''}to ${to.place.id}`;
  if (lost !== undefined) {
    const hidden = `transit gateway table ${readable(lost)} is not in the given templates`;
    return gate(ground, kind, from.key, from.place, hidden, '', hidden);
  }
  const turn = direction === 'return' ? mirrored : (set: BoxSet) => set;
  const set = (certainty: Certainty) =>
    remembered(ground, `transit ${certainty} ${direction}`, `${crossing.via} ${from.key} ${to.key}`, () =>
      turn(
        hops.reduce<BoxSet>((left, hop, index) => {
          const table = tables[index]?.table;
          return table
            ? intersect(
                left,
                transitRouted(ground.space, table, (key) => key === hop.to, certainty),
              )
            : empty;
        }, everything(ground)),
      ),
    );
  const routes = tables.flatMap((it) => it?.table?.routes ?? []);
  const leading = routes.find(({ attachment }) => attachment === hops[0]?.to);
  return {
    kind,
    at: from.key,
    place: leading?.place ?? tables[0]?.table?.place ?? from.place,
    could: set('could'),
    surely: set('surely'),
    uncertain: routes.find(({ uncertain }) => uncertain !== undefined)?.uncertain,
    closed: tables[0] ? closed : `${from.place.id} is associated with no table of its transit gateway`,
    explain: () => ({
      text: `the table of ${from.place.id} leads ${direction === 'return' ? 'the reply ' : ''}to ${to.place.id}`,
      place: leading?.place ?? from.place,
    }),
  };
}

/** Out of the gateway's interface into the subnet that is meant. Inside one subnet no ACL is asked on this way. */
function arrivalStage(
  ground: Ground,
  crossing: Crossing,
  target: Placement,
  direction: 'forward' | 'return',
  leave: Choice,
  onward: (entry: Placement) => readonly Stage[],
): Stage {
  const { to } = crossing;
  const way = (key: string) => {
    const entry = ground.network.subnets.get(key);
    if (!entry) return [undeclared(ground, to, key)];
    const further = onward({ subnet: entry, vpc: target.vpc });
    if (key === target.subnet.key) return further;
    return direction === 'forward'
      ? [
          aclStage(ground, entry, 'acl-egress', true, leaving),
          ...further,
          aclStage(ground, target.subnet, 'acl-ingress', false, entering),
        ]
      : [
          aclStage(ground, entry, 'acl-return-egress', true, replyLeaving),
          ...further,
          aclStage(ground, target.subnet, 'acl-return-ingress', false, replyEntering),
        ];
  };
  const text = `from ${to.place.id} into ${target.subnet.place.id}`;
  const choice = arrival(ground, crossing, leave);
  return oneOf(
    ground,
    `transit-arrival${returning(direction)}`,
    target.subnet.key,
    to.place,
    text,
    choice,
    way,
  );
}

/** What passes one of the ways that packets may take, and surely each of those they take. */
function oneOf(
  ground: Ground,
  kind: Stage['kind'],
  at: string,
  place: Place,
  name: string,
  { could, surely }: Choice,
  way: (subnet: string) => readonly Stage[],
): Stage {
  const ways = new Map(could.map((key) => [key, way(key)]));
  const through = (key: string, certainty: Certainty): BoxSet =>
    (ways.get(key) ?? []).reduce((left, stage) => intersect(left, stage[certainty]), everything(ground));
  const stages = [...ways.values()].flat();
  return {
    kind,
    at,
    place,
    could: unionAll(could.map((key) => through(key, 'could'))),
    surely:
      surely.length === 0
        ? empty
        : surely.reduce((left, key) => intersect(left, through(key, 'surely')), everything(ground)),
    uncertain:
      stages.find(({ uncertain }) => uncertain !== undefined)?.uncertain ??
      (could.length > 1
        ? `by which of its subnets ${place.id} carries it is decided while it does`
        : undefined),
    closed: `no network ACL or route ${name} lets it pass`,
    explain: (point) => {
      const steps = (ways.get(surely[0] ?? '') ?? []).map((stage) => stage.explain(point));
      const [first] = steps;
      return first
        ? { text: `${name} ${steps.map(({ text }) => text).join('; ')}`, place: first.place }
        : { text: `${name} no network ACL is asked`, place };
    },
  };
}
