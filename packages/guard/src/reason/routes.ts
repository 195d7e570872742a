// Where a route table sends packets: the longest prefix decides, and what stays inside the VPC is never routed out.

import { type Block, contains, withoutInner } from '../addresses.ts';
import type { Network, Route, RouteTable, Subnet, Vpc } from '../model/network.ts';
import { readable } from '../read/cloudformation/value.ts';
import { firstHolding, type Stage } from './answer.ts';
import { type BoxSet, empty, intersect, subtract, union } from './boxes.ts';
import type { Certainty } from './filters.ts';
import { type PacketSpace, packets } from './packet-space.ts';
import { type Ground, gate, remembered } from './stages.ts';

/** One way out of a VPC, as routes name it. */
export interface Way {
  /** `internet-gateway`, or the key of what the route names: a gateway, a peering connection. */
  readonly via: string;
  readonly name: string;
  leadsBy(route: Route): boolean;
  /** A route that may lead this way in the end, through something else. */
  couldLeadBy?(route: Route): boolean;
}

export const internetGateway: Way = {
  via: 'internet-gateway',
  name: 'an internet gateway',
  leadsBy: ({ target }) => target === 'internet-gateway',
  couldLeadBy: ({ target }) => target === 'appliance',
};

export const wayThrough = (key: string, name: string): Way => ({
  via: key,
  name,
  leadsBy: ({ via }) => via === key,
});

/** The table of a subnet; undefined when the input names one that it does not declare. */
export function tableOf({ network }: Ground, subnet: Subnet): RouteTable | undefined {
  if (subnet.routeTable !== undefined) return network.routeTables.get(subnet.routeTable);
  return mainTable(network, subnet);
}

/** The main table holds local routes, and any route whose table cannot be read. */
const mainTable = ({ strayRoutes }: Network, { place }: Subnet): RouteTable => ({
  key: '',
  place,
  routes: strayRoutes,
});

/** `forward`: the packet leaves the subnet by this way. `return`: the reply does, to where the packet came from. */
export const routeStage = (
  ground: Ground,
  placement: Placed,
  direction: 'forward' | 'return',
  way: Way,
): Stage =>
  remembered(ground, `route-${direction} ${way.via}`, placement.subnet.key, () =>
    readRouteStage(ground, placement, direction, way),
  );

export interface Placed {
  readonly subnet: Subnet;
  readonly vpc: Vpc;
}

function readRouteStage(
  ground: Ground,
  { subnet, vpc }: Placed,
  direction: 'forward' | 'return',
  way: Way,
): Stage {
  const { space } = ground;
  const kind = `route-${direction}` as const;
  const table = tableOf(ground, subnet);
  if (table === undefined) {
    const hidden = `route table ${readable(subnet.routeTable ?? '')} of ${subnet.place.id} is not in the given templates`;
    return gate(ground, kind, subnet.key, subnet.place, hidden, 'a route leads there', hidden);
  }
  const turn = direction === 'return' ? mirrored : (set: BoxSet) => set;
  const surely = turn(routed(space, table, vpc.blocks, way, 'surely'));
  const leading = table.routes.filter((route) => way.leadsBy(route));
  const text = `${subnet.place.id} routes ${direction === 'return' ? 'the reply ' : ''}to ${way.name}`;
  const side = direction === 'return' ? 'source' : 'destination';
  return {
    kind,
    at: subnet.key,
    place: leading[0]?.place ?? table.place,
    could: turn(routed(space, table, vpc.blocks, way, 'could')),
    surely,
    uncertain:
      table.routes.find(({ uncertain }) => uncertain)?.uncertain ??
      table.routes.filter((route) => way.couldLeadBy?.(route)).map(passedOn)[0],
    closed: `${subnet.place.id} has no route to ${way.name}${direction === 'return' ? ' for the reply' : ''}`,
    explain: (point) =>
      firstHolding(
        leading.map((route) => ({
          set: route.destination ? intersect(surely, packets(space, { [side]: [route.destination] })) : empty,
          step: { text, place: route.place },
        })),
        point,
        { text, place: table.place },
      ),
  };
}

const passedOn = ({ place }: Route): string =>
  `what the appliance behind ${place.id} passes on is decided outside of the given templates`;

/** A route more specific than the local one leads packets of the VPC through an appliance; undefined: there is none. */
export function localRouteStage(
  ground: Ground,
  { subnet, vpc }: Placed,
  direction: 'forward' | 'return',
): Stage | undefined {
  const inside = (tableOf(ground, subnet)?.routes ?? []).filter(
    ({ destination }) => destination && vpc.blocks.some((block) => contains(block, destination)),
  );
  if (inside.length === 0) return undefined;
  const side = direction === 'return' ? 'source' : 'destination';
  const destination = withoutInner(inside.flatMap((route) => route.destination ?? []));
  const all = packets(ground.space, {});
  return {
    kind: `route-${direction}`,
    at: subnet.key,
    place: inside[0]?.place ?? subnet.place,
    could: all,
    surely: subtract(all, packets(ground.space, { [side]: destination })),
    uncertain: inside.map(passedOn)[0],
    closed: '',
    explain: () => ({ text: `${subnet.place.id} has the local route`, place: subnet.place }),
  };
}

/** Destinations that a table sends this way. */
export function routed(
  space: PacketSpace,
  table: RouteTable,
  local: readonly Block[],
  way: Pick<Way, 'leadsBy' | 'couldLeadBy'>,
  certainty: Certainty,
): BoxSet {
  let undecided = subtract(packets(space, {}), packets(space, { destination: withoutInner(local) }));
  let found: BoxSet = empty;
  const leads = (route: Route) =>
    way.leadsBy(route) || (certainty === 'could' && (way.couldLeadBy?.(route) ?? false));
  // A route that cannot be read could be more specific than any other, so it is weighed before them all.
  for (const route of table.routes.filter(({ uncertain }) => uncertain !== undefined)) {
    const could = leads(route) || route.via === undefined;
    if (certainty === 'could' && could) found = undecided;
    if (certainty === 'surely' && (route.via === undefined || !way.leadsBy(route))) undecided = empty;
  }
  const readable = table.routes.flatMap((route) =>
    route.destination && route.uncertain === undefined ? { route, destination: route.destination } : [],
  );
  const first = (a: (typeof readable)[number], b: (typeof readable)[number]) =>
    b.destination.prefix - a.destination.prefix || Number(a.route.byList) - Number(b.route.byList);
  for (const { route, destination } of readable.sort(first)) {
    const matched = intersect(undecided, packets(space, { destination: [destination] }));
    if (leads(route)) found = union(found, matched);
    undecided = subtract(undecided, matched);
  }
  return found;
}

/** Routes speak of destinations; the reply's destination is the packet's source. */
export function mirrored(set: BoxSet): BoxSet {
  return set.map(([sourceLow = 0, sourceHigh = 0, low = 0, high = 0, ...rest]) => [
    low,
    high,
    sourceLow,
    sourceHigh,
    ...rest,
  ]);
}
